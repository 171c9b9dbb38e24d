import Fleet

/// What fell into the buckets of a histogram over some time, to take quantiles of.
struct BucketCounts: Sendable, Equatable {
    /// Upper bounds in ascending order; the last is infinite.
    private(set) var bounds: [Double] = []
    /// Observations up to each bound: never falling.
    private(set) var counts: [Double] = []

    /// The buckets of one histogram, in any order; `nil` without the infinite one, which is the total.
    init?(_ buckets: [(bound: Double, count: Double)]) {
        let sorted = buckets.sorted { $0.bound < $1.bound }
        guard sorted.last?.bound == .infinity else { return nil }
        var highest = 0.0
        for (bound, count) in sorted {
            highest = max(highest, count)
            if bounds.last == bound {
                counts[counts.count - 1] = highest
            } else {
                bounds.append(bound)
                counts.append(highest)
            }
        }
    }

    /// All observations.
    var total: Double { counts.last ?? 0 }

    /// The sum of several histograms, over the bounds that all of them have: what lies between the
    /// others cannot be told apart any more. Percentiles are never averaged.
    static func sum(_ histograms: [BucketCounts]) -> BucketCounts? {
        let active = histograms.filter { $0.total > 0 }
        guard var result = active.first ?? histograms.first else { return nil }
        for other in active.dropFirst() { result.add(other) }
        return result
    }

    /// The value below which the share `quantile` of all observations lies, interpolated inside its
    /// bucket (from 0 below the first bound). Absent where there was no observation, and where it lies
    /// beyond the highest finite bound: how far beyond, nobody knows.
    func quantile(_ quantile: Double) -> Reading<Double> {
        guard total > 0 else { return .absent(Absence(.notReported, .noRequests)) }
        let rank = quantile * total
        guard let place = counts.firstIndex(where: { $0 >= rank }) else {
            return .absent(.malformed)
        }
        guard bounds[place].isFinite else {
            return .absent(Absence(.unsupported, .aboveHighestBucket))
        }
        let below = place == 0 ? 0 : counts[place - 1]
        let lower = place == 0 ? min(0, bounds[0]) : bounds[place - 1]
        let inside = counts[place] - below
        guard inside > 0 else { return .value(bounds[place]) }
        return .value(lower + (bounds[place] - lower) * (rank - below) / inside)
    }

    private mutating func add(_ other: BucketCounts) {
        var common: [Double] = []
        var summed: [Double] = []
        var place = 0
        for (bound, count) in zip(bounds, counts) {
            while place < other.bounds.count, other.bounds[place] < bound { place += 1 }
            guard place < other.bounds.count, other.bounds[place] == bound else { continue }
            common.append(bound)
            summed.append(count + other.counts[place])
        }
        bounds = common
        counts = summed
    }
}
