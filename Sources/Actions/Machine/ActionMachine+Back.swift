import Fleet

/// The way back where a part of what is to go back cannot be read.
extension ActionMachine {
    /// Nothing is sent where nobody sees what stands there. The others go back all the same.
    mutating func miss(_ place: ActionStepID, _ why: String) -> Bool {
        guard isGoingBack, !isSuspended, place.stage == stage, let step = steps[place],
            step == .waiting || step.isDeferred
        else { return false }
        steps[place] = .deferred("cannot be read: \(why)")
        unread[place] = why
        sentence = retreatSentence
        return true
    }

    /// It can be read again.
    mutating func find(_ place: ActionStepID) {
        guard unread.removeValue(forKey: place) != nil else { return }
        sentence = retreatSentence
    }

    /// Why it goes back, and where it cannot yet.
    var retreatSentence: String {
        let reason = retreatReason ?? ""
        guard let why = unread.min(by: { $0.key < $1.key })?.value else { return reason }
        return
            "\(reason). \(unreadInstances) cannot be read (\(why)): it goes back there once it can"
    }

    /// It is not waited for any longer. That is never called taken back, whatever the others are.
    mutating func strand() -> Bool {
        let why = strandedSentence
        end(isAnyLost ? .unknown : .partial, why)
        return true
    }

    private var strandedSentence: String {
        let isBackElsewhere = places.allSatisfy { unread[$0] != nil || steps[$0] == .converged }
        let why = unread.min { $0.key < $1.key }?.value ?? ""
        let left = unread.keys.sorted().compactMap { place in
            expected(place).map { "\($0.target.uid) \($0.field) \($0.before)" }
        }
        var seen: Set<String> = []
        let values = left.filter { seen.insert($0).inserted }.joined(separator: ", ")
        return "\(retreatReason ?? ""). "
            + (isBackElsewhere ? "It is back everywhere but at " : "It is not back at ")
            + "\(unreadInstances), which could not be read (\(why)): as last read \(values) there, and "
            + "not known now. Once it answers, look there; 'hybridtop actions undo \(plan.id)' takes "
            + "back what is left"
    }

    private var unreadInstances: String {
        Set(unread.keys.compactMap { plan.step($0)?.request.place }).sorted()
            .joined(separator: ", ")
    }

    /// A step with what the world should look like before it: on the way back that is what the last stage
    /// that was sent has left.
    func expected(_ place: ActionStepID) -> ActionStep? {
        guard var step = plan.step(place) else { return nil }
        guard isGoingBack, place.stage == stage else { return step }
        let left = plan.stages.indices.reversed().lazy.compactMap { stage in
            self.lastSent(stage, like: step)
        }.first
        step.before = left ?? step.after
        return step
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
