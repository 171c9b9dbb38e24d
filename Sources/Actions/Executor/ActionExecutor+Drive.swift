import Collector
import Fleet

/// The loop that gives an action's machine what it needs.
extension ActionExecutor {
    /// Until nothing more will come, or a person has to decide. Without waiting: until every request of
    /// a plan of one stage has its answer.
    func drive(_ id: String, isWaiting: Bool = true) async {
        await rememberBearings(id)
        while let hand = actions[id], hand.failure == nil {
            if hand.isCancelWanted, isCancelSettled(id) { continue }
            switch hand.machine.need {
            case .recheck: await recheck(id, hand, isWaiting)
            // Only once it is known what became of a lost request, it can go back.
            case .send where hand.isCancelWanted: await watch(id, hand, hand.machine.placesUnderWay)
            case .send(let places): await send(all: places, id, hand)
            case .observation(let places):
                guard isWaiting else { return }
                await watch(id, hand, places)
            case .proof: await prove(id, hand)
            case .gate: await gate(id, hand)
            case .checks, .confirmation, .answer, .decision, .nothing: return
            }
        }
    }

    /// Whether a cancellation that had to wait has been taken, or came too late for good.
    private func isCancelSettled(_ id: String) -> Bool {
        let isTaken = record(.cancelled(by: setting.actor), of: id)
        guard let now = actions[id],
            isTaken || now.failure != nil || !now.machine.mayBeCancelledLater
        else { return false }
        actions[id]?.isCancelWanted = false
        return true
    }

    private func send(all places: [ActionStepID], _ id: String, _ hand: ActionInHand) async {
        for group in hand.machine.plan.groups(places) where actions[id]?.isCancelWanted != true {
            guard await send(group, id, hand) else { break }
        }
        releaseGroups(id)
    }

    /// Sends one request, for all steps that share it: the journal has them first. False where the
    /// action does not go on.
    private func send(_ places: [ActionStepID], _ id: String, _ hand: ActionInHand) async -> Bool {
        guard let step = places.first.flatMap({ hand.machine.plan.step($0) }),
            places.allSatisfy({ record(.sending($0), of: id) })
        else { return false }
        actions[id]?.postponedSince = nil
        let answer = await hand.provider.send(step.request)
        if let why = await unreached(answer, step, hand) {
            return places.allSatisfy { record(.answered($0, .deferred(why)), of: id) }
                && places.allSatisfy { record(.unread($0, why), of: id) }
        }
        return places.allSatisfy { record(.answered($0, answer), of: id) }
    }

    /// Why a request of a way back found nobody; `nil` where somebody has answered it. What was turned away
    /// and can be looked at was refused; where nobody can be asked, it is tried again once it answers.
    private func unreached(
        _ answer: ActionAnswer, _ step: ActionStep, _ hand: ActionInHand
    ) async -> String? {
        guard hand.machine.isGoingBack, case .rejected = answer else { return nil }
        do throws(SourceFailure) {
            _ = try await hand.provider.observe([step])
            return nil
        } catch { return error.message }
    }

    func watch(_ id: String, _ hand: ActionInHand, _ places: [ActionStepID]) async {
        await look(id, hand, places)
        await wait(id, hand)
    }

    private func prove(_ id: String, _ hand: ActionInHand) async {
        let machine = hand.machine
        let steps = machine.places.compactMap { machine.plan.step($0) }
        let proof = await hand.provider.prove(steps)
        if case .reverted(let why) = proof { return await lapse(id, hand, why) }
        _ = record(.proved(proof), of: id)
        if case .notYet = proof { await wait(id, hand) }
    }

    /// How long it is looked for whether a request whose answer was lost has arrived, in seconds.
    private static let patience = 120.0

    /// Time passes, and with it the deadline.
    private func wait(_ id: String, _ hand: ActionInHand) async {
        await lookForBreach(id)
        guard let now = actions[id], now.machine.need == hand.machine.need else { return }
        if now.isAnyOnItsWay(at: clock.now()) { return await pause(id) }
        // What may take days may do so once it is known to be under way.
        let patience = now.machine.isAnyLost ? Self.patience : nil
        var limit = now.machine.plan.deadlineSeconds ?? patience
        // A way back that stops leaves open how it stands.
        if !now.machine.unread.isEmpty { limit = max(limit ?? 0, setting.patience.inSeconds) }
        // How long it may take to come about says nothing of how long it takes to see it at work.
        let start = now.proofStart ?? now.stageStart
        if let limit, (clock.now().monotonic - start).inSeconds > limit {
            _ = record(.deadlinePassed, of: id)
        } else {
            await pause(id)
        }
    }

    /// Until the next look: longer the longer it takes, and where looking fails.
    func pause(_ id: String) async {
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
