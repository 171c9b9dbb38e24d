import Fleet

/// Recorded values and their place in time, with a gap at the end for what has not been heard since.
struct RecordedSeries {
    private(set) var values: [Float?]
    /// The length of a bucket; a second where nothing was recorded.
    let bucket: Duration
    /// The number of the newest value since the epoch.
    private(set) var newest: Int

    init(values: [Float?], source: SourceID, history: FleetHistory, now: Instant) {
        self.values = Self.bridged(values)
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

    /// A single bucket without a sample between two that have one is a sample that came a little late: the
    /// reading before it still stood. Two are a gap.
    private static func bridged(_ values: [Float?]) -> [Float?] {
        guard values.count > 2 else { return values }
        var result = values
        for place in 1..<values.count - 1 where values[place] == nil {
            if let before = values[place - 1], values[place + 1] != nil { result[place] = before }
        }
        return result
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
