import Collector
import Fleet

/// Asking again of what is left of a plan: the world and the rules have had time to change.
extension ActionExecutor {
    /// What deciding so about an action means. Throws where it cannot be decided so.
    func resumption(
        _ machine: ActionMachine, with provider: any ActionableProvider, isBack: Bool
    ) async throws(ActionRefusal) -> ActionResumption {
        var decided = machine
        guard decided.apply(isBack ? .retreated(by: "") : .continued(by: "")) else {
            let refusal = isBack ? "It cannot go back" : "It cannot be gone on with"
            let why = machine.sentence.isEmpty ? "" : ". \(machine.sentence)"
            throw ActionRefusal("\(refusal): it is \(machine.state.word)\(why)")
        }
        let left = decided.stagesToSend
        let steps = left.flatMap(\.steps)
        guard !steps.isEmpty else {
            return ActionResumption(
                machine: machine, isBack: isBack, stages: [], checks: [], tier: .reversible)
        }
        let order = machine.plan.order(of: steps)
        if decided.isGoingBack {
            let checks = await checksOfTheWayBack(decided, order, left, provider)
            return ActionResumption(
                machine: machine, isBack: isBack, stages: left, checks: checks, tier: .disruptive)
        }
        var proposal = try await provider.propose(order)
        // How things stand before the first request is not how they stand in its midst.
        let others = proposal.checks.filter { $0.kind != .existence }
        proposal.stages = left
        let tier = max(
            machine.plan.tier, setting.policy.tier(of: order, proposal, setting.context))
        return ActionResumption(
            machine: machine, isBack: isBack, stages: left,
            checks: others + (await executorChecks(order, proposal, isResumed: true)),
            tier: tier)
    }
}

extension ActionExecutor {
    /// What is said of a way back. Only where its data may not go holds it back: it is a way to safety.
    private func checksOfTheWayBack(
        _ machine: ActionMachine, _ order: ActionOrder, _ left: [ActionStage],
        _ provider: any ActionableProvider
    ) async -> [ActionCheck] {
        let waiting = machine.places.filter { machine.steps[$0] == .waiting }
        var checks = Self.freshness(of: await read(waiting, machine, provider))
        var proposal: ActionProposal?
        do throws(ActionRefusal) { proposal = try await provider.propose(order) } catch {
            // That it cannot be planned anew is no news of what is planned.
        }
        checks += (proposal?.checks ?? []).filter { $0.kind == .permission }.map(\.asAdvice)
        checks += (proposal?.claims ?? []).map { capacity($0, []).asAdvice }
        let moved = ActionProposal(tier: .disruptive, stages: left)
        checks += setting.policy.checks(order, moved, setting.context, isBack: true)
        guard machine.plan.kind == .reroute else { return checks }
        return checks + [Self.unwatched("what goes back is not held")]
    }

    /// Whether all of it could be read just now; an instance that could not goes back once it can.
    private static func freshness(of reading: StepReading) -> [ActionCheck] {
        guard let failure = reading.failure else {
            return [ActionCheck(.freshness, .pass, "The control plane was read just now.")]
        }
        let what = reading.seen.isEmpty ? "It goes" : "What can be read goes back; the rest does"
        return [
            ActionCheck(
                .freshness, .warn,
                "Not all of it can be read now: \(failure.message) \(what) once "
                    + "that is over.")
        ]
    }
}

extension ActionCheck {
    /// The same where it is to be known, and holds nothing back.
    var asAdvice: ActionCheck {
        ActionCheck(kind, verdict == .pass ? .pass : .warn, sentence)
    }
}

extension ActionMachine {
    /// What has not been sent of the stages that are left; of the way back alone where it goes back.
    fileprivate var stagesToSend: [ActionStage] {
        let numbers = isGoingBack ? stage..<(stage + 1) : stage..<plan.stages.count
        return numbers.compactMap { number in
            guard var left = plan.stage(number) else { return nil }
            left.steps = plan.places(number).filter { steps[$0] == .waiting }
                .compactMap { plan.step($0) }
            return left.steps.isEmpty ? nil : left
        }
    }
}

extension ActionPlan {
    /// An order for what these steps come to in the end, to have it checked anew.
    fileprivate func order(of steps: [ActionStep]) -> ActionOrder {
        let ends = Dictionary(steps.map { ($0.target.uid, $0.after) }) { _, last in last }
        let wish: ActionOrder.Wish =
            switch kind {
            case .reroute, .move: .values(ends)
            case .scale: steps.last.flatMap { Int($0.after) }.map { .count($0) } ?? .values(ends)
            case .resume where steps.allSatisfy { $0.field == "weight" }: .values(ends)
            case .drain, .resume, .cordon, .reboot, .requeue: .plain
            }
        return ActionOrder(
            kind, targets: steps.targets.map(\.uid), wish: wish, reason: reason, id: id)
    }
}
