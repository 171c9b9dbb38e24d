import Collector
import Fleet

/// The loop that gives an action's machine what it needs.
extension ActionExecutor {
    /// Until nothing more will come, or a person has to decide. Without waiting: until every request of
    /// a plan of one stage has its answer.
    func drive(_ id: String, isWaiting: Bool = true) async {
        await rememberBearings(id)
        while let hand = actions[id], hand.failure == nil {
            if hand.isCancelWanted, record(.cancelled(by: setting.actor), of: id) {
                actions[id]?.isCancelWanted = false
                continue
            }
            switch hand.machine.need {
            case .recheck: await recheck(id, hand)
            case .send(let places):
                for place in places where actions[id]?.isCancelWanted != true {
                    guard await send(place, id, hand) else { break }
                }
            case .observation(let places):
                guard isWaiting else { return }
                await watch(id, hand, places)
            case .proof: await prove(id, hand)
            case .gate: await gate(id, hand)
            case .checks, .confirmation, .answer, .decision, .nothing: return
            }
        }
    }

    /// Reads the world again right before something is sent.
    private func recheck(_ id: String, _ hand: ActionInHand) async {
        let steps = hand.machine.expectedSteps
        do throws(SourceFailure) {
            let seen = try await hand.provider.observe(steps)
            let moved = zip(steps, seen).compactMap { step, observation -> String? in
                guard case .elsewhere(let what) = observation else { return nil }
                return "\(step.target.uid) is no longer as it was seen: \(what)"
            }
            _ = record(.rechecked(moved: moved.first), of: id)
        } catch {
            _ = record(.rechecked(moved: "It cannot be read again: \(error.message)"), of: id)
        }
    }

    /// Sends one request: the journal has it first. False where the action does not go on.
    private func send(_ place: ActionStepID, _ id: String, _ hand: ActionInHand) async -> Bool {
        guard let step = hand.machine.plan.step(place), record(.sending(place), of: id) else {
            return false
        }
        let answer = await hand.provider.send(step.request)
        return record(.answered(place, answer), of: id)
    }

    private func watch(_ id: String, _ hand: ActionInHand, _ places: [ActionStepID]) async {
        let steps = places.compactMap { hand.machine.plan.step($0) }
        let seen = try? await hand.provider.observe(steps)
        for (place, observation) in zip(places, seen ?? []) {
            _ = record(.observed(place, observation), of: id)
        }
        await wait(id, hand)
    }

    private func prove(_ id: String, _ hand: ActionInHand) async {
        let machine = hand.machine
        let steps = machine.places.compactMap { machine.plan.step($0) }
        let proof = await hand.provider.prove(steps)
        _ = record(.proved(proof), of: id)
        if case .notYet = proof { await wait(id, hand) }
    }

    /// Time passes, and with it the deadline.
    private func wait(_ id: String, _ hand: ActionInHand) async {
        guard let now = actions[id], now.machine.need == hand.machine.need else { return }
        if let limit = now.machine.plan.deadlineSeconds,
            (clock.now().wall - now.stageStart).inSeconds > limit
        {
            _ = record(.deadlinePassed, of: id)
        } else {
            await setting.pause(setting.interval)
        }
    }
}

extension ActionMachine {
    /// The steps that wait, with what the world should look like before them: on the way back that is
    /// what the last stage that was sent has left.
    var expectedSteps: [ActionStep] {
        places.filter { steps[$0] == .waiting }.compactMap { plan.step($0) }.map { step in
            guard isGoingBack else { return step }
            var step = step
            let left = plan.stages.indices.reversed().lazy.compactMap { stage in
                self.lastSent(stage, like: step)
            }.first
            step.before = left ?? step.after
            return step
        }
    }

    private func lastSent(_ stage: Int, like step: ActionStep) -> String? {
        plan.places(stage).lazy.compactMap { place -> String? in
            guard let other = self.plan.step(place), other.target == step.target,
                other.request.place == step.request.place, other.field == step.field,
                self.steps[place] == .converged || self.steps[place]?.isUnderWay == true
            else { return nil }
            return other.after
        }.first
    }
}
