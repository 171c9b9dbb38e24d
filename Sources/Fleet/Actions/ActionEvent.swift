/// Something that happens to an action. The journal is the list of these in their order, and applying
/// them again gives the same state.
package enum ActionEvent: Sendable, Hashable {
    /// The checks have answered; in the order in which they are shown.
    case checked([ActionCheck])
    /// The operator has read an answer that is not known, and goes on: this sentence of this kind. An
    /// empty one is from a journal that did not keep it, and stands for all of the kind.
    case acknowledged(ActionCheck.Kind, String)
    /// The operator, by name, says yes.
    case confirmed(by: String)
    /// The world was read again right before something is sent; `moved` says what is no longer as it
    /// was seen.
    case rechecked(moved: String?)
    /// It is as it was seen, and takes nothing just now: it is looked at again later. Why.
    case postponed(String)
    /// On the way back it cannot be read how a step stands, and why: it waits for that, and keeps no
    /// other from going back.
    case unread(ActionStepID, String)
    /// A request is about to go out. Written before the first byte leaves.
    case sending(ActionStepID)
    /// What became of the request.
    case answered(ActionStepID, ActionAnswer)
    /// What the control plane says of a step.
    case observed(ActionStepID, ActionObservation)
    /// What the data plane shows of the stage under way.
    case proved(ActionProof)
    /// What the gate of the stage under way says.
    case gated(ActionGate)
    /// The stage has had all the time that its plan gives it.
    case deadlinePassed
    /// The operator wants no more of it: it goes back where it can and stops where it cannot.
    case cancelled(by: String)
    /// The program had ended while the action was under way and reads the journal again.
    case restarted
    /// After a restart the operator wants it to go on.
    case continued(by: String)
    /// After a restart the operator wants it to go back.
    case retreated(by: String)
    /// The operator has looked and says how it ended.
    case settled(ActionState, by: String, note: String)
}

/// What a control plane answers to a request.
package enum ActionAnswer: Sendable, Hashable {
    /// It takes it. That is not yet done.
    case accepted
    /// It refuses, and why. Nothing has changed.
    case rejected(String)
    /// Not now, and why: nothing has changed, and it may be asked again once a look says so.
    case deferred(String)
    /// No answer came, or one that leaves open whether it was taken.
    case lost(String)
}

/// What a control plane says of a step that was sent.
package enum ActionObservation: Sendable, Hashable {
    /// As before the request.
    case asBefore
    /// As before the request, and nothing is taken before something else is over: what.
    case busy(String)
    /// On the way, and what is still missing: `DRAINING: 2 jobs, until 14:05`.
    case progressing(String)
    /// As wanted.
    case reached
    /// Neither: somebody else has changed it, and to what.
    case elsewhere(String)
}

/// What the data plane shows.
package enum ActionProof: Sendable, Hashable {
    /// It is so, and what shows it.
    case shown(String)
    /// Not yet, and what is missing.
    case notYet(String)
    /// There is nothing to look at, and why.
    case noDataPlane(String)
    /// It was so and is no longer: somebody else has changed it since, and to what.
    case reverted(String)
}

/// Whether a stage's receiving side bears it.
package enum ActionGate: Sendable, Hashable {
    /// The hold period is over and all was well.
    case open(String)
    /// So far all is well.
    case holding(String)
    /// It does not bear it, or its figures are old; why.
    case breached(String)
}

/// How far a step has come.
package enum ActionStepState: Sendable, Hashable {
    /// Nothing was sent.
    case waiting
    /// A request goes out.
    case sending
    /// It was turned away for now, and why. Sent again once it is seen to be as before.
    case deferred(String)
    /// It was taken; what is still missing, if that is known.
    case accepted(String)
    /// The control plane says that it is so.
    case converged
    /// It was refused, or changed by somebody else, and why.
    case rejected(String)
    /// Nobody knows what became of the request, and why.
    case unknown(String)
    /// It will not be sent: the action stopped before it.
    case skipped

    /// What keeps it from being done, where that is known.
    package var missing: String? {
        switch self {
        case .accepted(let what): what.isEmpty ? nil : what
        case .unknown(let why), .deferred(let why): why
        default: nil
        }
    }

    /// Whether nothing of it has gone out.
    package var isUnsent: Bool { self == .waiting || self == .skipped }

    /// Whether it was turned away for now.
    package var isDeferred: Bool { if case .deferred = self { true } else { false } }

    /// Whether it is on its way: the control plane has to be looked at.
    package var isUnderWay: Bool {
        switch self {
        case .accepted, .unknown: true
        default: false
        }
    }
}
