package import Collector
package import Fleet

/// Carries plans out: one for the screen and the command line alike. It drives each action's machine
/// with what the control plane answers, and writes every event to the journal before acting on it.
package actor ActionExecutor {
    let setting: ActionSetting
    let clock: any FleetClock
    let journal: Journal
    let locks: TargetLocks
    private var access: WriteAccess
    var actions: [String: ActionInHand] = [:]
    /// Told of every change, in order.
    let report: @Sendable (ActionMachine) -> Void

    /// An executor. `access` says what may be changed; without a journal there is none.
    package init(
        _ setting: ActionSetting, journal: Journal, locks: TargetLocks, access: WriteAccess,
        clock: any FleetClock, report: @escaping @Sendable (ActionMachine) -> Void
    ) {
        self.setting = setting
        self.journal = journal
        self.locks = locks
        self.access = access
        self.clock = clock
        self.report = report
    }

    /// Plans an order and has its checks answer. Changes nothing and leaves no trace.
    package func plan(
        _ order: ActionOrder, with provider: any ActionableProvider, checks: [ActionCheck] = []
    ) async throws(ActionRefusal) -> ActionMachine {
        // A plan by rules that are not those of the fleet would only mislead.
        if let why = access.pin.objection { throw ActionRefusal(why) }
        var order = order
        order.targets = order.targets.distinct
        var proposal = try await staged(order, provider)
        if let weights = weightsBeforeDrain(order, proposal) {
            order.wish = .values(weights)
            proposal = try await staged(order, provider)
        }
        let strangers = strangers(order, proposal)
        if strangers.contains(where: { $0.verdict != .pass }) {
            proposal.tier = max(proposal.tier, .disruptive)
        }
        guard !proposal.stages.isEmpty else {
            throw ActionRefusal("Nothing is to be done: it is as wanted already.")
        }
        // One target by two of its names.
        if order.kind != .reroute, let twice = proposal.stages.flatMap(\.steps).firstTwice {
            throw ActionRefusal("\(twice.target.uid) is named twice.")
        }
        let answers =
            proposal.checks + strangers + (await executorChecks(order, proposal)) + checks
        let plan = ActionPlan(
            id: order.id, kind: order.kind, context: setting.context, actor: setting.actor,
            reason: order.reason, tier: setting.policy.tier(of: order, proposal, setting.context),
            stages: proposal.stages, retreat: proposal.retreat, remarks: proposal.remarks,
            claims: proposal.claims, made: clock.now().wall,
            deadline: proposal.deadline ?? order.kind.deadline,
            returns: proposal.returns ? true : nil)
        var hand = ActionInHand(
            plan: plan, order: order, provider: provider, time: clock.now())
        let gates = await gateChecks(plan, order)
        hand.take(.checked(answers + gates), at: clock.now())
        if hand.machine.hasGates { hand.routers.take(await routers(of: hand)) }
        actions[plan.id] = hand
        report(hand.machine)
        return hand.machine
    }

    /// How a control plane would carry an order out now, with the hold of a shift: also of one that has
    /// a single stage. What is taken back is not held: it could only turn round towards what somebody
    /// wants to be rid of.
    func staged(
        _ order: ActionOrder, _ provider: any ActionableProvider
    ) async throws(ActionRefusal) -> ActionProposal {
        var proposal = try await provider.propose(order)
        if case .shares = order.wish, !proposal.stages.receivers.isEmpty {
            for stage in proposal.stages.indices {
                proposal.stages[stage].holdSeconds = setting.hold.inSeconds
            }
        }
        return proposal
    }

    /// The operator has read an unknown answer: this one, and no other of its kind.
    package func acknowledge(_ check: ActionCheck, of id: String) {
        actions[id]?.take(.acknowledged(check.kind, check.sentence), at: clock.now())
        if let hand = actions[id] { report(hand.machine) }
    }

    /// The operator says yes, and it is carried out. Returns when nothing more will come of it, or the
    /// operator has to decide; where it is not waited for, when every request has its answer. Throws
    /// where nothing was begun.
    package func carryOut(
        _ id: String, isWaiting: Bool = true
    ) async throws(ActionRefusal) -> ActionMachine {
        guard let hand = actions[id] else { throw ActionRefusal("There is no plan \(id).") }
        try checkAccess(hand.machine.plan)
        guard clock.now().monotonic - hand.planned <= hand.machine.plan.lifetime else {
            throw ActionRefusal("The plan is too old: look again and plan anew.")
        }
        let held = try locks.take(hand.machine.plan.allSteps)
        defer {
            releaseGroups(id)
            held.release()
        }
        // Another program may have begun one between the plan and the lock.
        if let busy = inFlight(hand.machine.plan.allSteps, besides: id) {
            throw ActionRefusal(busy.sentence)
        }
        guard record(.confirmed(by: setting.actor), of: id) else {
            throw ActionRefusal(actions[id]?.failure ?? "A check holds the plan back.")
        }
        await drive(id, isWaiting: isWaiting)
        return try ending(id)
    }

    /// How far an action has come; `nil` for one that is not known here.
    package func action(_ id: String) -> ActionMachine? { actions[id]?.machine }

    /// Every action that was planned or taken up here.
    package var all: [ActionMachine] { actions.values.map(\.machine) }

    /// Why it could not go on, where that is ours: the journal could not be written. What was sent
    /// before is in the journal; the next start takes it up.
    package func failure(of id: String) -> String? { actions[id]?.failure }

    /// The operator wants no more of it: it goes back where it can, once the answer to a request that
    /// is out has come. What goes back already is not held up.
    package func cancel(_ id: String) {
        guard let hand = actions[id], hand.machine.mayBeCancelledLater else { return }
        if !record(.cancelled(by: setting.actor), of: id) { actions[id]?.isCancelWanted = true }
    }

    /// Unlocks the context for a while, or locks it.
    package func unlock() { access.unlock(setting.context, at: clock.now().monotonic) }

    /// Locks the context.
    package func lock() { access.lock() }

    /// Why nothing may be changed now; `nil` where it may.
    package var lockReason: String? { access.reason(setting.context, at: clock.now().monotonic) }

    /// What may be changed, as things are now.
    package var writeAccess: WriteAccess { access }

    /// Throws where a plan may not be carried out now; using the access keeps it.
    func checkAccess(_ plan: ActionPlan) throws(ActionRefusal) {
        try access.check(plan, at: clock.now().monotonic)
        access.touch(at: clock.now().monotonic)
    }

    /// How it stands when its loop has ended.
    func ending(_ id: String) throws(ActionRefusal) -> ActionMachine {
        guard let end = actions[id]?.machine else { throw ActionRefusal("The plan is gone.") }
        return end
    }

    /// Moves an action on, once the journal has it; false where the event does not fit or the journal
    /// cannot be written, in which case nothing has changed.
    func record(_ event: ActionEvent, of id: String) -> Bool {
        guard var hand = actions[id] else { return false }
        let before = hand.machine
        guard hand.take(event, at: clock.now()) else { return false }
        if hand.machine == before { return true }
        do throws(Journal.Failure) {
            try hand.flush(to: journal)
        } catch {
            actions[id]?.failure = "The journal cannot be written: \(error.description)"
            return false
        }
        actions[id] = hand
        report(hand.machine)
        return true
    }
}

extension ActionKind {
    /// How long a stage may take where its control plane does not say: what waits for jobs to end, and
    /// for a machine to start, takes as long as these do.
    fileprivate var deadline: Duration? {
        switch self {
        case .drain, .reboot: nil
        default: .seconds(120)
        }
    }
}
