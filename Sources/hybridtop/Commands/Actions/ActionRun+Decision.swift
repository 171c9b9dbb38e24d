import Actions
import Fleet

/// Going on, or back, with an action that is not over: shown and confirmed like any plan.
extension ActionRun {
    /// Shows what it means, asks, does it and tells.
    func decide(_ id: String, isBack: Bool) async throws {
        // That it is rolled back is what was asked for then.
        let isMeant = { (end: ActionMachine) in isBack && end.isOver && end.state == .rolledBack }
        try await settling(status: { isMeant($0) ? 0 : Self.status($0) }) {
            () async throws(ActionRefusal) in
            try await executor.preview(id, isBack: isBack)
        } then: {
            try await self.decided($0)
        }
    }

    private func decided(_ shown: ActionResumption) async throws -> ActionMachine? {
        standardOutput(options.json ? ActionText.json(shown) : ActionText.resumption(shown))
        let id = shown.machine.plan.id
        let read = Set(acknowledged(of: shown.checks))
        let check = shown.heldBack(by: read)
        if let check, check.verdict == .block { throw ActionRefusal(check.sentence) }
        if options.plan { return nil }
        // What only waits to be seen is asked nothing.
        let isAsked = !shown.stages.isEmpty || check != nil
        guard try !isAsked || confirm(shown.machine.plan, shown.tier, besides: check) else {
            throw Self.declined
        }
        return try await interruptible(id) { () async throws(ActionRefusal) in
            shown.isBack
                ? try await executor.goBack(id, acknowledging: read)
                : try await executor.goOn(id, acknowledging: read)
        }
    }
}
