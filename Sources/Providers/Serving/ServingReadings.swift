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
                    reading(measure.rule, scope)?.plausible(measure.metric)
                    ?? readings[measure.metric] ?? .absent(.notReported)
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

    /// The entries of a selection, of the first name that is exposed; may be empty where the filters
    /// leave none, which for a counter is a plain zero: a label set appears with its first count. `nil`
    /// where no name is exposed in scope, and where what the server lists is missing.
    func chosen(_ selection: Selection, _ scope: Scope) -> [Int]? {
        for name in selection.names {
            let found = entries(name).map(Int.init).filter { entry in
                definition(Int32(entry)).map(scope.admits) ?? false
            }
            if found.isEmpty { continue }
            let left = found.filter { entry in
                definition(Int32(entry)).map { series in
                    selection.filters.allSatisfy { $0.admits(series) }
                } ?? false
            }
            return left.isEmpty && selection.isListed ? nil : left
        }
        return nil
    }

    /// One number for each set of entries that are copies of each other: the highest.
    func distinct(
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

    func definition(_ entry: Int32) -> SeriesDefinition? {
        catalogue.definitions[Int(page.series[Int(entry)])]
    }
}
