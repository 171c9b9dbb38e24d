/// What is read of the sides of workloads. What the server says of itself goes before what its router
/// says of it, as long as it is current; the share is the router's alone.
extension Workload.Side {
    /// A reading; absent where neither says it.
    package func reading(_ metric: EndpointMetric, in snapshot: FleetSnapshot) -> Reading<Double> {
        let own = joined.lazy.compactMap { Self.current(metric, $0, snapshot) }.first
        if metric != .share, let own { return .value(own) }
        guard let sample = snapshot.source(at: place)?.sample else { return .absent(.notReported) }
        return sample.endpoints[metric, place.row]
    }

    /// A value; `nil` where it is absent.
    package func value(_ metric: EndpointMetric, in snapshot: FleetSnapshot) -> Double? {
        reading(metric, in: snapshot).value
    }

    /// The mean latency where nobody tells the 95th percentile.
    package func meanInstead(in snapshot: FleetSnapshot) -> Double? {
        value(.latencyP95, in: snapshot) == nil ? value(.latencyMean, in: snapshot) : nil
    }

    /// Whether a reading is that of a source which answers: of the server's own, or of its router.
    package func isCurrent(_ metric: EndpointMetric, in snapshot: FleetSnapshot) -> Bool {
        let isOwn = joined.contains { Self.current(metric, $0, snapshot) != nil }
        return metric != .share && isOwn || isLive(in: snapshot)
    }

    private static func current(
        _ metric: EndpointMetric, _ place: Workload.Place, _ snapshot: FleetSnapshot
    ) -> Double? {
        guard let source = snapshot.source(at: place), source.isLive else { return nil }
        return source.sample?.endpoints.value(metric, place.row)
    }

    /// What its router calls it; `nil` where it is gone.
    package func label(in snapshot: FleetSnapshot) -> String? {
        snapshot.source(at: place)?.sample?.inventory.endpoints[place.row].label
    }

    /// Whether its figures count for the whole: it is given requests, or nobody says that it is not.
    func isServing(in snapshot: FleetSnapshot) -> Bool {
        if let rate = value(.requestRate, in: snapshot) { return rate > 0 }
        return value(.share, in: snapshot) != 0
    }

    /// Whether what is shown of it is current.
    package func isLive(in snapshot: FleetSnapshot) -> Bool {
        snapshot.source(at: place)?.isLive ?? false
    }
}

extension Workload {
    /// Requests a second over all sides that tell theirs; `nil` where none does.
    package func requestRate(in snapshot: FleetSnapshot) -> Double? {
        let rates = sides.compactMap { $0.value(.requestRate, in: snapshot) }
        return rates.isEmpty ? nil : rates.reduce(0, +)
    }

    /// Of the sides that serve, the worst; `nil` where none tells it.
    package func worst(_ metric: EndpointMetric, in snapshot: FleetSnapshot) -> Double? {
        sides.filter { $0.isServing(in: snapshot) }
            .compactMap { $0.value(metric, in: snapshot) }.max()
    }

    /// The worst 95th percentile of the sides that serve; the mean counts where a side tells nothing
    /// else, and `isMean` says whether it is what is shown.
    package func latency(in snapshot: FleetSnapshot) -> (seconds: Double, isMean: Bool)? {
        let told = sides.filter { $0.isServing(in: snapshot) }
            .compactMap { side -> (seconds: Double, isMean: Bool)? in
                if let tail = side.value(.latencyP95, in: snapshot) { return (tail, false) }
                return side.meanInstead(in: snapshot).map { ($0, true) }
            }
        return told.max { $0.seconds < $1.seconds }
    }

    /// Whether what is shown of it is current: its router's figures, or those of any endpoint where it
    /// has none.
    package func isLive(in snapshot: FleetSnapshot) -> Bool {
        if let source {
            return snapshot.sources.indices.contains(source) && snapshot.sources[source].isLive
        }
        return sides.contains { $0.isLive(in: snapshot) }
    }
}

extension FleetSnapshot {
    /// The source of an endpoint; `nil` where the snapshot has no such row.
    package func source(at place: Workload.Place) -> SourceState? {
        guard sources.indices.contains(place.source),
            let sample = sources[place.source].sample,
            sample.inventory.endpoints.indices.contains(place.row)
        else { return nil }
        return sources[place.source]
    }
}
