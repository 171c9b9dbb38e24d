import Fleet

/// An endpoint of a snapshot, with where it was read.
struct EndpointRow {
    let source: SourceState
    let sample: Sample
    let row: Int

    /// All endpoints of a snapshot: broken ones first, else in the order of sources.
    static func all(_ snapshot: FleetSnapshot) -> [EndpointRow] {
        var broken: [EndpointRow] = []
        var others: [EndpointRow] = []
        for source in snapshot.sources {
            guard let sample = source.sample else { continue }
            for row in sample.inventory.endpoints.indices {
                let found = EndpointRow(source: source, sample: sample, row: row)
                if found.state == .failed { broken.append(found) } else { others.append(found) }
            }
        }
        return broken + others
    }

    /// The endpoint of an identity.
    static func find(_ identity: Identity?, in snapshot: FleetSnapshot) -> EndpointRow? {
        guard case .endpoint(let id, let label) = identity, let source = snapshot.source(id),
            let sample = source.sample,
            let row = sample.inventory.endpoints.firstIndex(where: { $0.label == label })
        else { return nil }
        return EndpointRow(source: source, sample: sample, row: row)
    }

    /// What it is.
    var identity: EndpointIdentity { sample.inventory.endpoints[row] }
    /// What selections keep.
    var key: Identity { .endpoint(source: source.id, label: identity.label) }
    /// What it does.
    var state: EndpointState { sample.endpointStates[row] }
    /// Whether its readings are current.
    var isLive: Bool { source.isLive }

    /// A reading.
    subscript(metric: EndpointMetric) -> Reading<Double> { sample.endpoints[metric, row] }

    /// Its history of a metric, with what a trend or graph needs to place it.
    func series(_ metric: EndpointMetric, in snapshot: FleetSnapshot, at now: Instant)
        -> RecordedSeries
    {
        RecordedSeries(
            values: snapshot.history.series(metric, source: source.id, row: row),
            source: source.id, history: snapshot.history, now: now)
    }
}

/// Recorded values and their place in time, with a gap at the end for what has not been heard since.
struct RecordedSeries {
    private(set) var values: [Float?]
    /// The length of a bucket; a second where nothing was recorded.
    let bucket: Duration
    /// The number of the newest value since the epoch.
    private(set) var newest: Int

    init(values: [Float?], source: SourceID, history: FleetHistory, now: Instant) {
        self.values = values
        bucket = history.bucket(source: source) ?? .seconds(1)
        let length = max(1, bucket.nanoseconds)
        let start = history.newest(source: source)?.nanoseconds ?? 0
        newest = Int(start / length)
        guard !values.isEmpty else { return }
        // The bucket after the newest is still being filled, so only older silence is a gap.
        let silent = Int((now.wall.nanoseconds - start) / length) - 2
        if silent > 0 {
            let gap = min(silent, 1024)
            self.values += [Float?](repeating: nil, count: gap)
            newest += gap
        }
    }

    /// A trend over the last ten minutes.
    func trend(upper: Double? = nil) -> Sparkline {
        var line = Sparkline(values, upper: upper)
        line.window = max(1, Int((600 / max(0.001, bucket.inSeconds)).rounded()))
        line.newest = newest
        return line
    }

    /// The highest value, 0 where there is none.
    var peak: Double { Double(values.compactMap { $0 }.max() ?? 0) }
    /// Whether nothing was ever recorded.
    var isEmpty: Bool { values.allSatisfy { $0 == nil } }
}

extension EndpointRow {
    /// How old its figures are: by the cloud's own clock where it publishes late.
    func age(at now: Instant) -> Duration? {
        if sample.endpointTimes.indices.contains(row), let time = sample.endpointTimes[row] {
            return now.wall - time
        }
        return source.age(at: now.monotonic)
    }
}
