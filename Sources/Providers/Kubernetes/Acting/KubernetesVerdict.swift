import Fleet

/// What an answer to a change means, whether it was sent or only tried.
enum KubernetesVerdict: Sendable, Hashable {
    /// It is taken.
    case taken
    /// Not, and nothing has changed; the status, and why.
    case refused(Int, String)
    /// Not now: a disruption budget allows no more, or the server is asked too much. Nothing has changed.
    case later(String, Duration?)
    /// It never reached the server.
    case unsent(String)
    /// Nobody knows.
    case lost(String)

    init(_ change: KubernetesChange, _ outcome: KubernetesClient.Outcome) {
        switch outcome {
        case .unsent(let failure): self = .unsent(failure.message)
        case .lost(let failure): self = .lost(failure.message)
        case .answered(let answer): self = Self.judge(change, answer)
        }
    }

    private static func judge(_ change: KubernetesChange, _ answer: KubernetesAnswer) -> Self {
        let said = answer.sentence.isEmpty ? "HTTP \(answer.code)" : answer.sentence
        switch answer.code {
        case 200..<300: return .taken
        // A pod that is gone already is what was wanted.
        case 404 where change.isEviction: return .taken
        case 429: return .later(said, answer.retryAfter)
        case 403:
            let right = answer.request.right.sentence
            return .refused(403, "\(said) Ask for the right to \(right).")
        case 409: return .refused(409, "changed since it was seen: \(said)")
        // A test of a JSON Patch has failed; the server does not say so in words of its own.
        case 422 where change.isTested && said.contains("rejected our request"):
            return .refused(422, "changed since it was seen: \(said)")
        // It never heals by itself, and nothing was done.
        case 500 where change.isEviction && said.contains("more than one PodDisruptionBudget"):
            return .refused(500, said)
        case 400..<500 where answer.code != 408: return .refused(answer.code, said)
        default: return .lost("HTTP \(answer.code): \(said)")
        }
    }

    /// As the executor takes it.
    var actionAnswer: ActionAnswer {
        switch self {
        case .taken: .accepted
        case .refused(_, let why): .rejected(why)
        case .later(let why, _): .deferred(why)
        case .unsent(let why): .rejected("nothing was sent: \(why)")
        case .lost(let why): .lost(why)
        }
    }

    /// Whether the server has answered for itself.
    var isAnswer: Bool {
        switch self {
        case .unsent, .lost: false
        default: true
        }
    }

    /// What a trial says before anything is sent.
    func check(_ title: String) -> ActionCheck {
        switch self {
        case .taken:
            ActionCheck(
                .permission, .pass, "\(title): the server would take it (tried with dryRun=All).")
        case .refused(403, let why): ActionCheck(.permission, .block, "\(title): \(why)")
        // Somebody of the cluster's own is asked about every change, and does not take trials.
        case .refused(400, let why) where why.contains("does not support dry run"):
            ActionCheck(.existence, .warn, "\(title): it could not be tried: \(why)")
        case .refused(_, let why): ActionCheck(.existence, .block, "\(title): \(why)")
        case .later(let why, _):
            ActionCheck(
                .blastRadius, .warn, "\(title): \(why) It is asked again until it may.",
                facts: [title])
        case .unsent(let why), .lost(let why):
            ActionCheck(.permission, .unknown, "\(title): it could not be tried: \(why)")
        }
    }
}
