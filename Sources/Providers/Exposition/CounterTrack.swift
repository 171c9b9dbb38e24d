import Fleet

/// Counters over the last scrapes of one page: how much each has grown, resets taken out.
///
/// What one scrape adds is the difference to the sighting before, or the whole value where that is lower
/// (the process has started anew; for a histogram, where any of its buckets is lower). The first value
/// of a series is only its base, unless the page tells that it was created after the scrape before.
/// Growth is measured from sighting to sighting of the same series, so that a page that misses it for a
/// while neither adds to its rate nor takes from it.
struct CounterTrack: Sendable {
    private var last: [Double] = []
    private var totals: [Double] = []
    private var marks: [Mark] = []
    private var generation = 0
    private let window: Duration

    /// The totals at one scrape; NaN where the page did not have the series.
    private struct Mark {
        var instant: Instant
        var totals: [Double]

        func total(_ series: Int32) -> Double {
            Int(series) < totals.count ? totals[Int(series)] : .nan
        }
    }

    /// How much something has grown, and over which time.
    struct Growth: Sendable, Equatable {
        var increase: Double
        var seconds: Double

        /// Growth a second.
        var rate: Double { increase / seconds }
    }

    /// A track that measures over at most `window`, and always over at least two scrapes.
    init(window: Duration) { self.window = window }

    /// Whether there was a scrape before the last one.
    var hasHistory: Bool { marks.count > 1 }

    /// Whether a number can be what a counter has come to: beyond 2^53 it no longer counts by ones.
    static func isCount(_ value: Double) -> Bool { value >= 0 && value <= 0x1p53 }

    /// Takes over a page.
    mutating func note(_ page: MetricPage, _ catalogue: SeriesCatalogue, at instant: Instant) {
        if catalogue.generation != generation {
            self = CounterTrack(window: window)
            generation = catalogue.generation
        }
        last += [Double](repeating: .nan, count: max(0, catalogue.count - last.count))
        totals += [Double](repeating: 0, count: max(0, catalogue.count - totals.count))
        let restarted = restartedHistograms(page, catalogue)
        var births: SeriesBirths?
        var seen = [Double](repeating: .nan, count: catalogue.count)
        for (item, value) in zip(page.series, page.values) where Self.isCount(value) {
            let series = Int(item)
            let before = last[series]
            if before.isNaN {
                if let previous = marks.last?.instant {
                    let known = births ?? SeriesBirths(page, catalogue)
                    births = known
                    if known.isBorn(series, catalogue, after: previous, before: instant) {
                        beginAtNothing(series)
                        totals[series] = value
                    }
                }
            } else if value < before || isRestarted(catalogue, series, restarted) {
                // What a new process counted during a long silence says nothing about now; and one that
                // has already counted half of what the old one had is no new process.
                let isHalf = before >= 10 && value > before / 2 && value < before
                let isDoubtful = isAfterSilence(instant) || (isHalf && restarted.isEmpty)
                if isDoubtful { begin(series) } else { totals[series] += value }
            } else {
                totals[series] += value - before
            }
            last[series] = value
            seen[series] = totals[series]
        }
        slide(Mark(instant: instant, totals: seen))
    }

    /// How much a series of the last page has grown; `nil` where it was not seen before, within the
    /// window.
    func growth(_ series: Int32) -> Growth? {
        base(series).flatMap { growth(series, since: $0) }
    }

    /// How much series that belong together have grown over the same time, each in its place; `nil` where
    /// one of them was not seen before, within the window.
    func growths(_ group: [Int32]) -> [Growth]? {
        var common = 0
        for series in group {
            guard let place = base(series) else { return nil }
            common = max(common, place)
        }
        let found = group.compactMap { growth($0, since: common) }
        return found.count == group.count ? found : nil
    }

    /// The place of the first mark that has a series, unless that is the last.
    private func base(_ series: Int32) -> Int? {
        marks.dropLast().firstIndex { !$0.total(series).isNaN }
    }

    private func growth(_ series: Int32, since place: Int) -> Growth? {
        guard let mark = marks.last else { return nil }
        let increase = mark.total(series) - marks[place].total(series)
        guard !increase.isNaN else { return nil }
        let time = mark.instant.monotonic - marks[place].instant.monotonic
        return time > .zero ? Growth(increase: max(0, increase), seconds: time.inSeconds) : nil
    }

    /// Whether nothing was heard for longer than the window.
    private func isAfterSilence(_ instant: Instant) -> Bool {
        marks.last.map { instant.monotonic - $0.instant.monotonic > window } ?? false
    }

    /// Makes what comes now the first sighting of a series.
    private mutating func begin(_ series: Int) {
        for place in marks.indices where series < marks[place].totals.count {
            marks[place].totals[series] = .nan
        }
    }

    /// Notes that a series stood at nothing at every scrape so far.
    private mutating func beginAtNothing(_ series: Int) {
        for place in marks.indices {
            let missing = max(0, series + 1 - marks[place].totals.count)
            marks[place].totals += [Double](repeating: .nan, count: missing)
            marks[place].totals[series] = 0
        }
    }

    private mutating func slide(_ mark: Mark) {
        marks.append(mark)
        while marks.count > 2,
            mark.instant.monotonic - marks[0].instant.monotonic > window || marks.count > 64
        {
            marks.removeFirst()
        }
    }

    /// The histograms of which a bucket has shrunk.
    private func restartedHistograms(
        _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) -> Set<String> {
        var found: Set<String> = []
        for (item, value) in zip(page.series, page.values)
        where Self.isCount(value) && value < last[Int(item)] {
            if let definition = catalogue.definitions[Int(item)], definition.bound != nil {
                found.insert(definition.name + definition.identity(without: ["le"]))
            }
        }
        return found
    }

    private func isRestarted(
        _ catalogue: SeriesCatalogue, _ series: Int, _ restarted: Set<String>
    ) -> Bool {
        guard !restarted.isEmpty, let definition = catalogue.definitions[series],
            definition.bound != nil
        else { return false }
        return restarted.contains(definition.name + definition.identity(without: ["le"]))
    }
}
