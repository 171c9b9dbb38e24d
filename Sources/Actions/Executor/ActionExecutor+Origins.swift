import Fleet

/// Whether what is taken back was an action of ours.
extension ActionExecutor {
    /// Of what bears the mark of an action, whether the journal knows that action on that target:
    /// another operator's words may end in the same way.
    func strangers(_ order: ActionOrder, _ proposal: ActionProposal) -> [ActionCheck] {
        guard order.kind == .resume else { return [] }
        let marked = proposal.stages.flatMap(\.steps).filter { $0.mark != nil }
        guard !marked.isEmpty else { return [] }
        let known = try? journal.replay()
        return marked.compactMap { step in
            guard let id = step.mark else { return nil }
            let machine = known?.account(id)?.machine
            let isOurs =
                machine?.past.contains(.confirmed) == true
                && machine?.plan.targets.contains { $0.place == step.target.place } == true
            return isOurs
                ? ActionCheck(
                    .ownership, .pass, "\(step.target.uid) was drained by action \(id) of ours.")
                : ActionCheck(
                    .ownership, .unknown,
                    "Whether \(step.target.uid) may be put back is not known: '\(step.token)' names "
                        + "an action that this journal does not have.")
        }
    }
}

extension ActionStep {
    /// The action that the reason of what is taken back names at its end: `fan [op:ID]`.
    fileprivate var mark: String? {
        guard token.hasSuffix("]"), let start = token.ranges(of: "[op:").last else { return nil }
        return String(token[start.upperBound...].dropLast())
    }
}
