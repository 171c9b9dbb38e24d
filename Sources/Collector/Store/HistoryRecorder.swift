package import Fleet

/// Gathers the readings of one source into buckets of time. A graph moves when its bucket closes, not
/// at every sample.
package struct HistoryRecorder: Sendable {
    /// How long a bucket is.
    package let length: Duration
    /// How many are kept.
    package let keep: Int
    private var start: WallTime?
    private var accelerators: [AcceleratorMetric: Means] = [:]
    private var endpoints: [EndpointMetric: Means] = [:]

    /// Beyond this many accelerators only two metrics are kept, in fewer buckets, so that a whole
    /// cluster behind one source stays affordable.
    package static let manyAccelerators = 64

    static let fewMetrics: [AcceleratorMetric] = [.utilization, .memoryUsed]
    static let allMetrics: [AcceleratorMetric] = fewMetrics + [.power, .temperature]
    static let endpointMetrics: [EndpointMetric] = [
        .requestRate, .errorRatio, .latencyP50, .latencyP95, .latencyP99, .firstTokenP95, .tokensIn,
        .tokensOut, .requestsWaiting, .requestsRunning, .cacheUsage, .acceleratorUtilization,
        .probeLatency, .latencyMean,
    ]

    /// A recorder for a source that reports at `interval`.
    package init(interval: Duration, accelerators: Int) {
        length = Answer.historyLength(interval: interval)
        keep = accelerators > Self.manyAccelerators ? 120 : 300
    }

    /// Takes over a sample; returns the bucket that it closed, if it began a new one.
    package mutating func record(_ sample: Sample, at time: WallTime) -> FleetHistory.Bucket? {
        let step = length.nanoseconds
        let begin = WallTime(nanoseconds: time.nanoseconds / step * step)
        let closed = start.flatMap { $0 == begin ? nil : close(begun: $0) }
        start = begin
        add(sample)
        return closed
    }

    private mutating func close(begun: WallTime) -> FleetHistory.Bucket {
        defer {
            accelerators = [:]
            endpoints = [:]
        }
        return FleetHistory.Bucket(
            start: begun, accelerators: accelerators.mapValues(\.values),
            endpoints: endpoints.mapValues(\.values))
    }

    private mutating func add(_ sample: Sample) {
        let count = sample.accelerators.rowCount
        for metric in count > Self.manyAccelerators ? Self.fewMetrics : Self.allMetrics {
            guard let column = sample.accelerators[metric] else { continue }
            accelerators[metric, default: Means(rows: count)].add(column)
        }
        for metric in Self.endpointMetrics {
            guard let column = sample.endpoints[metric] else { continue }
            endpoints[metric, default: Means(rows: sample.endpoints.rowCount)].add(column)
        }
    }

    /// Sums of a column over the samples of a bucket.
    private struct Means: Sendable {
        var sums: [Float]
        var counts: [UInt16]

        init(rows: Int) {
            sums = [Float](repeating: 0, count: rows)
            counts = [UInt16](repeating: 0, count: rows)
        }

        mutating func add(_ column: Column) {
            guard column.count == sums.count else { return }
            for row in sums.indices {
                guard let value = column.value(row), counts[row] < .max else { continue }
                sums[row] += Float(value)
                counts[row] += 1
            }
        }

        /// Means; NaN where a row had no reading.
        var values: [Float] {
            sums.indices.map { counts[$0] == 0 ? .nan : sums[$0] / Float(counts[$0]) }
        }
    }
}
