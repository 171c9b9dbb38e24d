/// How the whole fleet went lately: each GPU once. What was summed once stays as it was: a source that
/// falls silent, is renamed or comes back changes nothing of the past.
package struct FleetTrends: Sendable {
    /// What is followed.
    package enum Figure: Int, Sendable, CaseIterable {
        /// Busy share of the GPUs, 0...1: their mean. Then sums: watts of the GPUs, requests a second and
        /// tokens generated a second of the endpoints.
        case utilization, power, requestRate, tokensOut

        var isMean: Bool { self == .utilization }
    }

    /// One figure of the fleet over time.
    package struct Line: Sendable {
        /// One value a place in time, oldest first; `nil` where nothing was heard, or less of the fleet
        /// than could be held against what was heard later.
        package var values: [Float?] = []
        /// The number of the newest place since the epoch.
        package var newest = 0
    }

    /// The sums of one source over one bucket, by figure.
    struct Sums: Hashable, Sendable {
        var start: WallTime
        var tallies = [Tally](repeating: Tally(), count: Figure.allCases.count)
    }

    /// The length of a place.
    package static let place = Duration.seconds(5)
    /// Places that are kept: half an hour.
    static let kept = 360

    var tracks: [SourceID: [Sums]] = [:]
    var lengths: [SourceID: Duration] = [:]
    /// The sources whose last word still counts.
    var live: Set<SourceID> = []
    /// The whole fleet by place.
    var places: [Int: FleetPlace] = [:]
    /// The first place that nothing can change any more, and the first one at which every source had
    /// had its chance to tell; `nil` before there is one.
    private var open: Int?
    private(set) var whole: Int?
    private var began: Int?
    private var isRecalled = false
    /// How many there are that could tell: GPUs, and endpoints.
    private var expected = (accelerators: 0, endpoints: 0)

    /// Nothing followed yet.
    package init() {}

    /// Takes in the buckets that have closed since the last time.
    package mutating func follow(_ snapshot: FleetSnapshot, _ roster: AcceleratorRoster) {
        let history = snapshot.history
        tracks = tracks.filter { history.tracks[$0.key] != nil }
        lengths = history.tracks.mapValues(\.bucket)
        live = Set(snapshot.sources.lazy.filter(\.isLive).map(\.id))
        expected = (
            roster.seats.count,
            snapshot.sources.reduce(0) { $0 + ($1.sample?.inventory.wholeEndpoints.count ?? 0) }
        )
        var fresh: [Int: [FleetHistory.Bucket]] = [:]
        for (place, source) in snapshot.sources.enumerated() {
            guard let track = history.tracks[source.id] else { continue }
            forgetIfRecalled(source.id, from: track.buckets.first?.start)
            let known = tracks[source.id]?.last?.start
            let new = track.buckets.filter { bucket in known.map { bucket.start > $0 } ?? true }
            if !new.isEmpty { fresh[place] = new }
            if known == nil, new.count > 1 { isRecalled = true }
            trim(source.id, from: track.buckets.first?.start)
        }
        if !fresh.isEmpty { sum(fresh, snapshot, roster) }
        close(upTo: Self.number(snapshot.time.wall), snapshot)
    }

    /// Sums the places that are over. What was before the fleet was whole is summed again while it is
    /// not, and when a source recalls its past.
    private mutating func close(upTo now: Int, _ snapshot: FleetSnapshot) {
        let began = began ?? now
        self.began = began
        let hasAnswered =
            !snapshot.sources.isEmpty
            && snapshot.sources.allSatisfy { $0.sample != nil || $0.failure != nil }
        // Rates need a second answer, and buckets have to close.
        if whole == nil, hasAnswered || now > began + 6 { whole = now + 3 }
        let end = now - Self.lateness
        let new = min(open ?? end, end)..<end
        let isEarly = whole.map { end < $0 } ?? true
        guard open == nil || isRecalled || !new.isEmpty else { return }
        if open == nil || isRecalled || isEarly { sumPast(min(whole ?? end, end), from: end) }
        for place in new.suffix(Self.kept) { places[place] = fleet(at: place) }
        isRecalled = false
        open = max(open ?? end, end)
        places = places.filter { $0.key >= end - Self.kept }
    }

    private mutating func sumPast(_ past: Int, from end: Int) {
        let first = max(min(earliest ?? past, past), end - Self.kept)
        for place in first..<max(first, past) { places[place] = fleet(at: place) }
    }

    /// So many places late a source of five seconds has closed its bucket.
    private static let lateness = 2

    static func number(_ time: WallTime) -> Int { Int(time.nanoseconds / place.nanoseconds) }

    private var earliest: Int? {
        tracks.values.lazy.compactMap { $0.first.map { Self.number($0.start) } }.min()
    }

    /// A figure over time. From when the fleet was whole, all that was heard; before that there is a gap
    /// where less was heard: what was not yet heard of is not zero, and the mean of a part is not that
    /// of the fleet.
    package func series(_ figure: Figure) -> Line {
        let told = places.filter { $0.value[figure].weight > 0 }
        guard let last = told.keys.max(), let first = told.keys.min() else { return Line() }
        let isWhole = whole.map { $0 <= last } ?? false
        let whole = isWhole ? whole ?? last : last + 1
        let least = Self.comparableShare * (told[whole]?[figure].weight ?? Double(count(figure)))
        var line = Line(newest: last)
        line.values = (first...last).map { place -> Float? in
            guard let share = told[place]?[figure] else { return nil }
            return place < whole && share.weight < least
                ? nil : Float(figure.isMean ? share.sum / share.weight : share.sum)
        }
        return line
    }

    private func count(_ figure: Figure) -> Int {
        switch figure {
        case .utilization, .power: expected.accelerators
        case .requestRate, .tokensOut: expected.endpoints
        }
    }

    /// What is of less of the fleet than this share of what is counted later cannot be held against it.
    private static let comparableShare = 0.9
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
        isRecalled = true
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
                    sums[.utilization].add(Self.element(busy, row))
                    sums[.power].add(Self.element(power, row))
                }
                found[group.source]?[place] = sums
            }
        }
        let claims = RequestClaims(snapshot)
        for (source, buckets) in fresh {
            let parts =
                snapshot.sources[source].sample?.inventory.wholeEndpoints.flatMap(\.parts) ?? []
            let rows = parts.filter { !claims.isCountedElsewhere(source: source, row: $0) }
            for (place, bucket) in buckets.enumerated() {
                let (rates, tokens) =
                    (bucket[EndpointMetric.requestRate], bucket[EndpointMetric.tokensOut])
                for row in rows {
                    found[source]?[place][.requestRate].add(Self.element(rates, row))
                    found[source]?[place][.tokensOut].add(Self.element(tokens, row))
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

extension FleetTrends.Sums {
    subscript(figure: FleetTrends.Figure) -> Tally {
        get { tallies[figure.rawValue] }
        set { tallies[figure.rawValue] = newValue }
    }
}
