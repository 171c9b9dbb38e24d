/// Recent readings for trends and graphs, in time buckets. A value: appending a bucket copies a list of
/// references, never the buckets themselves.
package struct FleetHistory: Sendable {
    /// The buckets of one source, oldest first; each holds every row of each kept metric.
    package private(set) var tracks: [SourceID: Track] = [:]

    /// Nothing recorded yet.
    package init() {}

    /// The recorded values of a row, oldest first; `nil` stands for a gap, which stays one.
    package func series(_ metric: AcceleratorMetric, source: SourceID, row: Int) -> [Float?] {
        series(source: source) { $0.value(metric, row) }
    }

    /// The recorded values of an endpoint row.
    package func series(_ metric: EndpointMetric, source: SourceID, row: Int) -> [Float?] {
        series(source: source) { $0.value(metric, row) }
    }

    /// How long one bucket of the source is.
    package func bucket(source: SourceID) -> Duration? { tracks[source]?.bucket }

    /// The start of the newest bucket of the source.
    package func newest(source: SourceID) -> WallTime? { tracks[source]?.buckets.last?.start }

    /// Adds a finished bucket, and drops the oldest beyond the track's capacity.
    package mutating func append(_ bucket: Bucket, source: SourceID, length: Duration, keep: Int) {
        tracks[source, default: Track(bucket: length)].append(bucket, keep: keep)
    }

    /// Puts buckets from before those that are known, oldest first, in front of them. What overlaps is
    /// left out.
    package mutating func recall(_ buckets: [Bucket], source: SourceID, length: Duration, keep: Int)
    {
        let known = tracks[source]?.buckets ?? []
        let older = buckets.filter { bucket in known.first.map { bucket.start < $0.start } ?? true }
        tracks[source] = Track(bucket: tracks[source]?.bucket ?? length)
        for bucket in older + known { append(bucket, source: source, length: length, keep: keep) }
    }

    /// Forgets a source, when its rows have changed and old rows no longer mean the same thing.
    package mutating func forget(_ source: SourceID) { tracks[source] = nil }

    private func series(source: SourceID, _ pick: (Bucket) -> Float?) -> [Float?] {
        guard let track = tracks[source] else { return [] }
        return track.spaced().map { $0.flatMap(pick) }
    }

    /// The buckets of one source.
    package struct Track: Sendable {
        /// The length of each bucket.
        package let bucket: Duration
        /// Oldest first. Where nothing was heard for a while there is no bucket.
        package fileprivate(set) var buckets: [Bucket] = []

        fileprivate mutating func append(_ bucket: Bucket, keep: Int) {
            buckets.append(bucket)
            if buckets.count > keep { buckets.removeFirst(buckets.count - keep) }
        }

        /// The buckets at equal distances in time, `nil` where one is missing.
        fileprivate func spaced() -> [Bucket?] {
            guard let first = buckets.first, let last = buckets.last, bucket > .zero else {
                return []
            }
            let step = bucket.nanoseconds
            let span = Int((last.start.nanoseconds - first.start.nanoseconds) / step)
            var result = [Bucket?](repeating: nil, count: min(span, 4096) + 1)
            for item in buckets {
                let place = span - Int((last.start.nanoseconds - item.start.nanoseconds) / step)
                let fromEnd = span - place
                if fromEnd < result.count { result[result.count - 1 - fromEnd] = item }
            }
            return result
        }
    }
}
