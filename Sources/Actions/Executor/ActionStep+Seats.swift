import Fleet

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension [ActionStep] {
    /// What tells everything that is changed from all else: the target as its source calls it, and, where
    /// the place that is told is the control plane itself, the same there. Two sources may be one router
    /// or one cluster under two names.
    var seats: [String: ActionTarget] {
        var seats: [String: ActionTarget] = [:]
        for step in self {
            seats[step.target.place] = step.target
            for seat in [step.socketSeat, step.ownSeat].compactMap({ $0 }) {
                seats[seat] = step.target
            }
        }
        return seats
    }
}

extension ActionStep {
    /// A socket, or an API server, whatever the source is called; `nil` where a place tells too little: a
    /// region has many accounts.
    fileprivate var socketSeat: String? {
        guard ["haproxy", "kubernetes"].contains(target.provider), !request.place.isEmpty else {
            return nil
        }
        return "at \(target.provider) \(Self.plain(request.place)) \(target.uid)"
    }

    /// What a router calls itself, by a socket or by TCP; `nil` where it does not say.
    fileprivate var ownSeat: String? {
        seat.map { "in \(target.provider) \($0) \(target.uid)" }
    }

    /// The service that it is about, as a router that says who it is has it.
    fileprivate var ownService: String? {
        guard let seat, let slash = target.uid.firstIndex(of: "/") else { return nil }
        return "\(target.provider) \(seat) \(target.uid[..<slash])"
    }

    /// A path without the links on its way.
    private static func plain(_ place: String) -> String {
        guard place.hasPrefix("/"), let path = realpath(place, nil) else { return place }
        defer { free(path) }
        return String(cString: path)
    }
}

extension ActionPlan {
    /// All steps that it may take, but for the way back: that is taken at the same seats.
    var allSteps: [ActionStep] { stages.flatMap(\.steps) }

    /// What serves together with its targets: what it takes of, and the services of a router.
    var groupNames: [String] {
        let services = targets.compactMap { target in
            target.uid.firstIndex(of: "/").map { "\(target.source) \(target.uid[..<$0])" }
        }
        return Set(claims.map(\.group) + services + allSteps.compactMap(\.ownService)).sorted()
    }
}
