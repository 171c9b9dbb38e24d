package import Fleet

/// After a crash: what is not over is found in the journal, looked at, and left to the operator.
extension ActionExecutor {
    /// What the journal says is not over, as a program before this one has left it. Looks at nothing.
    package func unfinished() throws(ActionRefusal) -> [ActionMachine] {
        let replay = try read()
        return replay.unfinished.filter { actions[$0.machine.plan.id] == nil }.map(\.machine)
    }

    /// Takes an action up that another program has left, and looks how it stands; sends nothing. Where
    /// that program still runs, it is refused. Returns when there is something to decide, or it is over.
    package func takeUp(_ id: String) async throws(ActionRefusal) -> ActionMachine {
        try await holding(id) { () async throws(ActionRefusal) in await self.drive(id) }
    }

    /// Takes it up and goes on with it.
    package func goOn(_ id: String) async throws(ActionRefusal) -> ActionMachine {
        try await decide(id, .continued(by: setting.actor), "It cannot be gone on with")
    }

    /// Takes it up and goes back.
    package func goBack(_ id: String) async throws(ActionRefusal) -> ActionMachine {
        try await decide(id, .retreated(by: setting.actor), "It cannot go back")
    }

    /// The operator has looked and says how it ended: anything but verified. Not looked at again first,
    /// because whoever settles may have no control plane to ask.
    package func settle(
        _ id: String, as state: ActionState, note: String
    ) async throws(ActionRefusal) -> ActionMachine {
        let held = try adopt(id, isAsked: false)
        defer { held?.release() }
        guard record(.settled(state, by: setting.actor, note: note), of: id) else {
            let now = actions[id]?.machine.state.word ?? "gone"
            throw ActionRefusal(
                actions[id]?.failure ?? "It is \(now), which is not settled as \(state.word).")
        }
        return try ending(id)
    }

    private func decide(
        _ id: String, _ event: ActionEvent, _ refusal: String
    ) async throws(ActionRefusal) -> ActionMachine {
        try await holding(id) { () async throws(ActionRefusal) in
            await self.drive(id)
            guard let now = self.actions[id]?.machine, !now.isOver else { return }
            guard self.record(event, of: id) else {
                throw ActionRefusal("\(refusal): it is \(now.state.word). \(now.sentence)")
            }
            await self.drive(id)
        }
    }

    private func holding(
        _ id: String, _ body: () async throws(ActionRefusal) -> Void
    ) async throws(ActionRefusal) -> ActionMachine {
        let held = try adopt(id, isAsked: true)
        defer { held?.release() }
        try await body()
        return try ending(id)
    }

    /// Its locks, once it is in hand; none where it is ours already.
    private func adopt(_ id: String, isAsked: Bool) throws(ActionRefusal) -> TargetLocks.Held? {
        if let hand = actions[id], hand.machine.isOver || hand.machine.need != .decision {
            throw ActionRefusal(
                "\(id) is \(hand.machine.state.word) here: there is nothing to take up.")
        }
        guard let account = try read().account(id) else {
            throw ActionRefusal("The journal has no action \(id).")
        }
        guard !account.isBroken else {
            throw ActionRefusal("The journal of \(id) is damaged: look at its targets yourself.")
        }
        let isOpen = !account.machine.isOver || account.machine.state == .unknown
        guard isOpen else { throw ActionRefusal("\(id) is over: \(account.machine.state.word).") }
        // Another configuration may call another router by the same name.
        guard account.machine.plan.context == setting.context else {
            throw ActionRefusal("\(id) is of the context `\(account.machine.plan.context)`.")
        }
        try checkAccess(account.machine.plan)
        let held = try locks.take(account.machine.plan.targets)
        if actions[id] != nil { return held }
        guard let source = account.machine.plan.targets.first?.source,
            let provider = setting.provider(source)
        else { throw ActionRefusal("\(id) acts through a source that is not configured.") }
        actions[id] = ActionInHand(account, provider: provider, time: clock.now().wall)
        // One that ended as unknown is only settled.
        guard !account.machine.isOver else { return held }
        guard record(.restarted, of: id) else {
            throw ActionRefusal(actions[id]?.failure ?? "\(id) cannot be taken up.")
        }
        return held
    }

    /// The whole journal.
    func read() throws(ActionRefusal) -> JournalReplay {
        do throws(Journal.Failure) { return try journal.replay() } catch {
            throw ActionRefusal(error.description)
        }
    }
}
