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
            case .recheck: await recheck(id, hand, isWaiting)
            case .send(let places):
                for group in hand.machine.plan.groups(places)
                where actions[id]?.isCancelWanted != true {
                    guard await send(group, id, hand) else { break }
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
    private func recheck(_ id: String, _ hand: ActionInHand, _ isWaiting: Bool) async {
        let steps = hand.machine.expectedSteps
        do throws(SourceFailure) {
            let seen = try await hand.provider.observe(steps)
            actions[id]?.pace.answered()
            let moved = zip(steps, seen).lazy.compactMap { step, observation -> String? in
                guard case .elsewhere(let what) = observation else { return nil }
                return "\(step.target.uid) is no longer as it was seen: \(what)"
            }.first
            if moved == nil, let why = seen.lazy.compactMap(\.hindrance).first {
                return await postpone(id, hand, why, isWaiting)
            }
            _ = record(.rechecked(moved: moved), of: id)
        } catch {
            actions[id]?.pace.failed(error)
            // Who asks us to slow down has not said that anything moved.
            if error.kind == .throttled {
                return await postpone(id, hand, error.message, isWaiting)
            }
            _ = record(.rechecked(moved: "It cannot be read again: \(error.message)"), of: id)
        }
    }

    /// Waits for what is in the way, as long as that is borne; who does not wait is told.
    private func postpone(
        _ id: String, _ hand: ActionInHand, _ why: String, _ isWaiting: Bool
    ) async {
        let now = clock.now().wall
        let start = hand.postponedSince ?? now
        actions[id]?.postponedSince = start
        guard isWaiting, now - start < setting.patience else {
            _ = record(.rechecked(moved: "Nothing is taken now: \(why)"), of: id)
            return
        }
        guard record(.postponed(why), of: id) else { return }
        await pause(id)
    }

    /// Sends one request, for all steps that share it: the journal has them first. False where the
    /// action does not go on.
    private func send(_ places: [ActionStepID], _ id: String, _ hand: ActionInHand) async -> Bool {
        guard let step = places.first.flatMap({ hand.machine.plan.step($0) }),
            places.allSatisfy({ record(.sending($0), of: id) })
        else { return false }
        actions[id]?.postponedSince = nil
        let answer = await hand.provider.send(step.request)
        return places.allSatisfy { record(.answered($0, answer), of: id) }
    }

    private func watch(_ id: String, _ hand: ActionInHand, _ places: [ActionStepID]) async {
        let steps = places.compactMap { hand.machine.plan.step($0) }
        do throws(SourceFailure) {
            let seen = try await hand.provider.observe(steps)
            actions[id]?.pace.answered()
            for (place, observation) in zip(places, seen) {
                _ = record(.observed(place, observation), of: id)
            }
        } catch { actions[id]?.pace.failed(error) }
        await wait(id, hand)
    }

    private func prove(_ id: String, _ hand: ActionInHand) async {
        let machine = hand.machine
        let steps = machine.places.compactMap { machine.plan.step($0) }
        let proof = await hand.provider.prove(steps)
        _ = record(.proved(proof), of: id)
        if case .notYet = proof { await wait(id, hand) }
    }

    /// How long it is looked for whether a request whose answer was lost has arrived, in seconds.
    private static let patience = 120.0

    /// Time passes, and with it the deadline.
    private func wait(_ id: String, _ hand: ActionInHand) async {
        await lookForBreach(id)
        guard let now = actions[id], now.machine.need == hand.machine.need else { return }
        // What may take days may do so once it is known to be under way.
        let patience = now.machine.isAnyLost ? Self.patience : nil
        let limit = now.machine.plan.deadlineSeconds ?? patience
        if let limit,
            (clock.now().wall - now.stageStart).inSeconds > limit
        {
            _ = record(.deadlinePassed, of: id)
        } else {
            await pause(id)
        }
    }

    /// Until the next look: longer the longer it takes, and where looking fails.
    private func pause(_ id: String) async {
        actions[id]?.pace.waited()
        await setting.pause(actions[id]?.pace.pause(setting.interval) ?? setting.interval)
    }
}

extension ActionPlan {
    /// Places by the request that they share, in their order.
    fileprivate func groups(_ places: [ActionStepID]) -> [[ActionStepID]] {
        var groups: [[ActionStepID]] = []
        var known: [ActionRequest: Int] = [:]
        for place in places {
            guard let request = step(place)?.request else { continue }
            if let group = known[request] {
                groups[group].append(place)
            } else {
                known[request] = groups.count
                groups.append([place])
            }
        }
        return groups
    }
}

extension ActionObservation {
    /// What is in the way of a request.
    fileprivate var hindrance: String? { if case .busy(let what) = self { what } else { nil } }
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
