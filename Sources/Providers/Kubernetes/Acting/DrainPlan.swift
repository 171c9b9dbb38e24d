import Fleet

/// How nodes are cordoned and emptied, by what was seen of them.
struct DrainPlan: Sendable {
    /// Pods at once.
    static let mostPods = 500

    let order: ActionOrder
    let nodes: [KubeNode]
    /// All that is on them.
    let pods: [KubePod]
    /// The rest of the cluster; `nil` where it cannot be read.
    let room: ClusterRoom?
    let place: ActingPlace
    let settings: ActingSettings

    private var cordon: CordonPlan {
        CordonPlan(order: order, place: place, settings: settings)
    }

    /// Nodes that take pods now. Somebody's cordon is left as it is.
    var cordons: [(node: KubeNode, step: ActionStep, change: KubernetesChange)] {
        nodes.filter { !$0.isCordoned }.map { node in
            let made = cordon.close(node)
            return (node, made.step, made.change)
        }
    }

    /// The pods that are asked to go.
    var evictions: [KubePod] { pods.filter(\.leaves) }

    var proposal: ActionProposal {
        let closing = cordons
        let leaving = evictions
        var stages: [ActionStage] = []
        if !closing.isEmpty {
            stages.append(ActionStage(name: "cordon", steps: closing.map(\.step)))
        }
        if !leaving.isEmpty {
            stages.append(ActionStage(name: "evict", steps: leaving.map(step)))
        }
        let back = closing.map { cordon.open($0.node, mark: cordon.mark) }
        let blast = DrainBlast(leaving: leaving, nodes: nodes, room: room)
        var proposal = ActionProposal(
            tier: tier(blast), stages: stages,
            retreat: back.isEmpty ? nil : ActionStage(name: "back", steps: back),
            checks: nodes.map(claim) + (order.kind == .drain ? blast.checks : []),
            remarks: remarks, claims: claims)
        proposal.deadline = settings.deadline
        return proposal
    }

    private func tier(_ blast: DrainBlast) -> ActionTier {
        guard order.kind == .drain else { return .reversible }
        return blast.isEnding ? .destructive : .disruptive
    }

    private func step(_ pod: KubePod) -> ActionStep {
        ActionStep(
            target: cordon.target(pod.spec?.nodeName ?? ""), field: "pod \(pod.title)",
            before: "running", after: "gone", token: pod.metadata.bound,
            request: pod.eviction.request(at: place.server))
    }

    private func claim(_ node: KubeNode) -> ActionCheck {
        guard node.isCordoned else {
            return ActionCheck(.ownership, .pass, "\(node.name) takes pods now.")
        }
        guard let mark = node.mark, CordonPlan.isOurs(mark) else {
            return ActionCheck(
                .ownership, .warn,
                "\(node.name) is cordoned already, and not by hybridtop: that stays as it is.")
        }
        return ActionCheck(
            .ownership, .warn,
            "\(node.name) is cordoned by hybridtop already: \(KubeText.said(mark, limit: 160)).")
    }

    private var remarks: [String] {
        guard order.kind == .drain else { return [] }
        let stay = pods.count { PodFate($0) == .stays }
        var remarks = ["A pod that is gone does not come back when the node does."]
        if stay > 0 {
            remarks.append(
                "\(stay) \(stay == 1 ? "pod" : "pods") of DaemonSets or of the node itself "
                    + (stay == 1 ? "stays." : "stay."))
        }
        return remarks
    }

    private var claims: [CapacityClaim] {
        guard let all = room?.nodes, !cordons.isEmpty else { return [] }
        // A node without GPUs is counted with its like.
        return [true, false].compactMap { hasGPUs -> CapacityClaim? in
            let alike = all.filter { $0.hasAccelerators == hasGPUs }
            let taking = cordons.count { $0.node.hasAccelerators == hasGPUs && $0.node.isReady }
            guard taking > 0 else { return nil }
            return CapacityClaim(
                group: "\(settings.source) \(hasGPUs ? "GPU nodes" : "other nodes")",
                unit: "nodes", total: alike.count,
                out: alike.count { $0.isCordoned || !$0.isReady }, taking: taking)
        }
    }
}
