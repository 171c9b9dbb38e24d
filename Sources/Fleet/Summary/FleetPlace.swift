/// The whole fleet over one place in time.
struct FleetPlace: Hashable, Sendable {
    /// A sum, and of how many things.
    struct Share: Hashable, Sendable {
        var sum = 0.0
        var weight = 0.0
    }

    private var shares = [Share](repeating: Share(), count: FleetTrends.Figure.allCases.count)

    subscript(figure: FleetTrends.Figure) -> Share {
        get { shares[figure.rawValue] }
        set { shares[figure.rawValue] = newValue }
    }

    /// Adds what one source says over all its buckets there: the mean of them, so that a quick source
    /// counts once.
    mutating func add(_ buckets: ArraySlice<FleetTrends.Sums>) {
        for figure in FleetTrends.Figure.allCases {
            let told = buckets.lazy.map { $0[figure] }.filter { $0.counted > 0 }
            let number = Double(told.count)
            guard number > 0 else { continue }
            self[figure].sum += told.reduce(0) { $0 + $1.sum } / number
            self[figure].weight += told.reduce(0) { $0 + Double($1.counted) } / number
        }
    }
}

extension FleetTrends {
    /// All that the sources say of a place. A slow one says it for as long as its bucket is, and one
    /// that is live until it says something else.
    func fleet(at number: Int) -> FleetPlace {
        let start = WallTime(nanoseconds: Int64(number) * Self.place.nanoseconds)
        let end = start + Self.place
        var fleet = FleetPlace()
        for (source, track) in tracks {
            let length = lengths[source] ?? Self.place
            let after = track.partitioningIndex { $0.start >= end }
            var first = after
            while first > 0, track[first - 1].start + length > start { first -= 1 }
            if first == after, after == track.count, after > 0, live.contains(source) { first -= 1 }
            fleet.add(track[first..<after])
        }
        return fleet
    }
}

extension Array {
    /// The first place from which on all elements are so, in an order in which they are.
    fileprivate func partitioningIndex(_ isSo: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSo(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
