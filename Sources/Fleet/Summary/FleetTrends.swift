/// How the whole fleet went lately: each GPU once. It sums each bucket of history when it is first
/// seen and never again, so that following a large fleet costs one pass a bucket.
package struct FleetTrends: Sendable {
    /// The sums of one source over one bucket.
    package struct Sums: Hashable, Sendable {
        /// Of the bucket.
        package var start: WallTime
        /// Busy share of each GPU, 0...1.
        package var utilization = Tally()
        /// Watts of the GPUs.
        package var power = Tally()
        /// Requests a second, endpoint by endpoint.
        package var requestRate = Tally()
        /// Tokens generated a second, endpoint by endpoint.
        package var tokensOut = Tally()
    }

    /// One figure of the fleet over time.
    package struct Line: Sendable {
        /// One value a place in time, oldest first; `nil` where nothing was heard.
        package var values: [Float?] = []
        /// The number of the newest place since the epoch.
        package var newest = 0
        /// The length of a place: that of the slowest source which tells this figure at all, so that a
        /// cloud's minutes do not coarsen what the nodes tell every second.
        package var bucket: Duration = .seconds(10)
    }

    private var tracks: [SourceID: [Sums]] = [:]
    private var lengths: [SourceID: Duration] = [:]

    /// Nothing followed yet.
    package init() {}

    /// Takes in the buckets that have closed since the last time.
    package mutating func follow(_ snapshot: FleetSnapshot, _ roster: AcceleratorRoster) {
        let history = snapshot.history
        tracks = tracks.filter { history.tracks[$0.key] != nil }
        lengths = history.tracks.mapValues(\.bucket)
        var fresh: [Int: [FleetHistory.Bucket]] = [:]
        for (place, source) in snapshot.sources.enumerated() {
            guard let track = history.tracks[source.id] else { continue }
            forgetIfRecalled(source.id, from: track.buckets.first?.start)
            let known = tracks[source.id]?.last?.start
            let new = track.buckets.filter { bucket in known.map { bucket.start > $0 } ?? true }
            if !new.isEmpty { fresh[place] = new }
            trim(source.id, from: track.buckets.first?.start)
        }
        if !fresh.isEmpty { sum(fresh, snapshot, roster) }
    }

    /// A figure over time. The last place is left out until as many sources as before have told.
    /// There is a gap where fewer were counted than now: what was not yet heard of then is not zero,
    /// and the mean of a part is not that of the fleet.
    package func series(_ tally: (Sums) -> Tally, isMean: Bool) -> Line {
        let telling = tracks.filter { $0.value.contains { tally($0).counted > 0 } }
        var line = Line()
        line.bucket = telling.keys.compactMap { lengths[$0] }.max() ?? line.bucket
        let step = max(1, line.bucket.nanoseconds)
        var places: [Int64: Place] = [:]
        for list in telling.values {
            // A quick source has several buckets in a place, and counts there once: by their mean.
            var own: [Int64: Stay] = [:]
            for sums in list where tally(sums).counted > 0 {
                own[sums.start.nanoseconds / step, default: Stay()].add(tally(sums))
            }
            for (place, stay) in own { places[place, default: Place()].add(stay) }
        }
        guard var last = places.keys.max(), var first = places.keys.min() else { return line }
        let before = places[last - 1]?.reports ?? 0
        if (places[last]?.reports ?? 0) < before { last -= 1 }
        first = max(first, last - 4095)
        guard first <= last else { return line }
        let least = (places[last]?.weight ?? 0) * Self.comparableShare
        line.values = (first...last).map { place in
            places[place].flatMap { $0.weight < least ? nil : Float($0.value(isMean: isMean)) }
        }
        line.newest = Int(last)
        return line
    }

    /// What is of less of the fleet than this share of what is counted now cannot be held against it.
    private static let comparableShare = 0.9

    /// What one source says of one place, over all its buckets there.
    private struct Stay {
        var sum = 0.0
        var weight = 0.0
        var buckets = 0.0

        mutating func add(_ tally: Tally) {
            sum += tally.sum
            weight += Double(tally.counted)
            buckets += 1
        }
    }

    private struct Place {
        var sum = 0.0
        var weight = 0.0
        var reports = 0

        mutating func add(_ stay: Stay) {
            sum += stay.sum / stay.buckets
            weight += stay.weight / stay.buckets
            reports += 1
        }

        func value(isMean: Bool) -> Double { isMean ? sum / max(1, weight) : sum }
    }
}

extension FleetTrends {
    private mutating func trim(_ source: SourceID, from oldest: WallTime?) {
        guard let oldest, let first = tracks[source]?.first, first.start < oldest else { return }
        tracks[source]?.removeAll { $0.start < oldest }
    }

    /// A source whose past was put in front of what is known is followed anew.
    private mutating func forgetIfRecalled(_ source: SourceID, from oldest: WallTime?) {
        guard let oldest, let first = tracks[source]?.first, oldest < first.start else { return }
        tracks[source] = nil
    }

    private mutating func sum(
        _ fresh: [Int: [FleetHistory.Bucket]], _ snapshot: FleetSnapshot,
        _ roster: AcceleratorRoster
    ) {
        var found = fresh.mapValues { $0.map { Sums(start: $0.start) } }
        for group in roster.groups {
            guard let buckets = fresh[group.source] else { continue }
            for (place, bucket) in buckets.enumerated() {
                let busy = bucket[AcceleratorMetric.utilization]
                let power = bucket[AcceleratorMetric.power]
                guard var sums = found[group.source]?[place] else { continue }
                for seat in roster.seats[group.seats] {
                    let row = Int(seat.place.row)
                    sums.utilization.add(Self.element(busy, row))
                    sums.power.add(Self.element(power, row))
                }
                found[group.source]?[place] = sums
            }
        }
        for (source, buckets) in fresh {
            let rows =
                snapshot.sources[source].sample?.inventory.wholeEndpoints.flatMap(\.parts) ?? []
            for (place, bucket) in buckets.enumerated() {
                let (rates, tokens) =
                    (bucket[EndpointMetric.requestRate], bucket[EndpointMetric.tokensOut])
                for row in rows {
                    found[source]?[place].requestRate.add(Self.element(rates, row))
                    found[source]?[place].tokensOut.add(Self.element(tokens, row))
                }
            }
            tracks[snapshot.sources[source].id, default: []] += found[source] ?? []
        }
    }

    private static func element(_ column: ArraySlice<Float>, _ row: Int) -> Double? {
        guard row >= 0, row < column.count else { return nil }
        let value = column[column.startIndex + row]
        return value.isNaN ? nil : Double(value)
    }
}
