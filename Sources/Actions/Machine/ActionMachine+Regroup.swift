import Fleet

/// The way back where only a part of a router has taken a stage: those that have go back by it, so that
/// all stand again as the last stage that was proved has left them.
extension ActionMachine {
    /// Turns round on those that have taken the stage; false where its plan does not say so, where nobody
    /// has taken it, and where somebody else was there. `isLate` where the time for an answer that was
    /// lost is over: that may have been taken as well.
    mutating func regroup(isLate: Bool = false) -> Bool {
        guard plan.returns == true, !isGoingBack, !(isLate && isSuspended) else { return false }
        let taken = places.filter { steps[$0] == .converged || steps[$0]?.isUnderWay == true }
        let others = places.filter { !taken.contains($0) }
        guard taken.contains(where: { steps[$0]?.isTaken == true }),
            others.allSatisfy({ turnedAway[$0] != nil })
        else { return false }
        let back = taken.compactMap(plan.reversal)
        guard back.count == taken.count else { return false }
        let reason = refusal(isLate)
        let from = stage
        for place in steps.keys where place.stage >= plan.stages.count { steps[place] = nil }
        plan = plan.going(
            back: ActionStage(name: "back", steps: back, shares: plan.stage(from)?.reversedShares))
        for place in plan.places(plan.stages.count) { steps[place] = .waiting }
        retreat(reason)
        returnedStage = from
        return true
    }

    /// Who has not taken the stage, and why.
    private func refusal(_ isLate: Bool) -> String {
        let name = plan.stage(stage)?.name ?? ""
        let what = name.isEmpty || plan.stages.count < 2 ? "it" : "the stage \(name)"
        guard let why = turnedAway.min(by: { $0.key < $1.key })?.value else {
            let lost = places.filter { if case .unknown? = steps[$0] { true } else { false } }
            return "No answer came from \(instances(of: lost)), which may have taken \(what)"
        }
        let refusing = instances(of: Array(turnedAway.keys))
        let refusers = Set(turnedAway.keys.compactMap { plan.step($0)?.request.place })
        let isPart = places.contains { place in
            turnedAway[place] == nil
                && plan.step(place).map { refusers.contains($0.request.place) } == true
        }
        return
            "\(refusing) refused \(isPart ? "a part of " : "")\(what) (\(Self.plain(why, refusing)))"
    }

    /// The way back is done.
    mutating func endBack() {
        let reason = retreatReason ?? sentence
        guard let from = returnedStage else { return endRetreat(reason) }
        // Whether or not it was taken, it is taken back.
        for (place, step) in steps {
            if case .unknown(let why) = step { steps[place] = .rejected("no answer: \(why)") }
        }
        let back = "What was taken of it is taken back, at \(instances(of: places))"
        guard from > 0 else { return end(.rolledBack, "\(reason). \(back)") }
        let stands = plan.stage(from - 1)?.name ?? ""
        end(
            .partial,
            "\(reason). \(back): \(stands), which was proved, stays. 'hybridtop actions undo "
                + "\(plan.id)' takes back that as well")
    }

    /// Why a way back ends before it is done: who refuses it, and how it stands there.
    var stuckSentence: String {
        let refused = turnedAway.keys.sorted()
        let names = instances(of: refused)
        let why = turnedAway.min { $0.key < $1.key }?.value ?? ""
        var seen: Set<String> = []
        let values = refused.compactMap { place in
            expected(place).map { "\($0.target.uid) \($0.field) \($0.before)" }
        }.filter { seen.insert($0).inserted }.joined(separator: ", ")
        let isBackElsewhere = places.allSatisfy {
            turnedAway[$0] != nil || steps[$0] == .converged
        }
        let start = retreatReason.map { "\($0). " } ?? ""
        let rest =
            isBackElsewhere && refused.count < places.count ? "It is back everywhere else. " : ""
        return "\(start)It could not go back at \(names) (\(Self.plain(why, names))): \(values) "
            + "there, as last read. \(rest)'hybridtop actions undo \(plan.id)' takes back what is left"
    }

    /// Where these are sent, each once.
    private func instances(of places: [ActionStepID]) -> String {
        Set(places.compactMap { plan.step($0)?.request.place }).sorted().joined(separator: ", ")
    }

    /// Without the name that stands before it already.
    private static func plain(_ why: String, _ name: String) -> String {
        why.hasPrefix("\(name): ") ? String(why.dropFirst(name.count + 2)) : why
    }
}

extension ActionStepState {
    /// Whether it is known to have been taken.
    fileprivate var isTaken: Bool {
        switch self {
        case .accepted, .converged: true
        default: false
        }
    }
}

extension ActionPlan {
    /// What takes a step back to what was there before its stage: sent as the stage before has sent it, or,
    /// where there is none, as the way back would; `nil` where neither comes to that.
    fileprivate func reversal(_ place: ActionStepID) -> ActionStep? {
        guard var step = step(place) else { return nil }
        let earlier = stages.prefix(place.stage).reversed().flatMap(\.steps)
        let other = (earlier + (retreat?.steps ?? [])).first { other in
            other.isAbout(step) && other.after == step.before
        }
        guard let other else { return nil }
        (step.before, step.after) = (step.after, step.before)
        (step.token, step.request) = (other.token, other.request)
        return step
    }
}

extension ActionStage {
    /// What the shares are once the stage is taken back.
    fileprivate var reversedShares: [ShareShift]? {
        shares.map { $0.map { ShareShift($0.target, from: $0.after, to: $0.before) } }
    }
}
