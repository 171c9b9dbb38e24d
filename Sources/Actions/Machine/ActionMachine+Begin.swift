import Fleet

/// From the plan to the first request.
extension ActionMachine {
    mutating func takeChecks(_ answers: [ActionCheck]) -> Bool {
        guard state == .planned else { return false }
        checks = answers
        if let check = answers.first(where: { $0.holdsBack(plan.tier, isAcknowledged: true) }) {
            end(.refused, check.sentence)
        } else {
            advance(to: .checked)
        }
        return true
    }

    mutating func acknowledge(_ kind: ActionCheck.Kind, _ sentence: String) -> Bool {
        let read = checks.filter { check in
            check.kind == kind && check.verdict == .unknown
                && (sentence.isEmpty || check.sentence == sentence)
        }
        guard state == .checked, !acknowledged.isSuperset(of: read) else { return false }
        acknowledged.formUnion(read)
        return true
    }

    mutating func confirm() -> Bool {
        guard state == .checked, !isHeldBack else { return false }
        advance(to: .confirmed)
        return true
    }

    /// What has moved before the first request ends the action; later it stops it where it stands,
    /// because going back would undo what somebody else did.
    mutating func recheck(_ moved: String?) -> Bool {
        guard need == .recheck else { return false }
        guard let moved else {
            isRechecked = true
            sentence = isGoingBack ? retreatSentence : ""
            return true
        }
        end(isBegun ? .partial : .refused, moved)
        return true
    }

    mutating func postpone(_ why: String) -> Bool {
        guard need == .recheck else { return false }
        sentence = why
        return true
    }

    mutating func begin(_ place: ActionStepID) -> Bool {
        guard mayBegin(place) else { return false }
        steps[place] = .sending
        return true
    }

    /// Steps that share a request go out with it.
    private func mayBegin(_ place: ActionStepID) -> Bool {
        if case .send(let waiting) = need { return waiting.contains(place) }
        let sending = places.filter { steps[$0] == .sending }
        guard !sending.isEmpty, places.contains(place), steps[place] == .waiting else {
            return false
        }
        return sending.allSatisfy { plan.step($0)?.request == plan.step(place)?.request }
    }

    mutating func take(_ answer: ActionAnswer, at place: ActionStepID) -> Bool {
        guard steps[place] == .sending else { return false }
        switch answer {
        case .accepted:
            steps[place] = .accepted("")
            if state == .confirmed || (state == .unknown && !isAnyLost) { advance(to: .accepted) }
        case .rejected(let why):
            steps[place] = .rejected(why)
            turnedAway[place] = why
        case .deferred(let why):
            steps[place] = .deferred(why)
        case .lost(let why):
            steps[place] = .unknown(why)
            lose(why)
        }
        if !places.contains(where: { steps[$0] == .sending || steps[$0] == .waiting }) {
            closeSending()
        }
        return true
    }

    var isAnyLost: Bool { steps.values.contains { if case .unknown = $0 { true } else { false } } }

    mutating func lose(_ why: String) {
        sentence = why
        if state != .unknown { advance(to: .unknown) }
    }

    /// Every request of the stage has its answer.
    private mutating func closeSending() {
        let refusals = places.compactMap { place -> String? in
            if case .rejected(let why) = steps[place] { why } else { nil }
        }
        guard let why = refusals.first, refusals.count == places.count else {
            return closeWatching()
        }
        if isGoingBack {
            end(.partial, stuckSentence)
        } else if stage == 0 {
            end(.failed, why)
        } else {
            retreat(why)
        }
    }
}
