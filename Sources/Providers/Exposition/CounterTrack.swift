import Fleet

/// Counters over the last scrapes of one page: how much each has grown, resets taken out.
///
/// What one scrape adds is the difference to the scrape before, or the whole value where that is lower
/// (the process has started anew; for a histogram, where any of its buckets is lower). A series that
/// appears on a page whose predecessor was whole has counted from nothing in between.
struct CounterTrack: Sendable {
    /// Time from the scrape that growth is measured from to the last one; `nil` after only one scrape.
    private(set) var span: Duration?

    private var last: [Double] = []
    private var totals: [Double] = []
    private var marks: [Mark] = []
    private var wasWhole = false
    private var generation = 0
    private let window: Duration

    /// The totals at one scrape.
    private struct Mark {
        var time: MonotonicTime
        var totals: [Double]
    }

    /// A track that measures over at most `window`, and always over at least two scrapes.
    init(window: Duration) { self.window = window }

    /// Takes over a page.
    mutating func note(_ page: MetricPage, _ catalogue: SeriesCatalogue, at time: MonotonicTime) {
        if catalogue.generation != generation {
            self = CounterTrack(window: window)
            generation = catalogue.generation
        }
        let known = last.count
        let isFirst = marks.isEmpty
        last += [Double](repeating: .nan, count: max(0, catalogue.count - known))
        totals += [Double](repeating: 0, count: max(0, catalogue.count - totals.count))
        let restarted = restartedHistograms(page, catalogue)
        for (item, value) in zip(page.series, page.values) where value.isFinite {
            let series = Int(item)
            let before = last[series]
            if before.isNaN {
                totals[series] += isFirst || !wasWhole ? 0 : value
            } else if value < before || isRestarted(catalogue, series, restarted) {
                totals[series] += value
            } else {
                totals[series] += value - before
            }
            last[series] = value
        }
        wasWhole = !page.isCut && !page.isFull
        slide(to: time)
    }

    /// How much a series has grown over ``span``; 0 for one that is new on a page seen before.
    func increase(_ series: Int32) -> Double {
        guard let base = marks.first, Int(series) < totals.count else { return 0 }
        let before = Int(series) < base.totals.count ? base.totals[Int(series)] : 0
        return max(0, totals[Int(series)] - before)
    }

    private mutating func slide(to time: MonotonicTime) {
        marks.append(Mark(time: time, totals: totals))
        while marks.count > 2, time - marks[0].time > window || marks.count > 64 {
            marks.removeFirst()
        }
        span = marks.count < 2 ? nil : time - marks[0].time
    }

    /// The histograms of which a bucket has shrunk.
    private func restartedHistograms(
        _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) -> Set<String> {
        var found: Set<String> = []
        for (item, value) in zip(page.series, page.values) where value < last[Int(item)] {
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
