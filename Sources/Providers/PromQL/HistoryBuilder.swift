import Fleet

/// Lays the points of range queries into buckets of history.
struct HistoryBuilder {
    /// What to ask for, in seconds since the epoch.
    struct Range {
        var start: Double
        var end: Double
        var step: Double
    }

    private let first: Int64
    private let step: Int64
    private let count: Int
    private let acceleratorCount: Int
    private let endpointCount: Int
    private var accelerators: [AcceleratorMetric: [[Float]]] = [:]
    private var endpoints: [EndpointMetric: [[Float]]] = [:]

    /// The buckets that end before `end`: as many as a graph shows, and fewer for a large fleet, so
    /// that an answer stays within half a million points.
    init(end: WallTime, length: Duration, accelerators: Int, endpoints: Int) {
        step = max(length.nanoseconds, 1)
        count = min(240, 500_000 / max(1, accelerators))
        first = end.nanoseconds / step * step - Int64(count) * step
        acceleratorCount = accelerators
        endpointCount = endpoints
    }

    /// What to ask for; `nil` where the fleet is too large for a past.
    var range: Range? {
        guard count > 1 else { return nil }
        return Range(
            start: Double(first) / 1e9, end: Double(first + Int64(count - 1) * step) / 1e9,
            step: Double(step) / 1e9)
    }

    /// Whether graphs show the metric.
    func keeps(_ metric: AcceleratorMetric) -> Bool {
        metric == .utilization || metric == .memoryUsed
            || acceleratorCount <= 64 && (metric == .power || metric == .temperature)
    }

    /// Whether graphs show the metric.
    func keeps(_ metric: EndpointMetric) -> Bool {
        [
            .requestRate, .errorRatio, .tokensIn, .tokensOut, .requestsWaiting, .requestsRunning,
            .cacheUsage, .latencyMean, .latencyP50, .latencyP95, .latencyP99, .firstTokenP95,
        ].contains(metric)
    }

    /// Takes over the points of one accelerator.
    mutating func add(
        _ metric: AcceleratorMetric, row: Int, _ points: [QueryDecoder.Point], scale: Double
    ) {
        var table = accelerators.removeValue(forKey: metric) ?? empty(acceleratorCount)
        lay(points, row, scale, &table)
        accelerators[metric] = table
    }

    /// Takes over the points of one endpoint.
    mutating func add(
        _ metric: EndpointMetric, row: Int, _ points: [QueryDecoder.Point], scale: Double
    ) {
        var table = endpoints.removeValue(forKey: metric) ?? empty(endpointCount)
        lay(points, row, scale, &table)
        endpoints[metric] = table
    }

    /// The buckets in which anything was recorded, oldest first.
    var buckets: [FleetHistory.Bucket] {
        (0..<count).compactMap { place in
            let accelerators = accelerators.mapValues { $0[place] }
            let endpoints = endpoints.mapValues { $0[place] }
            let isEmpty =
                accelerators.values.allSatisfy { $0.allSatisfy(\.isNaN) }
                && endpoints.values.allSatisfy { $0.allSatisfy(\.isNaN) }
            guard !isEmpty else { return nil }
            return FleetHistory.Bucket(
                start: WallTime(nanoseconds: first + Int64(place) * step),
                accelerators: accelerators, endpoints: endpoints)
        }
    }

    private func empty(_ rows: Int) -> [[Float]] {
        [[Float]](repeating: [Float](repeating: .nan, count: rows), count: count)
    }

    private func lay(
        _ points: [QueryDecoder.Point], _ row: Int, _ scale: Double, _ table: inout [[Float]]
    ) {
        for point in points where point.value.isFinite && abs(point.time) < 9e9 {
            let place = (Int64((point.time * 1e9).rounded()) - first) / step
            guard place >= 0, place < count else { continue }
            table[Int(place)][row] = Float(point.value * scale)
        }
    }
}
