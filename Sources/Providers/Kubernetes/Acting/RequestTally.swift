import Fleet

/// What the pods of backends count while they are looked at. What a pod had counted when it was first
/// seen was not asked of it since, however late that is: it may come back, or come with a history.
struct RequestTally: Sendable, Hashable {
    /// When the first look was.
    let start: MonotonicTime
    /// By backend.
    private(set) var grown: [String: Double]
    /// What each pod had counted when it was last seen, by backend and pod.
    private var last: [String: [String: Double]]

    /// `counts` are of whole lives, by backend and pod.
    init(_ counts: [String: [String: Double]], at time: MonotonicTime) {
        start = time
        last = counts
        grown = counts.mapValues { _ in 0 }
    }

    /// Adds what has been counted since the last look at each pod; one that counts anew began at nothing.
    mutating func take(_ counts: [String: [String: Double]]) {
        for (backend, pods) in counts {
            for (pod, now) in pods {
                if let then = last[backend]?[pod] {
                    grown[backend, default: 0] += now >= then ? now - then : now
                }
                last[backend, default: [:]][pod] = now
            }
        }
    }
}
