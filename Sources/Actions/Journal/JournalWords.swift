import Fleet

extension ActionAnswer {
    var words: (String?, String?) {
        switch self {
        case .accepted: ("accepted", nil)
        case .rejected(let why): ("rejected", why)
        case .deferred(let why): ("deferred", why)
        case .lost(let why): ("lost", why)
        }
    }

    init?(_ result: String?, _ detail: String?) {
        switch result {
        case "accepted": self = .accepted
        case "rejected": self = .rejected(detail ?? "")
        case "deferred": self = .deferred(detail ?? "")
        case "lost": self = .lost(detail ?? "")
        default: return nil
        }
    }
}

extension ActionObservation {
    var words: (String?, String?) {
        switch self {
        case .asBefore: ("as_before", nil)
        case .busy(let what): ("busy", what)
        case .progressing(let what): ("progressing", what)
        case .reached: ("reached", nil)
        case .elsewhere(let what): ("elsewhere", what)
        }
    }

    init?(_ result: String?, _ detail: String?) {
        switch result {
        case "as_before": self = .asBefore
        case "busy": self = .busy(detail ?? "")
        case "progressing": self = .progressing(detail ?? "")
        case "reached": self = .reached
        case "elsewhere": self = .elsewhere(detail ?? "")
        default: return nil
        }
    }
}

extension ActionProof {
    var words: (String?, String?) {
        switch self {
        case .shown(let what): ("shown", what)
        case .notYet(let what): ("not_yet", what)
        case .noDataPlane(let why): ("no_data_plane", why)
        case .reverted(let why): ("reverted", why)
        }
    }

    init?(_ result: String?, _ detail: String?) {
        switch result {
        case "shown": self = .shown(detail ?? "")
        case "not_yet": self = .notYet(detail ?? "")
        case "no_data_plane": self = .noDataPlane(detail ?? "")
        case "reverted": self = .reverted(detail ?? "")
        default: return nil
        }
    }
}

extension ActionGate {
    var words: (String?, String?) {
        switch self {
        case .open(let what): ("open", what)
        case .holding(let what): ("holding", what)
        case .breached(let why): ("breached", why)
        }
    }

    init?(_ result: String?, _ detail: String?) {
        switch result {
        case "open": self = .open(detail ?? "")
        case "holding": self = .holding(detail ?? "")
        case "breached": self = .breached(detail ?? "")
        default: return nil
        }
    }
}
