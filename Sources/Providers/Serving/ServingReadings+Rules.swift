import Fleet

/// What rules come to.
extension ServingReadings {
    /// The reading of a rule; `nil` where the page has none of its names.
    func reading(_ rule: Rule, _ scope: Scope) -> Reading<Double>? {
        switch rule {
        case .gauge(let selection, let combination, let scale):
            return gauge(selection, combination, scope).map { $0.map { $0 * scale } }
        case .rate(let selections, let scale):
            return rate(selections, scope).map { $0.map { $0 * scale } }
        case .ratio(let parts, let wholes, let scale):
            return ratio(parts, wholes, scope).map { $0.map { $0 * scale } }
        case .quantile(let selection, let quantile, let scale):
            return buckets(selection, scope).map { reading in
                switch reading {
                case .value(let counts): counts.quantile(quantile).map { $0 * scale }
                case .absent(let absence): .absent(absence)
                }
            }
        case .first(let rules):
            for rule in rules {
                if let reading = reading(rule, scope) { return reading }
            }
            return nil
        }
    }

    /// One series that cannot be right spoils the whole: the rest alone would be too little.
    private func gauge(
        _ selection: Selection, _ combination: Rule.Combination, _ scope: Scope
    ) -> Reading<Double>? {
        guard let found = chosen(selection, scope), !found.isEmpty else { return nil }
        guard found.allSatisfy({ page.values[$0].isPlausible }) else { return .absent(.malformed) }
        let numbers = distinct(found, scope) { page.values[$0] }
        let sum = numbers.reduce(0, +)
        switch combination {
        case .sum: return .value(sum)
        case .mean: return .value(sum / Double(numbers.count))
        case .only: return numbers.count == 1 ? .value(sum) : .absent(.unsupported)
        }
    }

    private func ratio(
        _ parts: [Selection], _ wholes: [Selection], _ scope: Scope
    ) -> Reading<Double>? {
        guard let part = rate(parts, scope), let whole = rate(wholes, scope) else { return nil }
        guard let whole = whole.value else { return whole }
        guard let part = part.value else { return part }
        return whole > 0 ? .value(part / whole) : .absent(Absence(.notReported, .noRequests))
    }

    /// The growth of counters a second, over the window; `nil` if a name is not on the page. Series seen
    /// for the first time count nothing, unless there are no others.
    private func rate(_ selections: [Selection], _ scope: Scope) -> Reading<Double>? {
        var sum = 0.0
        var count = (found: 0, grown: 0)
        for selection in selections {
            guard let found = chosen(selection, scope) else { return nil }
            guard found.allSatisfy({ CounterTrack.isCount(page.values[$0]) }) else {
                return .absent(.malformed)
            }
            let grown = found.filter { track.growth(page.series[$0]) != nil }
            count = (count.found + found.count, count.grown + grown.count)
            sum += distinct(grown, scope) { track.growth(page.series[$0])?.rate ?? 0 }.reduce(0, +)
        }
        let isNew = count.found > 0 && count.grown == 0
        return isNew || !track.hasHistory ? .absent(.firstScrape) : .value(sum)
    }

    /// What was added to a histogram's buckets; `nil` if it is not on the page.
    private func buckets(_ selection: Selection, _ scope: Scope) -> Reading<BucketCounts>? {
        var renamed = selection
        renamed.names = selection.names.map { $0 + "_bucket" }
        guard let found = chosen(renamed, scope) else { return nil }
        guard found.allSatisfy({ CounterTrack.isCount(page.values[$0]) }) else {
            return .absent(.malformed)
        }
        var histograms: [String: [(bound: Double, series: Int32)]] = [:]
        for entry in found {
            guard let series = definition(Int32(entry)), let bound = series.bound else { continue }
            histograms[series.identity(without: ["le"]), default: []]
                .append((bound, page.series[entry]))
        }
        let grown = histograms.values.compactMap { histogram in
            track.growths(histogram.map(\.series)).map { zip(histogram.map(\.bound), $0) }
        }
        guard track.hasHistory, histograms.isEmpty || !grown.isEmpty else {
            return .absent(.firstScrape)
        }
        let counts = grown.compactMap { BucketCounts($0.map { (bound: $0, count: $1.increase) }) }
        guard counts.count == grown.count, let sum = BucketCounts.sum(counts) else {
            return .absent(.malformed)
        }
        return .value(sum)
    }
}
