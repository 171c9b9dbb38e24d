import Collector
import Fleet

/// The look at the world right before something is sent.
extension ActionExecutor {
    /// Reads the world again. Before the first request everything is asked again that was asked of the
    /// plan, while nobody else can begin anything among what serves together.
    func recheck(_ id: String, _ hand: ActionInHand, _ isWaiting: Bool) async {
        do throws(ActionRefusal) {
            try holdGroups(id, hand)
        } catch { return await postpone(id, hand, error.sentence, isWaiting) }
        let machine = hand.machine
        let reading = await read(
            machine.places.filter { machine.steps[$0] == .waiting }, machine, hand.provider)
        if let failure = reading.failure, reading.seen.isEmpty {
            actions[id]?.pace.failed(failure)
            await unread(id, hand, failure, isWaiting)
        } else {
            await take(reading, id, hand, isWaiting)
        }
        if actions[id]?.machine.isOver == true { releaseGroups(id) }
    }

    /// What was read says whether it is sent. What could not be read beside it waits on the way back.
    private func take(
        _ reading: StepReading, _ id: String, _ hand: ActionInHand, _ isWaiting: Bool
    ) async {
        let machine = hand.machine
        actions[id]?.pace.answered()
        actions[id]?.blindSince = nil
        var moved = reading.seen.lazy.compactMap { seen in
            Self.movement(of: seen.step, seen.observation, isBegun: machine.isBegun)
        }.first
        if moved == nil, let why = reading.seen.lazy.compactMap(\.observation.hindrance).first {
            return await postpone(id, hand, why, isWaiting)
        }
        if moved == nil, !machine.isBegun { moved = await objection(id, hand) }
        guard record(.rechecked(moved: moved), of: id), moved == nil else { return }
        for (place, why) in reading.unseen { _ = record(.unread(place, why.message), of: id) }
    }

    /// What somebody else has done meanwhile. Before the first request that is also the very thing that
    /// is wanted: it is not ours then, and not ours to take back.
    private static func movement(
        of step: ActionStep, _ observation: ActionObservation, isBegun: Bool
    ) -> String? {
        switch observation {
        case .elsewhere(let what): "\(step.target.uid) is no longer as it was seen: \(what)"
        case .reached, .progressing:
            isBegun || step.before == step.after
                ? nil
                : "\(step.target.uid) is no longer as it was seen: somebody else has done it already"
        case .asBefore, .busy: nil
        }
    }

    /// A read that failed has not said that anything moved. Before the first request it ends there;
    /// later it is tried again for as long as a stage may take, and longer on the way back.
    private func unread(
        _ id: String, _ hand: ActionInHand, _ failure: SourceFailure, _ isWaiting: Bool
    ) async {
        if failure.kind == .throttled {
            return await postpone(id, hand, failure.message, isWaiting)
        }
        let why = "It cannot be read again: \(failure.message)"
        guard hand.machine.isBegun else {
            _ = record(.rechecked(moved: why), of: id)
            return
        }
        let now = clock.now().monotonic
        let start = hand.blindSince ?? now
        actions[id]?.blindSince = start
        let stage = Duration.seconds(hand.machine.plan.deadlineSeconds ?? 120)
        let limit = hand.machine.isGoingBack ? max(stage, setting.patience) : stage
        guard record(.postponed(why), of: id) else { return }
        guard now - start > limit else { return await pause(id) }
        actions[id]?.blindSince = nil
        _ = record(.deadlinePassed, of: id)
    }

    /// Waits for what is in the way, as long as that is borne; who does not wait is told.
    private func postpone(
        _ id: String, _ hand: ActionInHand, _ why: String, _ isWaiting: Bool
    ) async {
        releaseGroups(id)
        let now = clock.now().monotonic
        let start = hand.postponedSince ?? now
        actions[id]?.postponedSince = start
        guard isWaiting, now - start < setting.patience else {
            _ = record(.rechecked(moved: "Nothing is taken now: \(why)"), of: id)
            return
        }
        guard record(.postponed(why), of: id) else { return }
        await pause(id)
    }

    /// Keeps others from beginning anything among what serves together with the targets.
    private func holdGroups(_ id: String, _ hand: ActionInHand) throws(ActionRefusal) {
        guard !hand.machine.isBegun, hand.groups == nil else { return }
        actions[id]?.groups = try locks.take(groups: hand.machine.plan.groupNames)
    }

    /// Lets others begin.
    func releaseGroups(_ id: String) {
        actions[id]?.groups?.release()
        actions[id]?.groups = nil
    }

    /// Why the plan is not what would be planned now; `nil` where it is.
    private func objection(_ id: String, _ hand: ActionInHand) async -> String? {
        guard let order = hand.order else { return nil }
        let plan = hand.machine.plan
        do throws(ActionRefusal) {
            let proposal = try await staged(order, hand.provider)
            guard proposal.stages.map(\.essence) == plan.stages.map(\.essence) else {
                return "What would be sent is something else by now: plan anew."
            }
            guard setting.policy.tier(of: order, proposal, setting.context) <= plan.tier else {
                return "It can do more harm by now than when it was planned: plan anew."
            }
            let answers = proposal.checks + (await executorChecks(order, proposal))
            return answers.lazy.compactMap { answer in
                answer.worsening(since: hand.machine.checks, beside: answers)
            }.first
        } catch { return error.sentence }
    }
}

extension ActionStage {
    /// What it sends, whatever was seen when it was made.
    fileprivate var essence: [[String]] {
        [["\(holdSeconds)"]]
            + steps.map {
                [$0.target.place, $0.field, $0.after, $0.request.place] + $0.request.words
            }
    }
}

extension ActionObservation {
    /// What is in the way of a request.
    fileprivate var hindrance: String? { if case .busy(let what) = self { what } else { nil } }
}
