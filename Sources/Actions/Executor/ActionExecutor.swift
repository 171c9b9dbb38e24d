package import Collector
package import Fleet

/// Carries plans out: one for the screen and the command line alike. It drives each action's machine
/// with what the control plane answers, and writes every event to the journal before acting on it.
package actor ActionExecutor {
    /// Who acts, where, and how it is told.
    package struct Setting: Sendable {
        /// The name of the configuration.
        package var context: String
        /// The user and the machine: `ada@desk`.
        package var actor: String
        /// Time between two looks.
        package var interval: Duration
        /// Waits between two looks; a test's does not.
        package var pause: @Sendable (Duration) async -> Void

        /// A setting; by default a look a second.
        package init(
            context: String, actor: String, interval: Duration = .seconds(1),
            pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
        ) {
            self.context = context
            self.actor = actor
            self.interval = interval
            self.pause = pause
        }
    }

    let setting: Setting
    let clock: any FleetClock
    let journal: Journal
    let access: WriteAccess
    private let locks: TargetLocks
    var actions: [String: ActionInHand] = [:]
    /// Told of every change, in order.
    private let report: @Sendable (ActionMachine) -> Void

    /// An executor. `access` says what may be changed; without a journal there is none.
    package init(
        _ setting: Setting, journal: Journal, locks: TargetLocks, access: WriteAccess,
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
        let proposal = try await provider.propose(order)
        guard !proposal.stages.isEmpty else {
            throw ActionRefusal("Nothing is to be done: it is as wanted already.")
        }
        let plan = ActionPlan(
            id: order.id, kind: order.kind, context: setting.context, actor: setting.actor,
            reason: order.reason, tier: proposal.tier, stages: proposal.stages,
            retreat: proposal.retreat, remarks: proposal.remarks, made: clock.now().wall,
            deadline: order.kind == .drain ? nil : .seconds(120))
        var hand = ActionInHand(plan: plan, provider: provider, time: clock.now().wall)
        hand.take(.checked(proposal.checks + checks), at: clock.now().wall)
        actions[plan.id] = hand
        report(hand.machine)
        return hand.machine
    }

    /// The operator has read an unknown answer.
    package func acknowledge(_ kind: ActionCheck.Kind, of id: String) {
        actions[id]?.take(.acknowledged(kind), at: clock.now().wall)
        tell(id)
    }

    /// The operator says yes, and it is carried out. Returns when nothing more will come of it, or the
    /// operator has to decide. Throws where nothing was begun.
    package func carryOut(_ id: String) async throws(ActionRefusal) -> ActionMachine {
        guard let hand = actions[id] else { throw ActionRefusal("There is no plan \(id).") }
        try access.check(hand.machine.plan, at: clock.now().wall)
        guard !hand.machine.plan.isExpired(at: clock.now().wall) else {
            throw ActionRefusal("The plan is too old: look again and plan anew.")
        }
        let held = try locks.take(hand.machine.plan.targets)
        defer { held.release() }
        guard record(.confirmed(by: setting.actor), of: id) else {
            throw ActionRefusal(actions[id]?.failure ?? "A check holds the plan back.")
        }
        await drive(id)
        guard let end = actions[id]?.machine else { throw ActionRefusal("The plan is gone.") }
        return end
    }

    /// How far an action has come; `nil` for one that is not known here.
    package func action(_ id: String) -> ActionMachine? { actions[id]?.machine }

    /// The operator wants no more of it.
    package func cancel(_ id: String) { _ = record(.cancelled(by: setting.actor), of: id) }

    /// Moves an action on, once the journal has it; false where the event does not fit or the journal
    /// cannot be written, in which case nothing has changed.
    func record(_ event: ActionEvent, of id: String) -> Bool {
        guard var hand = actions[id] else { return false }
        let before = hand.machine
        guard hand.take(event, at: clock.now().wall) else { return false }
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

    private func tell(_ id: String) {
        if let hand = actions[id] { report(hand.machine) }
    }
}
