/// How far an action has come. Nothing is ever called more than it is: the word success is for
/// ``verified`` alone.
package enum ActionState: String, Sendable, Hashable, CaseIterable, Codable {
    /// The plan is made.
    case planned
    /// Its checks have answered, and none holds it back.
    case checked
    /// The operator has confirmed it. Nothing has been sent yet.
    case confirmed
    /// The control plane has taken the request.
    case accepted
    /// The control plane says that it is under way.
    case progressing
    /// The control plane says that it is so. Final where there is no data plane to look at.
    case converged
    /// The data plane shows it too.
    case verified
    /// It was not carried out: a check, the world that had moved, or the operator.
    case refused
    /// The control plane refused it, or it did not come about.
    case failed
    /// Some targets, or instances of a router, have it and others do not.
    case partial
    /// It was begun, and the state from before is restored.
    case rolledBack = "rolled_back"
    /// A request was sent and nobody knows what became of it.
    case unknown

    /// The road of an action that goes well.
    package static let road: [ActionState] = [
        .planned, .checked, .confirmed, .accepted, .progressing, .converged, .verified,
    ]

    /// The word for people.
    package var word: String { self == .rolledBack ? "rolled back" : rawValue }

    /// The word for an end that the operator wanted.
    package var wordAsWanted: String {
        switch self {
        case .rolledBack: "rolled back, as wanted"
        case .refused: "cancelled"
        case .partial: "partial, cancelled"
        default: word
        }
    }

    /// The states that may follow this one.
    package var next: Set<ActionState> {
        switch self {
        case .planned: [.checked, .refused]
        case .checked: [.confirmed, .refused]
        case .confirmed: [.accepted, .refused, .failed, .unknown]
        case .accepted: [.progressing, .failed, .partial, .unknown, .rolledBack]
        case .progressing: [.converged, .failed, .partial, .unknown, .rolledBack]
        case .converged: [.verified, .failed, .partial, .unknown, .rolledBack]
        case .unknown: [.accepted, .failed, .partial, .rolledBack]
        case .verified, .refused, .failed, .partial, .rolledBack: []
        }
    }
}
