import Collector
package import Fleet

/// Taking an action back: a plan like any other, towards what the journal says was there before.
extension ActionExecutor {
    /// Plans it. Refused where somebody has changed a target since, or there is no way back.
    package func planUndo(
        of id: String, as newID: String
    ) async throws(ActionRefusal) -> ActionMachine {
        let machine = try finished(id)
        let plan = machine.plan
        guard plan.context == setting.context else {
            throw ActionRefusal("\(id) was of the context \(plan.context).")
        }
        guard let source = plan.targets.first?.source, let provider = setting.provider(source)
        else { throw ActionRefusal("\(id) acted through a source that is not configured.") }
        var done = machine.lastingSteps
        guard !done.isEmpty else { throw ActionRefusal("\(id) has changed nothing.") }
        try await checkUntouched(done, provider, id)
        done += try await sharers(of: done, machine, provider)
        let order = try Self.order(undoing: machine, done, newID, by: provider.abilities)
        return try await self.plan(order, with: provider)
    }

    private func finished(_ id: String) throws(ActionRefusal) -> ActionMachine {
        let journalled = try read().account(id)?.machine
        let known = actions[id]?.machine ?? journalled
        guard let machine = known else { throw ActionRefusal("The journal has no action \(id).") }
        guard machine.isOver else { throw ActionRefusal("\(id) is not over: it can go back.") }
        guard machine.state != .rolledBack else {
            throw ActionRefusal("\(id) is rolled back already.")
        }
        return machine
    }

    /// Everything it left must still be so.
    private func checkUntouched(
        _ steps: [ActionStep], _ provider: any ActionableProvider, _ id: String
    ) async throws(ActionRefusal) {
        let seen: [ActionObservation]
        do throws(SourceFailure) {
            seen = try await provider.observe(steps)
        } catch { throw ActionRefusal("It cannot be looked at: \(error.message)") }
        for (step, observation) in zip(steps, seen) {
            switch observation {
            case .reached, .progressing: continue
            case .asBefore, .busy:
                throw ActionRefusal(
                    "\(step.target.uid) is as before already"
                        + (undo(after: id).map { ": action \($0) took it back." }
                            ?? ": somebody was there."))
            case .elsewhere(let what):
                throw ActionRefusal(
                    "\(step.target.uid) is no longer as the action left it: \(what).")
            }
        }
    }

    /// The action of ours that has undone it; `nil` where the journal has none.
    private func undo(after id: String) -> String? {
        (try? journal.replay())?.accounts.last { account in
            account.machine.plan.undoes == id
                && account.machine.past.contains(.confirmed)
        }?.machine.plan.id
    }

    private static func order(
        undoing machine: ActionMachine, _ done: [ActionStep], _ id: String,
        by abilities: Set<ActionKind>
    ) throws(ActionRefusal) -> ActionOrder {
        let plan = machine.plan
        let targets = done.targets.map(\.uid)
        let reason = ActionPlan.reasonOfUndo(plan.id)
        var values: [String: String] = [:]
        for step in done { values[step.target.uid] = machine.original(step) }
        switch plan.kind {
        case .drain, .cordon:
            let wish = done.allSatisfy(\.isWeight) ? ActionOrder.Wish.values(values) : .plain
            return ActionOrder(.resume, targets: targets, wish: wish, reason: reason, id: id)
        case .resume:
            let kind = try closing(values, abilities)
            var order = ActionOrder(kind, targets: targets, reason: reason, id: id)
            for step in done { order.former[step.target.uid] = step.token }
            return order
        case .reboot, .requeue:
            throw ActionRefusal("A \(plan.kind.rawValue) cannot be undone.")
        case .reroute, .scale, .move:
            return ActionOrder(
                plan.kind, targets: targets, wish: .values(values), reason: reason, id: id)
        }
    }

    /// What closes targets again that were opened. One that was only cordoned kept what ran on it: a drain
    /// would be more than what was there before.
    private static func closing(
        _ before: [String: String], _ abilities: Set<ActionKind>
    ) throws(ActionRefusal) -> ActionKind {
        if let down = before.filter({ $0.value.hasPrefix("DOWN") }).keys.min() {
            throw ActionRefusal(
                "\(down) was \(before[down] ?? "DOWN") before, which nobody sets: drain it instead."
            )
        }
        let cordoned = before.filter { $0.value == "cordoned" }.keys.sorted()
        guard let first = cordoned.first else { return .drain }
        guard cordoned.count == before.count, abilities.contains(.cordon) else {
            throw ActionRefusal(
                "\(first) was only cordoned before, which this source cannot do for all of them at "
                    + "once: cordon or drain each by itself.")
        }
        return .cordon
    }

    /// The weights that the last drains took from the targets of a resume: where a drain is a weight of
    /// nothing, only the journal knows what was there. `nil` where it does not know all of them.
    func weightsBeforeDrain(_ order: ActionOrder, _ proposal: ActionProposal) -> [String: String]? {
        guard order.kind == .resume, order.wish == .plain else { return nil }
        let targets = proposal.stages.flatMap(\.steps).targets
        var weights: [String: String] = [:]
        for account in (try? journal.replay())?.accounts ?? [] {
            let machine = account.machine
            guard machine.plan.kind == .drain, machine.plan.context == setting.context else {
                continue
            }
            for step in machine.lastingSteps where step.isWeight {
                guard targets.contains(where: { $0.place == step.target.place }) else { continue }
                weights[step.target.uid] = machine.original(step)
            }
        }
        return !targets.isEmpty && weights.count == targets.count ? weights : nil
    }
}

extension ActionMachine {
    /// The last step that took hold at each place of each target: what is left of the action.
    var lastingSteps: [ActionStep] {
        var last: [String: ActionStep] = [:]
        var order: [String] = []
        for place in steps.keys.sorted() where steps[place] == .converged {
            guard let step = plan.step(place) else { continue }
            if last.updateValue(step, forKey: step.key) == nil { order.append(step.key) }
        }
        return order.compactMap { last[$0] }
    }

    /// What was there before the first stage.
    func original(_ step: ActionStep) -> String {
        plan.stages.flatMap(\.steps).first { $0.key == step.key }?.before ?? step.before
    }
}

extension ActionStep {
    /// Whether its values are weights.
    fileprivate var isWeight: Bool { field == "weight" }

    /// What is changed, and where.
    var key: String { "\(target.place) \(request.place) \(field)" }
}
