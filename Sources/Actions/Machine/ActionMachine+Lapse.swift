import Fleet

/// What had converged, and is so no longer: somebody was there. It is not sent again.
extension ActionMachine {
    /// One target of the stage is otherwise by now. Whether the others are as well, is for them to tell.
    mutating func lapse(_ observation: ActionObservation, at place: ActionStepID) -> Bool {
        guard need == .proof || need == .gate else { return false }
        switch observation {
        case .asBefore: steps[place] = .rejected("changed since: it is as before")
        case .elsewhere(let what): steps[place] = .rejected("changed since: \(what)")
        case .reached, .progressing, .busy: return false
        }
        return true
    }

    /// Why the stage is not as it was left; `nil` where all of it is.
    var lapsed: String? {
        places.lazy.compactMap { place in
            if case .rejected(let why) = steps[place] { why } else { nil }
        }.first
    }

    /// There is nothing to go back on. Where no target told of itself, none is as it was.
    mutating func lapse(_ why: String) {
        if lapsed == nil {
            for place in places { steps[place] = .rejected(why) }
        }
        end(steps.values.contains(.converged) ? .partial : .failed, why)
    }
}
