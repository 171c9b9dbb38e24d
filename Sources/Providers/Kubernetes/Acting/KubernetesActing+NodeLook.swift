import Collector
import Fleet

/// Nodes and what is on them at one moment, to judge steps by.
struct NodeLook: Sendable {
    /// By name; those that are gone are not there.
    var nodes: [String: KubeNode] = [:]
    /// By node.
    var pods: [String: [KubePod]] = [:]

    func observation(of step: ActionStep, delays: String?) -> ActionObservation {
        guard case .cordon = ActingField(step) else { return eviction(step, delays) }
        guard let node = nodes[step.target.uid] else { return .elsewhere("the node is gone") }
        let parts = step.token.split(separator: " ", maxSplits: 1)
        guard node.metadata.bound == parts.first ?? "" else {
            return .elsewhere("it is another node of the same name")
        }
        let isOfPlan = (node.mark ?? "") == (parts.count > 1 ? String(parts[1]) : "")
        if node.isCordoned {
            guard isOfPlan else {
                return .elsewhere(
                    "cordoned by \(node.mark.map { KubeText.said($0) } ?? "somebody else")")
            }
            return step.after == CordonPlan.cordoned ? .reached : .asBefore
        }
        return step.after == CordonPlan.open ? .reached : .asBefore
    }

    /// Whether this very pod is there still.
    private func eviction(_ step: ActionStep, _ delay: String?) -> ActionObservation {
        let pod = (pods[step.target.uid] ?? []).first { pod in
            // One of the name without a uid may be the one.
            pod.metadata.uid.map { $0 == step.token } ?? (step.field == "pod \(pod.title)")
        }
        guard let pod else { return .reached }
        if let since = pod.metadata.deletionTimestamp {
            return .progressing("\(pod.title) is to end by \(KubeText.said(since, limit: 30))")
        }
        if pod.isOver { return .reached }
        return delay.map { .busy($0) } ?? .asBefore
    }
}

extension KubernetesActing {
    /// Looks at the nodes of the steps that are about nodes.
    func nodeLook(_ steps: [ActionStep]) async throws(SourceFailure) -> NodeLook {
        var look = NodeLook()
        for step in steps {
            let name = step.target.uid
            switch ActingField(step) {
            case .cordon where look.nodes[name] == nil:
                let answer = try await client.send(KubernetesRequest("/api/v1/nodes/\(name)"))
                if answer.code != 404 { look.nodes[name] = try answer.object(KubeNode.self) }
            case .pod where look.pods[name] == nil: look.pods[name] = try await pods(on: name)
            default: break
            }
        }
        return look
    }

    func nodeProof(_ steps: [ActionStep]) async throws(SourceFailure) -> ActionProof {
        let names = steps.targets.map(\.uid)
        guard case .pod = ActingField(steps[0]) else {
            let isOpen = steps[0].after == CordonPlan.open
            let who = names.joined(separator: ", ")
            return .noDataPlane(
                isOpen ? "\(who) takes pods again" : "\(who) takes no new pods; what is there stays"
            )
        }
        let known = Set(steps.map(\.token))
        var watched: [String] = []
        var proof = NodeProof(witness: witness, site: settings.site, scheduler: "Kubernetes")
        for name in names {
            let node = try await client.get("/api/v1/nodes/\(name)", as: KubeNode.self)
            guard node.isCordoned else { return .reverted("\(name) takes pods again") }
            if let pod = try await pods(on: name).first(where: \.leaves) {
                return known.contains(pod.metadata.bound)
                    ? .notYet("\(pod.title) is still on \(name)")
                    : .noDataPlane("\(pod.title) has come to \(name) since; drain it again")
            }
            if node.hasAccelerators { watched.append(name) }
            proof.expected[name] = node.physicalGPUs
        }
        guard !watched.isEmpty else {
            return .noDataPlane("no pod is left to end; there are no GPUs to look at")
        }
        proof.dark = dark[steps] ?? DarkNodes()
        proof.dark.now = clock.now().monotonic
        let answer = await proof.empty(watched)
        dark[steps] = answer.isPending ? proof.dark : nil
        return answer
    }
}
