import Collector
import Fleet

/// The gate between two stages: how those who receive more bear it.
extension ActionExecutor {
    /// Keeps how everybody bears things before the first request, for those who are to receive more.
    func rememberBearings(_ id: String) async {
        guard let hand = actions[id], hand.machine.hasGates, let source = setting.bearings else {
            return
        }
        if !hand.machine.isBegun {
            let traffic = await routers(of: hand)
            actions[id]?.routers.begin(traffic)
        }
        for target in hand.machine.plan.stages.receivers
        where hand.bearings[target.uid] == nil {
            let bearing = await source.bearing(of: target)
            if actions[id]?.bearings[target.uid] == nil {
                actions[id]?.bearings[target.uid] = bearing
            }
        }
    }

    /// Looks once at what was sent, and at everyone who receives more.
    func gate(_ id: String, _ hand: ActionInHand) async {
        let blindness: String?
        do throws(SourceFailure) {
            if let why = try await movement(hand) {
                return await lapse(id, hand, why)
            }
            actions[id]?.blindSince = nil
            blindness = nil
        } catch { blindness = error.message }
        var answer = await judge(id, hand)
        // It is not gone on by what was so once.
        if let blindness, case .open = answer { answer = wait(for: blindness, id, hand) }
        guard record(.gated(answer), of: id) else { return }
        if case .holding = answer { await setting.pause(setting.interval) }
    }

    /// Writes down what is otherwise by now, each target by itself where it can be looked at: the others
    /// are as they were left.
    func lapse(_ id: String, _ hand: ActionInHand, _ why: String) async {
        let machine = hand.machine
        let places = machine.places.filter { machine.steps[$0] == .converged }
        let steps = places.compactMap(machine.plan.step)
        let seen: [ActionObservation]
        do throws(SourceFailure) { seen = try await hand.provider.observe(steps) } catch {
            seen = []
        }
        for (place, (step, observation)) in zip(places, zip(steps, seen))
        where observation.movement(of: step) != nil {
            _ = record(.observed(place, observation), of: id)
        }
        _ = record(.proved(.reverted(why)), of: id)
    }

    /// What of it is no longer as its stages have left it; `nil` where all of it is.
    private func movement(_ hand: ActionInHand) async throws(SourceFailure) -> String? {
        let steps = hand.machine.lastingSteps
        let seen = try await hand.provider.observe(steps)
        return zip(steps, seen).lazy.compactMap { $1.movement(of: $0) }.first
    }

    /// As long as a stage may take it is waited for that it can be looked at again.
    private func wait(for blindness: String, _ id: String, _ hand: ActionInHand) -> ActionGate {
        let now = clock.now().monotonic
        let start = actions[id]?.blindSince ?? now
        actions[id]?.blindSince = start
        let why = "it cannot be looked at: \(blindness)"
        let limit = hand.machine.plan.deadlineSeconds ?? 120
        return (now - start).inSeconds > limit ? .breached(why) : .holding(why)
    }

    private func judge(_ id: String, _ hand: ActionInHand) async -> ActionGate {
        let machine = hand.machine
        guard setting.bearings != nil else {
            return .breached("nothing tells how the receiving side bears it")
        }
        let held = clock.now().monotonic - (hand.gateStart ?? clock.now().monotonic)
        let hold = Duration.seconds(machine.plan.stage(machine.stage)?.holdSeconds ?? 0)
        let gate = setting.gate(machine.plan)
        var holding: String?
        var open: [String] = []
        for target in machine.receiversSoFar {
            let seen = await look(at: target, id)
            let before = hand.bearings[target.uid] ?? seen
            switch gate.judge(target.name, before: before, now: seen, held: held, of: hold) {
            case .breached(let why): return .breached(why)
            case .holding(let what): holding = holding ?? what
            case .open(let what): open.append(what)
            }
        }
        switch await judgeRouters(id, gate, held, hold) {
        case .breached(let why): return .breached(why)
        case .holding(let what): holding = holding ?? what
        case .open(let what): if !what.isEmpty { open.append(what) }
        }
        if let holding { return .holding(holding) }
        return .open(open.isEmpty ? "nobody receives more" : open.joined(separator: "; "))
    }

    /// How a target bears it now, with all that has come to it since the stage was begun.
    private func look(at target: ActionTarget, _ id: String) async -> Bearing {
        guard let source = setting.bearings else { return Bearing() }
        let stage = actions[id]?.machine.stage
        var seen = await source.bearing(of: target)
        guard let hand = actions[id], hand.machine.stage == stage else { return seen }
        var tally = hand.tallies[target.uid] ?? BearingTally()
        tally.take(seen, at: clock.now().monotonic, since: hand.stageStart)
        actions[id]?.tallies[target.uid] = tally
        seen.tally = tally
        return seen
    }

    /// What is plainly not borne is not waited with until the stage is proved: it is looked for from the
    /// moment that the stage is sent.
    func lookForBreach(_ id: String) async {
        guard let hand = actions[id], hand.machine.mayBreach, setting.bearings != nil
        else { return }
        let gate = setting.gate(hand.machine.plan)
        if case .breached(let why) = await judgeRouters(id, gate, .zero, .zero) {
            _ = record(.gated(.breached(why)), of: id)
            return
        }
        for target in hand.machine.receiversSoFar {
            let seen = await look(at: target, id)
            guard seen.tally.requests >= BearingTally.enough,
                let before = hand.bearings[target.uid],
                let why = gate.breach(target.name, before: before, now: seen)
            else { continue }
            _ = record(.gated(.breached(why)), of: id)
            return
        }
    }

    /// What a shift is judged by, and what of it is not known.
    func gateChecks(_ plan: ActionPlan, _ order: ActionOrder) async -> [ActionCheck] {
        guard let hold = plan.stages.map(\.holdSeconds).max(), hold > 0 else {
            guard plan.kind == .reroute, !plan.stages.receivers.isEmpty else { return [] }
            if case .shares = order.wish { return [Self.unwatched("a hold of 0 s")] }
            return [Self.unwatched("what is taken back is not held")]
        }
        let gate = setting.gate(plan)
        let receivers = plan.stages.receivers
        var unjudged: [ActionTarget] = []
        if gate.objective?.latencyP95 == nil {
            for target in receivers {
                let bearing = await setting.bearings?.bearing(of: target)
                if bearing?.latencyP95 == nil, bearing?.latencyMean == nil {
                    unjudged.append(target)
                }
            }
        }
        // What nobody is judged by is no promise.
        let sentence = gate.sentence(
            of: .seconds(hold), judgesLatency: unjudged.count < max(1, receivers.count))
        return [ActionCheck(.policy, .pass, sentence)]
            + unjudged.map { target in
                ActionCheck(
                    .freshness, .warn,
                    "How slow \(target.uid) is now is not known, and no objective says how slow it "
                        + "may be: its latency is not judged.")
            }
    }

    /// That there is no gate, and why.
    static func unwatched(_ why: String) -> ActionCheck {
        ActionCheck(.policy, .warn, "Nothing watches the receiving side: \(why).")
    }
}

extension ActionMachine {
    /// Whether a stage is watched before the next.
    var hasGates: Bool { plan.stages.contains { $0.holdSeconds > 0 } }

    /// Whether what is not borne turns it round: a stage with a gate is sent and not yet proved.
    var mayBreach: Bool {
        guard plan.retreat != nil, !isGoingBack, !isSuspended, !isCancelled, !isAnyLost,
            plan.stage(stage)?.holdSeconds ?? 0 > 0
        else { return false }
        switch need {
        case .observation, .proof: return true
        default: return false
        }
    }

    /// Who has been given more by the stages up to this one.
    var receiversSoFar: [ActionTarget] {
        plan.stages.prefix(stage + 1).receivers
    }
}

extension ActionObservation {
    /// What has become of a step that was reached, in a sentence; `nil` where it is still so.
    fileprivate func movement(of step: ActionStep) -> String? {
        switch self {
        case .asBefore: "\(step.target.uid) is as before"
        case .elsewhere(let what): "\(step.target.uid): \(what)"
        case .busy, .progressing, .reached: nil
        }
    }
}
