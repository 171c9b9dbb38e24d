import Fleet

/// The endpoints that a server's answers name, and their readings.
struct QueriedEndpoints: Sendable {
    /// What tells an endpoint from the others.
    struct Key: Hashable, Comparable, Sendable {
        var kind: String
        var model: String
        var namespace: String
        var job: String

        static func < (left: Key, right: Key) -> Bool {
            (left.model, left.namespace, left.job, left.kind)
                < (right.model, right.namespace, right.job, right.kind)
        }
    }

    /// Every endpoint that was there since the start, in order.
    private(set) var keys: [Key] = []
    private var readings: [Key: [EndpointMetric: Reading<Double>]] = [:]
    /// The endpoints that have series now.
    private var present: Set<Key> = []
    /// The share of targets that answer, by namespace and job.
    private var targets: [Place: Double] = [:]

    /// Where targets are.
    private struct Place: Hashable {
        var namespace: String
        var job: String
    }

    /// The highest finite bound of each histogram.
    private var bounds: [BucketsOf: Double] = [:]

    private struct BucketsOf: Hashable {
        var key: Key
        var text: String
    }

    /// Begins a new round.
    mutating func begin() {
        readings.removeAll(keepingCapacity: true)
        present.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
    }

    /// Takes over which share of each job's targets answers.
    mutating func takeTargets(_ page: MetricPage, _ catalogue: SeriesCatalogue) {
        for (series, value) in zip(page.series, page.values) where value.isFinite {
            guard let definition = catalogue.definitions[Int(series)] else { continue }
            let key = Self.key("", definition, [])
            targets[Place(namespace: key.namespace, job: key.job)] = value
        }
    }

    /// Takes over the answer to a query.
    mutating func take(
        _ query: EndpointQuery, _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) {
        let labels = ServerRecipe.all.first { $0.kind == query.kind }?.modelLabels ?? []
        var buckets: [Key: [(bound: Double, count: Double)]] = [:]
        for (series, value) in zip(page.series, page.values) {
            guard let definition = catalogue.definitions[Int(series)] else { continue }
            let key = Self.key(query.kind, definition, labels)
            switch query.use {
            case .identity:
                add(key)
                present.insert(key)
            case .metric(let metric, let scale):
                note(key, metric, Self.reading(value, scale).plausible(metric))
            case .buckets:
                if let bound = definition.bound { buckets[key, default: []].append((bound, value)) }
            }
        }
        guard case .buckets(let uses) = query.use else { return }
        for (key, found) in buckets {
            bounds[BucketsOf(key: key, text: query.text)] =
                found.map(\.bound).filter(\.isFinite).max()
            for use in uses {
                let counts = found.contains { !$0.count.isFinite } ? nil : BucketCounts(found)
                let reading = counts?.quantile(use.quantile).map { $0 * use.scale }
                note(key, use.metric, reading ?? .absent(.malformed))
            }
        }
    }

    /// The rows.
    func identities(labels: [String: String]) -> [EndpointIdentity] {
        let names = keys.reduce(into: [String: Int]()) { $0[Self.name($1), default: 0] += 1 }
        return keys.map { key in
            var labels = labels
            if !key.namespace.isEmpty { labels["namespace"] = key.namespace }
            if !key.job.isEmpty { labels["job"] = key.job }
            let isAlone = names[Self.name(key)] == 1
            let place = [key.namespace, key.job].filter { !$0.isEmpty }.joined(separator: "/")
            return EndpointIdentity(
                name: Self.name(key), variant: isAlone || place.isEmpty ? nil : place,
                kind: key.kind, model: key.model.isEmpty ? nil : key.model, labels: labels)
        }
    }

    /// Fills the sample's endpoint table.
    func fill(_ sample: inout Sample) {
        let places = keys.reduce(into: [Place: Int]()) {
            $0[Place(namespace: $1.namespace, job: $1.job), default: 0] += 1
        }
        for (row, key) in keys.enumerated() {
            let place = Place(namespace: key.namespace, job: key.job)
            sample.endpointStates[row] = state(key, isAlone: places[place] == 1)
            for (metric, reading) in readings[key] ?? [:] {
                sample.endpoints[metric, row] = reading
            }
        }
    }

    /// The highest finite bound of the buckets that a query had for a row; `nil` where it had none.
    func highestBound(_ query: EndpointQuery, _ row: Int) -> Double? {
        bounds[BucketsOf(key: keys[row], text: query.text)]
    }

    /// What follows from whether its targets answer when they are scraped. Of a job that serves several
    /// models it is not known whose target a silent one is.
    private func state(_ key: Key, isAlone: Bool) -> EndpointState {
        let share =
            targets[Place(namespace: key.namespace, job: key.job)]
            ?? targets[Place(namespace: "", job: key.job)]
        guard let share else { return .unknown }
        if share == 0 { return .failed }
        guard present.contains(key) else { return .unknown }
        return share < 1 && isAlone ? .degraded : .serving
    }

    /// The row of a series in an answer to a query.
    func row(_ query: EndpointQuery, _ definition: SeriesDefinition) -> Int? {
        let labels = ServerRecipe.all.first { $0.kind == query.kind }?.modelLabels ?? []
        return keys.firstIndex(of: Self.key(query.kind, definition, labels))
    }

    private mutating func add(_ key: Key) {
        guard !keys.contains(key), keys.count < 4096 else { return }
        keys.append(key)
        keys.sort()
    }

    private mutating func note(_ key: Key, _ metric: EndpointMetric, _ reading: Reading<Double>) {
        guard keys.contains(key) else { return }
        readings[key, default: [:]][metric] = reading
    }

    /// 0 / 0 is how the query language says that there was nothing to divide.
    private static func reading(_ value: Double, _ scale: Double) -> Reading<Double> {
        if value.isNaN { return .absent(Absence(.notReported, .noRequests)) }
        return value.isFinite ? .value(value * scale) : .absent(.malformed)
    }

    private static func name(_ key: Key) -> String {
        key.model.isEmpty ? (key.job.isEmpty ? key.kind : key.job) : key.model
    }

    private static func key(
        _ kind: String, _ series: SeriesDefinition, _ labels: [String]
    ) -> Key {
        func clean(_ text: String?) -> String { CleanText.clean(text ?? "", limit: 128) }
        return Key(
            kind: kind, model: clean(series.first(of: labels)),
            namespace: clean(series["namespace"]), job: clean(series["job"]))
    }
}
