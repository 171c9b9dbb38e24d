import Fleet

/// The changes by which nodes take no pods, and take them again.
struct CordonPlan: Sendable {
    static let field = "scheduling"
    static let cordoned = "cordoned"
    static let open = "open"

    let order: ActionOrder
    let place: ActingPlace
    let settings: ActingSettings

    /// What is written on the node, by which the cordon is known to be ours.
    var mark: String {
        let plain = CleanText.clean(order.reason, limit: 160)
        let why = plain.split(separator: " ").joined(separator: " ")
        return "\(why.isEmpty ? order.kind.rawValue : why) [op:\(order.id)]"
    }

    static func isOurs(_ mark: String?) -> Bool { mark?.contains("[op:") == true }

    /// Keeps pods from this very node: refused as a whole where somebody else has cordoned or marked it
    /// since it was seen.
    func close(_ node: KubeNode) -> (step: ActionStep, change: KubernetesChange) {
        let quoted = JSONText.quoted(mark)
        let change = KubernetesChange.patch(
            node.path,
            [
                .test("/metadata/uid", JSONText.quoted(node.metadata.bound)),
                .test("/spec/unschedulable", node.spec?.unschedulable == nil ? "null" : "false"),
                Self.sameMark(node),
                node.metadata.annotations == nil
                    ? .add(
                        CordonMark.annotations, JSONText.object([(CordonMark.key, quoted)]))
                    : .add(CordonMark.pointer, quoted),
                .add("/spec/unschedulable", "true"),
            ])
        return (step(node, Self.open, Self.cordoned, mark, change), change)
    }

    /// That the node bears the mark that was seen, or none. The API server takes `null` for what is not
    /// there, but cannot look into what is not there.
    private static func sameMark(_ node: KubeNode) -> PatchOperation {
        guard node.metadata.annotations != nil else { return .test(CordonMark.annotations, "null") }
        return .test(CordonMark.pointer, node.mark.map(JSONText.quoted) ?? "null")
    }

    /// Lets pods come again: refused as a whole where the cordon is not the one that was seen.
    func open(_ node: KubeNode, mark: String?) -> ActionStep {
        var operations = [
            PatchOperation.test("/metadata/uid", JSONText.quoted(node.metadata.bound)),
            .test("/spec/unschedulable", "true"),
        ]
        if let mark {
            operations += [
                .test(CordonMark.pointer, JSONText.quoted(mark)), .remove(CordonMark.pointer),
            ]
        } else {
            operations.append(Self.sameMark(node))
        }
        operations.append(.remove("/spec/unschedulable"))
        return step(
            node, Self.cordoned, Self.open, mark ?? "", .patch(node.path, operations))
    }

    private func step(
        _ node: KubeNode, _ before: String, _ after: String, _ mark: String,
        _ change: KubernetesChange
    ) -> ActionStep {
        ActionStep(
            target: target(node.name), field: Self.field, before: before, after: after,
            token: "\(node.metadata.bound) \(mark)", request: change.request(at: place.server))
    }

    func target(_ node: String) -> ActionTarget {
        ActionTarget(source: settings.source, uid: node, name: node, site: settings.site)
    }

    /// Puts nodes back to use; whose cordon it is is asked first.
    func release(_ nodes: [KubeNode]) -> ActionProposal {
        let closed = nodes.filter(\.isCordoned)
        let others = closed.contains { !Self.isOurs($0.mark) }
        let steps = closed.map { open($0, mark: $0.mark) }
        var proposal = ActionProposal(
            tier: others ? .disruptive : .reversible,
            stages: steps.isEmpty ? [] : [ActionStage(steps: steps)], checks: nodes.map(claim))
        proposal.movesData = false
        proposal.deadline = settings.deadline
        return proposal
    }

    private func claim(_ node: KubeNode) -> ActionCheck {
        guard node.isCordoned else {
            return ActionCheck(.existence, .block, "\(node.name) takes pods: it is not cordoned.")
        }
        guard let mark = node.mark, Self.isOurs(mark) else {
            return ActionCheck(
                .ownership, .unknown,
                "Whether \(node.name) may take pods again is not known: it was not hybridtop that "
                    + "cordoned it.")
        }
        return ActionCheck(
            .ownership, .pass,
            "\(node.name) was cordoned by hybridtop: \(KubeText.said(mark, limit: 160)).")
    }
}
