import Collector
import Fleet

/// Keeping pods from nodes, making them go, and letting them come again.
extension KubernetesActing {
    /// A cordon, or a cordon of all targets and then the evictions.
    func empty(_ order: ActionOrder, _ place: ActingPlace) async throws -> ActionProposal {
        guard case .plain = order.wish else {
            throw ActionRefusal("Kubernetes does not put nodes back by itself after a while.")
        }
        let nodes = try await nodes(order.targets)
        var room: ClusterRoom?
        var blind: ActionCheck?
        do throws(SourceFailure) {
            room = try await ClusterRoom.read(client)
        } catch {
            blind = ActionCheck(
                .capacity, .unknown,
                "What the other nodes have room for is not known: \(error.message)")
        }
        var pods: [KubePod] = []
        if order.kind == .drain {
            for node in nodes { pods += try await self.pods(on: node.name) }
        }
        for pod in pods where pod.leaves { try pod.metadata.demandIdentity("Pod \(pod.title)") }
        let plan = DrainPlan(
            order: order, nodes: nodes, pods: pods, room: room, place: place, settings: settings)
        guard plan.evictions.count <= DrainPlan.mostPods else {
            throw ActionRefusal(
                "\(plan.evictions.count) pods are more than \(DrainPlan.mostPods) at once: drain "
                    + "fewer nodes.")
        }
        var proposal = plan.proposal
        let tries =
            plan.cordons.map { ("node \($0.node.name)", $0.change) }
            + plan.evictions.map { ("pod \($0.title)", $0.eviction) }
        proposal.checks = await tried(tries) + proposal.checks + [blind].compactMap { $0 }
        return proposal
    }

    func uncordon(_ order: ActionOrder, _ place: ActingPlace) async throws -> ActionProposal {
        let nodes = try await nodes(order.targets)
        var proposal = CordonPlan(order: order, place: place, settings: settings).release(nodes)
        let tries = proposal.stages.flatMap(\.steps).compactMap { step in
            KubernetesChange(step.request).map { ("node \(step.target.uid)", $0) }
        }
        proposal.checks = await tried(tries) + proposal.checks
        await proposal.warnOfHardware(of: nodes.map(\.name), site: settings.site, by: witness)
        return proposal
    }

    /// The nodes of these names, each once.
    private func nodes(_ texts: [String]) async throws -> [KubeNode] {
        var found: [KubeNode] = []
        for text in texts {
            let name = text.hasPrefix("node/") ? String(text.dropFirst(5)) : text
            guard KubernetesName.isOne(name) else {
                throw ActionRefusal.noTarget("`\(CleanText.clean(text))` is no name of a node.")
            }
            let answer = try await client.send(KubernetesRequest("/api/v1/nodes/\(name)"))
            if answer.code == 404 {
                throw ActionRefusal.noTarget("The cluster has no node `\(name)`.")
            }
            let node = try answer.object(KubeNode.self)
            try node.metadata.demandIdentity("Node \(name)")
            if !found.contains(where: { $0.name == name }) { found.append(node) }
        }
        guard !found.isEmpty else { throw ActionRefusal("No node is named.") }
        return found
    }

    /// The pods of one node, whatever their state: all of them, for one that is not seen is not gone.
    func pods(on node: String) async throws(SourceFailure) -> [KubePod] {
        try await client.list(
            "/api/v1/pods", query: [("fieldSelector", "spec.nodeName=\(node)")],
            of: KubePod.self
        ).complete("Pods of \(node)")
    }
}
