import Fleet

/// A page, what came before it, and the rules applied to both.
struct ServingReadings {
    let page: MetricPage
    let catalogue: SeriesCatalogue
    let track: CounterTrack

    /// One endpoint that a page tells about.
    struct Endpoint: Equatable {
        /// What the server calls the model.
        var model: String?
        var kind: String
        var readings: [EndpointMetric: Reading<Double>]
    }

    /// Whether a name is on the page.
    func exposes(_ name: String) -> Bool { !entries(name).isEmpty }

    /// An entry with what it is.
    struct Item {
        var series: Int32
        var value: Double
        var definition: SeriesDefinition
    }

    /// The series of a name.
    func series(_ name: String) -> [Item] {
        entries(name).compactMap { entry in
            definition(entry).map {
                Item(
                    series: page.series[Int(entry)], value: page.values[Int(entry)], definition: $0)
            }
        }
    }

    /// The places of a name's entries on the page.
    func places(_ name: String) -> [Int] { entries(name).map(Int.init) }

    /// The endpoints of one kind of server, in order of appearance.
    func endpoints(_ recipe: ServerRecipe) -> [Endpoint] {
        var models: [String?] = []
        for mark in recipe.marks {
            for entry in entries(mark) {
                let model = definition(entry)?.first(of: recipe.modelLabels)
                if !models.contains(model), models.count < 1024 { models.append(model) }
            }
        }
        if models.count > 1 { models.removeAll { $0 == nil } }
        return models.map { model in
            let scope = Scope(recipe: recipe, model: model, isOnly: models.count == 1)
            var readings: [EndpointMetric: Reading<Double>] = [:]
            for measure in recipe.measures {
                readings[measure.metric] =
                    reading(measure.rule, scope) ?? readings[measure.metric]
                    ?? .absent(.notReported)
            }
            for metric in Self.wanted where readings[metric] == nil {
                readings[metric] = .absent(.unsupported)
            }
            return Endpoint(model: model, kind: recipe.kind, readings: readings)
        }
    }

    /// What people look for: where a kind of server has no series for it, that is said.
    private static let wanted: [EndpointMetric] = [
        .requestRate, .errorRatio, .latencyP50, .latencyP95, .latencyP99, .firstTokenP95,
        .tokensIn, .tokensOut, .requestsRunning, .requestsWaiting, .cacheUsage,
    ]

    /// What a rule is applied to.
    struct Scope {
        var recipe: ServerRecipe
        var model: String?
        /// Whether the page has no other model, so that series without a model belong to this one.
        var isOnly: Bool

        func admits(_ series: SeriesDefinition) -> Bool {
            guard let name = series.first(of: recipe.modelLabels) else { return isOnly }
            return isOnly && model == nil || name == model
        }
    }

    /// The reading of a rule; `nil` where the page has none of its names.
    func reading(_ rule: Rule, _ scope: Scope) -> Reading<Double>? {
        switch rule {
        case .gauge(let selection, let combination, let scale):
            return gauge(selection, combination, scope).map { $0.map { $0 * scale } }
        case .rate(let selections, let scale):
            guard let grown = growth(selections, scope) else { return nil }
            return grown.map { $0 * scale / (track.span?.inSeconds ?? .nan) }
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

    private func gauge(
        _ selection: Selection, _ combination: Rule.Combination, _ scope: Scope
    ) -> Reading<Double>? {
        guard let found = chosen(selection, scope), !found.isEmpty else { return nil }
        let numbers = distinct(found, scope) { page.values[$0] }.filter(\.isFinite)
        guard !numbers.isEmpty else { return .absent(.malformed) }
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
        guard let part = growth(parts, scope), let whole = growth(wholes, scope) else {
            return nil
        }
        guard let part = part.value, let whole = whole.value else { return whole }
        return whole > 0 ? .value(part / whole) : .absent(Absence(.notReported, .noRequests))
    }

    /// The growth of counters over the window; `nil` if a name is not on the page.
    private func growth(_ selections: [Selection], _ scope: Scope) -> Reading<Double>? {
        var sum = 0.0
        for selection in selections {
            guard let found = chosen(selection, scope) else { return nil }
            sum += distinct(found, scope) { track.increase(page.series[$0]) }.reduce(0, +)
        }
        guard let span = track.span, span > .zero else { return .absent(.firstScrape) }
        return .value(sum)
    }

    /// What was added to a histogram's buckets; `nil` if it is not on the page.
    private func buckets(_ selection: Selection, _ scope: Scope) -> Reading<BucketCounts>? {
        var renamed = selection
        renamed.names = selection.names.map { $0 + "_bucket" }
        guard let found = chosen(renamed, scope) else { return nil }
        guard let span = track.span, span > .zero else { return .absent(.firstScrape) }
        var histograms: [String: [(bound: Double, count: Double)]] = [:]
        for entry in found {
            guard let series = definition(Int32(entry)), let bound = series.bound else { continue }
            histograms[series.identity(without: ["le"]), default: []]
                .append((bound, track.increase(page.series[entry])))
        }
        let counts = histograms.values.compactMap { BucketCounts($0) }
        guard counts.count == histograms.count, let sum = BucketCounts.sum(counts) else {
            return .absent(.malformed)
        }
        return .value(sum)
    }

    /// The entries of a selection, of the first name that is exposed; may be empty where the filters
    /// leave none, which for a counter is a plain zero: a label set appears with its first count. `nil`
    /// where no name is exposed in scope.
    private func chosen(_ selection: Selection, _ scope: Scope) -> [Int]? {
        for name in selection.names {
            let found = entries(name).map(Int.init).filter { entry in
                definition(Int32(entry)).map(scope.admits) ?? false
            }
            if found.isEmpty { continue }
            return found.filter { entry in
                definition(Int32(entry)).map { series in
                    selection.filters.allSatisfy { $0.admits(series) }
                } ?? false
            }
        }
        return nil
    }

    /// One number for each set of entries that are copies of each other: the highest.
    private func distinct(
        _ entries: [Int], _ scope: Scope, _ number: (Int) -> Double
    ) -> [Double] {
        guard !scope.recipe.duplicateLabels.isEmpty else { return entries.map(number) }
        var highest: [String: Double] = [:]
        for entry in entries {
            guard let series = definition(Int32(entry)) else { continue }
            let key = series.identity(without: scope.recipe.duplicateLabels)
            highest[key] = max(highest[key] ?? -.infinity, number(entry))
        }
        return Array(highest.values)
    }

    private func entries(_ name: String) -> ArraySlice<Int32> {
        guard let place = catalogue.place(ofName: name) else { return [] }
        return page.entries(ofName: place)
    }

    private func definition(_ entry: Int32) -> SeriesDefinition? {
        catalogue.definitions[Int(page.series[Int(entry)])]
    }
}
