package import Fleet

/// What has come to a receiving side since a stage was begun, summed over looks: without requests there
/// is nothing to see how they are borne by.
package struct BearingTally: Sendable, Hashable {
    /// Requests, by the rates that were told.
    package var requests = 0.0
    /// Those of them that failed.
    package var failures = 0.0
    /// Whether errors or a latency of the stage were told at all.
    package var isTold = false
    private var last: MonotonicTime?

    /// Requests to see it by.
    package static let enough = 10.0
    /// A router's mean is over so many: with fewer it tells of long before.
    static let window = 1024.0

    /// Nothing yet.
    package init() {}

    /// Counts a look's figures, once each, unless they were measured before the stage.
    package mutating func take(
        _ bearing: Bearing, at now: MonotonicTime, since start: MonotonicTime
    ) {
        let measured = now + (.zero - bearing.age)
        let from = last ?? start
        // Two looks at one measurement tell its time a little apart.
        guard measured > from + .milliseconds(20) else { return }
        last = measured
        let isTelling = bearing.errorRatio != nil || bearing.latencyP95 != nil
        guard let rate = bearing.requestRate else {
            if isTelling {
                isTold = true
                // Who tells no rate tells figures of requests all the same.
                requests = max(requests, Self.enough)
            }
            return
        }
        let count = rate * (measured - from).inSeconds
        guard count > 0, count.isFinite else { return }
        isTold = isTold || isTelling
        requests += count
        failures += count * (bearing.errorRatio ?? 0)
    }

    /// Over all of the stage; `nil` with too few to tell.
    var errorRatio: Double? { isTold && requests >= Self.enough ? failures / requests : nil }

    /// Whether a mean tells of the stage.
    var bearsMean: Bool { requests >= Self.window }

    /// What is missing to see how it is borne; `nil` for nothing.
    func missing(_ now: Bearing) -> String? {
        guard requests >= Self.enough else {
            return "\(Int(requests)) of \(Int(Self.enough)) requests have come"
        }
        guard !isTold, !(bearsMean && now.latencyMean != nil) else { return nil }
        return "\(Int(requests)) requests, and neither their errors nor their latency are told"
    }
}
