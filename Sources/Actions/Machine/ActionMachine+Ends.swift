import Fleet

/// What an end is called when not all of it can be had.
extension ActionMachine {
    /// The way back is done. What it does not reach (a pod that was evicted) is done for good, and then it
    /// is not called taken back.
    mutating func endRetreat(_ reason: String) {
        let done = Set(
            steps.filter { $0.value == .converged && $0.key.stage < plan.stages.count }
                .compactMap { plan.step($0.key).map(Change.init) })
        let back = Set((plan.retreat?.steps ?? []).map(Change.init))
        let gone = done.subtracting(back).count
        guard gone > 0 else { return end(.rolledBack, reason) }
        let all = Set(plan.stages.flatMap(\.steps).map(Change.init)).subtracting(back).count
        end(
            .partial,
            "\(reason). What can go back has; \(gone) of \(all) that cannot "
                + "\(gone == 1 ? "is" : "are") done for good")
    }

    /// What is changed of a target.
    private struct Change: Hashable {
        var target: String
        var field: String

        init(_ step: ActionStep) {
            target = step.target.place
            field = step.field
        }
    }

    /// Whether it may stand though nothing shows in time that it works: it is as it was to be by the word
    /// of its control plane. A shift of requests that does not show in the requests has not taken hold.
    var isProvable: Bool {
        plan.kind != .reroute && (isGoingBack || stage == plan.stages.count - 1)
    }

    /// Why it was never shown.
    var lateProof: String { "not shown in time: \(sentence.isEmpty ? "nothing seen" : sentence)" }
}
