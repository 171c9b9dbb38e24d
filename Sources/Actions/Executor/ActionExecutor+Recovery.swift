import Collector
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
    /// Allowed also where nothing may be changed.
    package func takeUp(_ id: String) async throws(ActionRefusal) -> ActionMachine {
        let held = try adopt(id, isLooking: true)
        defer { held.release() }
        await drive(id)
        return try ending(id)
    }

    /// How often it is looked whether a request has arrived before somebody decides.
    private static let mostLooks = 10

    /// What going on, or back, with an action would mean now: it is looked at once, or a few times where
    /// a request may still arrive. Sends nothing and leaves no trace.
    package func preview(
        _ id: String, isBack: Bool
    ) async throws(ActionRefusal) -> ActionResumption {
        try lock(id) { () throws(ActionRefusal) in }.release()
        let account = try account(id)
        var machine = account.machine
        guard let provider = provider(of: machine.plan) else { throw Self.unconfigured(id) }
        _ = machine.apply(.restarted)
        let hand = ActionInHand(account, provider: provider, time: clock.now())
        for turn in 0..<Self.mostLooks {
            guard case .observation(let places) = machine.need, turn == 0 || machine.isAnyLost
            else { break }
            if turn > 0 { await setting.pause(setting.interval) }
            let seen = (try? await provider.observe(places.compactMap(machine.plan.step))) ?? []
            let time = clock.now()
            for (place, observation) in zip(places, seen)
            where observation != .asBefore || !hand.mayBeOnItsWay(place, at: time) {
                _ = machine.apply(.observed(place, observation))
            }
        }
        return try await resumption(machine, with: provider, isBack: isBack)
    }

    /// Takes it up, looks, asks all checks again of what is left of its plan, and goes on with it. The
    /// operator has read these unknown answers.
    package func goOn(
        _ id: String, acknowledging read: Set<ActionCheck> = []
    ) async throws(ActionRefusal) -> ActionMachine {
        try await decide(id, isBack: false, read)
    }

    /// Takes it up, looks, asks again whether its data may go back, and goes back. Rules do not hold up
    /// what goes back.
    package func goBack(
        _ id: String, acknowledging read: Set<ActionCheck> = []
    ) async throws(ActionRefusal) -> ActionMachine {
        try await decide(id, isBack: true, read)
    }

    /// The operator has looked and says how it ended: anything but verified. Not looked at again first,
    /// because whoever settles may have no control plane to ask.
    package func settle(
        _ id: String, as state: ActionState, note: String
    ) async throws(ActionRefusal) -> ActionMachine {
        let held = try adopt(id, isSettling: true)
        defer { held.release() }
        guard record(.settled(state, by: setting.actor, note: note), of: id) else {
            let now = actions[id]?.machine.state.word ?? "gone"
            throw ActionRefusal(
                actions[id]?.failure ?? "It is \(now), which is not settled as \(state.word).")
        }
        return try ending(id)
    }

    private func decide(
        _ id: String, isBack: Bool, _ read: Set<ActionCheck>
    ) async throws(ActionRefusal) -> ActionMachine {
        let held = try adopt(id)
        defer { held.release() }
        await lookUntilKnown(id)
        guard let hand = actions[id], !hand.machine.isOver else { return try ending(id) }
        let resumption = try await resumption(hand.machine, with: hand.provider, isBack: isBack)
        if let check = resumption.heldBack(by: read) { throw ActionRefusal(check.sentence) }
        let event: ActionEvent =
            isBack ? .retreated(by: setting.actor) : .continued(by: setting.actor)
        guard record(event, of: id) else {
            throw ActionRefusal(actions[id]?.failure ?? "\(id) has moved on: look again.")
        }
        await drive(id)
        return try ending(id)
    }

    /// A few looks, so that one which fails leaves nothing open; not until it is done.
    private func lookUntilKnown(_ id: String) async {
        for turn in 0..<Self.mostLooks {
            guard let hand = actions[id], case .observation(let places) = hand.machine.need,
                turn == 0 || hand.machine.isAnyLost
            else { return }
            if turn > 0 { await pause(id) }
            await look(id, hand, places)
        }
    }

    /// Takes an action into hand, as the journal has it once nobody else can write about it.
    private func adopt(
        _ id: String, isSettling: Bool = false, isLooking: Bool = false
    ) throws(ActionRefusal) -> TargetLocks.Held {
        try lock(id, isSettling: isSettling) { () throws(ActionRefusal) in
            let account = try self.account(id, isSettling: isSettling)
            let machine = account.machine
            if !isLooking { try self.checkAccess(machine.plan) }
            guard let provider = self.provider(of: machine.plan) else {
                throw Self.unconfigured(id)
            }
            if self.actions[id]?.machine != machine || self.actions[id]?.failure != nil {
                self.actions[id] = ActionInHand(
                    account, provider: provider, time: self.clock.now())
            }
            // One that ended as unknown, or whose journal has gaps, is only settled.
            guard !machine.isOver, !machine.isDamaged else { return }
            guard self.record(.restarted, of: id) else {
                throw ActionRefusal(self.actions[id]?.failure ?? "\(id) cannot be taken up.")
            }
        }
    }

    /// Locks an action's targets, and only then does what goes by the journal: what was read before may
    /// have been the last but one word.
    private func lock(
        _ id: String, isSettling: Bool = false, _ body: () throws(ActionRefusal) -> Void
    ) throws(ActionRefusal) -> TargetLocks.Held {
        let plan = try account(id, isSettling: isSettling).machine.plan
        let held: TargetLocks.Held
        do throws(ActionRefusal) {
            held = try locks.take(plan.allSteps)
        } catch {
            throw ActionRefusal(
                actions[id] == nil
                    ? "\(id) is under way in another program, which follows it. (\(error.sentence))"
                    : "\(id) is under way here.")
        }
        do throws(ActionRefusal) { try body() } catch {
            held.release()
            throw error
        }
        return held
    }

    /// What the journal has of an action that is not over.
    private func account(
        _ id: String, isSettling: Bool = false
    ) throws(ActionRefusal) -> JournalReplay.Account {
        let replay = try read()
        if let objection = replay.objection { throw ActionRefusal(objection) }
        guard let account = replay.account(id) else {
            if let lost = replay.planless(id) { throw ActionRefusal(lost.sentence) }
            throw ActionRefusal("The journal has no action \(id).")
        }
        let machine = account.machine
        guard !machine.isOver || machine.state == .unknown else {
            throw ActionRefusal("\(id) is over: \(machine.state.word).")
        }
        guard isSettling || !account.isBroken else {
            throw ActionRefusal(
                "The journal of \(id) is damaged: look at its targets yourself, then "
                    + "'hybridtop actions settle' writes down how it ended.")
        }
        // Another configuration may call another router by the same name.
        guard machine.plan.context == setting.context else {
            throw ActionRefusal("\(id) is of the context `\(machine.plan.context)`.")
        }
        return account
    }

    private func provider(of plan: ActionPlan) -> (any ActionableProvider)? {
        plan.targets.first.flatMap { setting.provider($0.source) }
    }

    private static func unconfigured(_ id: String) -> ActionRefusal {
        ActionRefusal("\(id) acts through a source that is not configured.")
    }

    /// Writes down how one ended whose plan is lost, so that it holds nothing back any more.
    package func settle(
        planless id: String, as state: ActionState, note: String
    ) throws(ActionRefusal) {
        let replay = try read()
        if let why = replay.objection ?? lockReason { throw ActionRefusal(why) }
        guard let lost = replay.planless(id) else {
            throw ActionRefusal("The journal has no action \(id).")
        }
        do throws(Journal.Failure) {
            try journal.append(
                JournalEntry(
                    action: id, sequence: lost.nextSequence, time: clock.now().wall,
                    content: .event(.settled(state, by: setting.actor, note: note))))
        } catch { throw ActionRefusal(error.description) }
    }

    /// Whether its plan is lost, and nobody has said yet how it ended.
    package func isPlanless(_ id: String) throws(ActionRefusal) -> Bool {
        try read().planless(id) != nil
    }

    /// The whole journal.
    func read() throws(ActionRefusal) -> JournalReplay {
        do throws(Journal.Failure) { return try journal.replay() } catch {
            throw ActionRefusal(error.description)
        }
    }
}
