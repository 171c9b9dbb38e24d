/// What rules may know of earlier passes.
package struct HealthMemory: Sendable {
    /// The ids of what held in the last pass, raised or not yet.
    package var held: Set<String> = []
    /// The rules of which anything held, by source.
    var holding: [SourceID: Set<String>] = [:]
    /// The queue lengths of endpoints lately, by endpoint subject.
    package var queues: [Subject: QueueTrend] = [:]
    /// When each node was seen with a new boot id, by node subject.
    package var reboots: [Subject: WallTime] = [:]

    /// Nothing remembered.
    package init() {}

    /// Whether a rule holds anything of a source.
    func holds(_ rule: String, of source: SourceID) -> Bool {
        holding[source]?.contains(rule) ?? false
    }
}

/// How long a queue was, a few times over a short while.
package struct QueueTrend: Sendable, Hashable {
    private var points: [Point] = []

    private struct Point: Sendable, Hashable {
        var time: MonotonicTime
        var length: Double
    }

    /// Nothing seen yet.
    package init() {}

    /// Takes down a length; keeps what is needed to look back over `window`.
    package mutating func record(_ length: Double, at time: MonotonicTime, window: Duration) {
        points.append(Point(time: time, length: length))
        while points.count > 2, time - points[1].time >= window { points.removeFirst() }
        if points.count > 256 { points.removeFirst() }
    }

    /// The length a window ago; `nil` before that much has been seen.
    package func past(window: Duration) -> Double? {
        guard let first = points.first, let last = points.last, last.time - first.time >= window
        else { return nil }
        return first.length
    }
}
