package import Fleet

/// Tells how targets bear what they are given.
package protocol BearingSource: Sendable {
    /// The figures of a target now; absent parts are not known.
    func bearing(of target: ActionTarget) async -> Bearing
}

/// The figures that the fleet shows: those of the source that acts, joined with those of the endpoint
/// itself where that is watched as well. Of each figure the worst counts, and the age of the oldest.
package struct SnapshotBearings: BearingSource {
    private let latest: @Sendable () async -> FleetSnapshot?
    private let clock: any FleetClock

    /// Figures out of the newest snapshot; `nil` where there is none.
    package init(
        clock: any FleetClock, latest: @escaping @Sendable () async -> FleetSnapshot?
    ) {
        self.clock = clock
        self.latest = latest
    }

    package func bearing(of target: ActionTarget) async -> Bearing {
        guard let snapshot = await latest() else { return Bearing() }
        return Self.bearing(of: target, in: snapshot, at: clock.now())
    }

    /// The same of one snapshot.
    static func bearing(
        of target: ActionTarget, in snapshot: FleetSnapshot, at now: Instant
    ) -> Bearing {
        var bearing = Bearing()
        for source in snapshot.sources {
            guard let sample = source.sample else { continue }
            for (row, endpoint) in sample.inventory.endpoints.enumerated()
            where isMeant(endpoint, of: source, by: target) {
                bearing.merge(sample.endpoints, row)
                bearing.age = max(bearing.age, age(row, sample, source, now))
                bearing.staleAfter = max(bearing.staleAfter, source.staleAfter)
            }
        }
        return bearing
    }

    /// Clouds say when they measured; for all others the answer's age counts. Without an answer there is
    /// none: what is expected is no figure.
    private static func age(
        _ row: Int, _ sample: Sample, _ source: SourceState, _ now: Instant
    ) -> Duration {
        guard let answered = source.lastSuccess else { return .zero }
        var age = now.monotonic - answered.monotonic
        if row < sample.endpointTimes.count, let measured = sample.endpointTimes[row] {
            // The calendar counts up to the answer alone: it may be put back meanwhile.
            let late = answered.wall - measured
            // A minute may be told before it is over. By more than that one of two clocks is wrong, and
            // nothing is known to be new.
            age += late < .seconds(-60) ? .zero - late : max(late, .zero)
        }
        return age
    }

    private static func isMeant(
        _ endpoint: EndpointIdentity, of source: SourceState, by target: ActionTarget
    ) -> Bool {
        if source.id == target.source { return endpoint.label == target.uid }
        guard !target.address.isEmpty, let url = endpoint.url else { return false }
        return Authority.of(url) == target.address
    }
}

extension Bearing {
    fileprivate mutating func merge(_ table: MetricTable<EndpointMetric>, _ row: Int) {
        func worst(_ old: Double?, _ metric: EndpointMetric) -> Double? {
            [old, table.value(metric, row)].compactMap { $0 }.max()
        }
        errorRatio = worst(errorRatio, .errorRatio)
        latencyP95 = worst(latencyP95, .latencyP95)
        latencyMean = worst(latencyMean, .latencyMean)
        waiting = worst(waiting, .requestsWaiting)
        requestRate = worst(requestRate, .requestRate)
    }
}
