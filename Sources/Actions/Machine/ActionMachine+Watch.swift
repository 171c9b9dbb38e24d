import Fleet

/// From the first answer to the end.
extension ActionMachine {
    mutating func take(_ observation: ActionObservation, at place: ActionStepID) -> Bool {
        guard place.stage == stage, let step = steps[place] else { return false }
        if step == .converged { return lapse(observation, at: place) }
        guard step.isUnderWay || step.isDeferred else { return false }
        let wasAnyLost = isAnyLost
        find(place)
        switch observation {
        case .asBefore:
            if step.isDeferred {
                steps[place] = .waiting
                return true
            }
            guard isSuspended, case .unknown = step else { return true }
            return turnOutUnsent(place)
        case .busy(let what):
            if step.isDeferred { steps[place] = .deferred(what) }
            return true
        case .progressing(let missing):
            steps[place] = .accepted(missing)
        case .reached:
            steps[place] = .converged
        case .elsewhere(let what):
            // What a restart comes to is told by the scheduler, and is nobody's change.
            let who = plan.kind == .reboot ? "" : "somebody else has changed it: "
            steps[place] = .rejected(who + what)
        }
        // What became of the lost answer is known now.
        if wasAnyLost, !isAnyLost { sentence = "" }
        if !isAnyLost { advance(to: state == .unknown ? .accepted : state) }
        if !isAnyLost && state == .accepted { advance(to: .progressing) }
        closeWatching()
        return true
    }

    private static let unseen =
        "the program ended before a request was answered, and it was not seen to be taken"

    /// After a restart it is applied only once nothing of ours can be on its way any more: what is as
    /// before then was not taken, as far as anybody can see. It is not sent again; the operator may go
    /// back.
    private mutating func turnOutUnsent(_ place: ActionStepID) -> Bool {
        steps[place] = .skipped
        guard !isAnyLost else { return true }
        if steps.values.contains(where: { $0.isUnderWay || $0 == .converged }) {
            advance(to: .accepted)
            closeWatching()
            if !isOver { sentence = Self.unseen }
        } else {
            end(.failed, Self.unseen)
        }
        return true
    }

    /// Nothing of the stage is under way any more.
    mutating func closeWatching() {
        let states = places.compactMap { steps[$0] }
        let isOpen = states.contains {
            $0.isUnderWay || $0.isDeferred || $0 == .sending || $0 == .waiting
        }
        guard !isOpen, !isWaitingForTheWayBack
        else { return }
        let rest = isGoingBack ? Self.unseen : "the rest was cancelled"
        let refusal = states.lazy.compactMap { state -> String? in
            switch state {
            case .rejected(let why): why
            case .skipped: rest
            default: nil
            }
        }.first
        guard let refusal else { return convergeStage() }
        if isGoingBack, !turnedAway.isEmpty { return end(.partial, stuckSentence) }
        if regroup() { return }
        let done = states.count { $0 == .converged }
        let before = steps.contains { $0.key.stage < stage && $0.value == .converged }
        end(
            done > 0 || before ? .partial : .failed,
            "\(done) of \(states.count) done: \(refusal)")
    }

    private mutating func convergeStage() {
        sentence = ""
        if stage == plan.stages.count - 1 { advance(to: .converged) }
    }

    mutating func take(_ proof: ActionProof) -> Bool {
        guard need == .proof || need == .gate else { return false }
        // While a stage is held it is still looked whether it is as it was proved.
        if case .reverted(let why) = proof {
            lapse("changed since: \(why)")
            return true
        }
        guard need == .proof else { return false }
        if let why = lapsed {
            lapse(why)
            return true
        }
        switch proof {
        case .notYet(let what):
            sentence = what
            return true
        case .shown(let what):
            sentence = what
            self.proof = what
        case .noDataPlane(let why):
            sentence = why
            self.proof = why
            missingProof = why
        case .reverted: return false
        }
        isProved = true
        if isGoingBack {
            endBack()
        } else if isCancelled {
            end(stage == plan.stages.count - 1 ? finalState : .partial, sentence)
        } else if (plan.stage(stage)?.holdSeconds ?? 0) <= 0 {
            finishStage()
        }
        return true
    }

    mutating func take(_ gate: ActionGate) -> Bool {
        if case .breached = gate, mayBreach {
            // Before it is proved: what is not borne is plain without that.
        } else if need != .gate {
            return false
        } else if let why = lapsed {
            lapse(why)
            return true
        }
        switch gate {
        case .holding(let what): sentence = what
        case .open(let what):
            sentence = [proof, what].filter { !$0.isEmpty }.joined(separator: "; ")
            finishStage()
        case .breached(let why): retreat(why)
        }
        return true
    }

    private var finalState: ActionState { missingProof.isEmpty ? .verified : .converged }

    private mutating func finishStage() {
        guard stage == plan.stages.count - 1 else { return enter(stage + 1) }
        end(finalState, sentence)
    }

    mutating func enter(_ next: Int) {
        stage = next
        isProved = false
        turnedAway = [:]
        proof = ""
        isRechecked = false
        missingProof = ""
    }

    /// Goes back where the plan has a way back; else it ends as it stands.
    mutating func retreat(_ why: String) {
        skipWaiting()
        sentence = why
        guard plan.retreat != nil, !isGoingBack else {
            let done = steps.values.contains(.converged)
            let told = retreatReason.map { "\($0). \(why)" } ?? why
            return end(isAnyLost ? .unknown : done ? .partial : .failed, told)
        }
        retreatReason = why
        enter(plan.stages.count)
    }

    private mutating func skipWaiting() {
        for (place, step) in steps
        where (step == .waiting || step.isDeferred) && place.stage < plan.stages.count {
            steps[place] = .skipped
        }
    }
}

/// What comes from outside of the road: time, the operator, a restart.
extension ActionMachine {
    mutating func giveUp() -> Bool {
        switch need {
        case .observation where !unread.isEmpty: return strand()
        case .proof where isProvable: return take(.noDataPlane(lateProof))
        case .observation, .proof: break
        case .recheck: return giveUpUnseen()
        case .send: return isAnyLost && giveUpUnseen()
        default: return false
        }
        let missing = plan.missing(steps, at: stage)
        let why = "not done in time: \(missing ?? (sentence.isEmpty ? "nothing seen" : sentence))"
        if isAnyLost {
            if !regroup(isLate: true) { end(.unknown, why) }
        } else {
            retreat(why)
        }
        return true
    }

    /// What cannot be looked at again is not sent: a way back that stops so leaves open how it stands.
    private mutating func giveUpUnseen() -> Bool {
        guard isBegun else { return false }
        let why = "not done in time: \(sentence.isEmpty ? "nothing seen" : sentence)"
        if isGoingBack || isAnyLost { end(.unknown, why) } else { retreat(why) }
        return true
    }

    mutating func cancel(_ name: String) -> Bool {
        switch state {
        case .planned, .checked:
            isEndWanted = true
            end(.refused, "cancelled by \(name)")
            return true
        default: break
        }
        guard isBegun else {
            isEndWanted = true
            end(.refused, "cancelled by \(name)")
            return true
        }
        guard !isCancelled, !isGoingBack, !isAnyLost,
            !places.contains(where: { steps[$0] == .sending })
        else { return false }
        isEndWanted = true
        if plan.retreat != nil {
            retreat("cancelled by \(name)")
        } else {
            isCancelled = true
            skipCancelled()
        }
        return true
    }

    private mutating func skipCancelled() {
        skipWaiting()
        if !places.contains(where: { steps[$0]?.isUnderWay == true }) { closeWatching() }
    }

    mutating func restart() -> Bool {
        guard isBegun else {
            end(.refused, "the program ended before anything was sent")
            return true
        }
        for (place, step) in steps where step == .sending {
            steps[place] = .unknown("the program ended before the answer came")
            lose("the program ended before the answer came")
        }
        // It was not taken, and waits for a person like everything that was not sent.
        for (place, step) in steps where step.isDeferred { steps[place] = .waiting }
        unread = [:]
        isSuspended = true
        isRechecked = false
        if !isAnyLost { sentence = "the program that drove it has ended" }
        return true
    }

    mutating func goOn() -> Bool {
        guard isSuspended, !isAnyLost, !isWaitingForTheWayBack else { return false }
        isSuspended = false
        return true
    }

    mutating func turnBack(_ name: String) -> Bool {
        guard isSuspended, !isAnyLost, plan.retreat != nil, !isGoingBack else { return false }
        isSuspended = false
        isEndWanted = true
        retreat("\(name) wanted it back after a restart")
        return true
    }

    /// Only what nobody else can know is settled by a person.
    mutating func settle(_ goal: ActionState, _ name: String, _ note: String) -> Bool {
        let isPossible = goal != .verified && ActionState.unknown.next.contains(goal)
        if isDamaged && !isOver && isPossible { lose("its journal is damaged") }
        guard state == .unknown || isSuspended, goal != .verified, state.next.contains(goal) else {
            return false
        }
        for (place, step) in steps where step.isUnderWay {
            steps[place] = .rejected("settled by \(name)")
        }
        end(goal, note.isEmpty ? "settled by \(name)" : "settled by \(name): \(note)")
        return true
    }
}
