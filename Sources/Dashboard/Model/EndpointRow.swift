import Fleet

/// An endpoint of a snapshot, or one variant of it, with where it was read.
struct EndpointRow: Sendable {
    let source: SourceState
    let sample: Sample
    let row: Int

    /// The endpoint of a row; `nil` if the snapshot has no such row.
    init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard snapshot.sources.indices.contains(reference.source),
            let sample = snapshot.sources[reference.source].sample,
            sample.inventory.endpoints.indices.contains(reference.row)
        else { return nil }
        self.init(
            source: snapshot.sources[reference.source], sample: sample, row: reference.row)
    }

    init(source: SourceState, sample: Sample, row: Int) {
        self.source = source
        self.sample = sample
        self.row = row
    }

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

    /// How many rows ``all(_:)`` has.
    static func count(_ snapshot: FleetSnapshot) -> Int {
        snapshot.sources.reduce(0) { $0 + ($1.sample?.inventory.endpoints.count ?? 0) }
    }

    /// `13 · 2 variants`: each endpoint counted once, and how many rows more their variants are.
    static func census(_ snapshot: FleetSnapshot) -> String {
        var (endpoints, variants) = (0, 0)
        for source in snapshot.sources {
            let list = source.sample?.inventory.wholeEndpoints ?? []
            endpoints += list.count
            variants += list.reduce(0) { $0 + $1.variants.count }
        }
        let parts = variants > 0 ? " · \(Format.counted(variants, "variant"))" : ""
        return Format.count(Double(endpoints)) + parts
    }

    /// The endpoint of an identity.
    static func find(_ identity: Identity?, in snapshot: FleetSnapshot) -> EndpointRow? {
        guard case .endpoint(let id, let label) = identity, let source = snapshot.source(id),
            let sample = source.sample, let row = source.endpoint(labelled: label)
        else { return nil }
        return EndpointRow(source: source, sample: sample, row: row)
    }

    /// What it is.
    var identity: EndpointIdentity { sample.inventory.endpoints[row] }
    /// What selections keep.
    var key: Identity { .endpoint(source: source.id, label: identity.label) }
    /// What it does.
    var state: EndpointState { sample.endpointStates[row] }
    /// Where it runs: that of its source, where that says nothing else of it.
    var site: String { identity.site ?? source.site }
    /// Whether its readings are current.
    var isLive: Bool { source.isLive }

    /// A reading.
    subscript(metric: EndpointMetric) -> Reading<Double> { sample.endpoints[metric, row] }

    /// A value; `nil` where it is absent.
    func value(_ metric: EndpointMetric) -> Double? { sample.endpoints.value(metric, row) }

    /// Its share in percent, told so that those of its endpoint's variants, which stand together, sum to
    /// 100; `nil` where it has none.
    var shareText: String? {
        guard value(.share) != nil else { return nil }
        let all = sample.inventory.endpoints
        let name = identity.name
        let first = all[..<row].lastIndex { $0.name != name }.map { $0 + 1 } ?? 0
        let end = all[row...].firstIndex { $0.name != name } ?? all.count
        let shares = (first..<end).map { sample.endpoints.value(.share, $0) }
        return ShareSplit.texts(of: shares)[row - first]
    }

    /// Its history of a metric, with what a trend or graph needs to place it.
    func series(_ metric: EndpointMetric, in snapshot: FleetSnapshot, at now: Instant)
        -> RecordedSeries
    {
        RecordedSeries(
            values: snapshot.history.series(metric, source: source.id, row: row),
            source: source.id, history: snapshot.history, now: now)
    }
}
