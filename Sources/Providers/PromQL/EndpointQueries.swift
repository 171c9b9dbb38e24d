import Fleet

/// A query whose series are endpoints, and what to do with them.
struct EndpointQuery: Sendable {
    var kind: String
    var text: String
    var use: Use

    /// What the numbers are.
    enum Use: Sendable {
        /// Shows which endpoints there are.
        case identity
        /// Readings of one metric.
        case metric(EndpointMetric, scale: Double)
        /// Buckets a second, by `le`; quantiles are taken of them.
        case buckets([(metric: EndpointMetric, quantile: Double, scale: Double)])
    }

    /// A metric of the past, and how to ask for it.
    struct Past: Sendable {
        var metric: EndpointMetric
        var text: String
        var scale: Double
        /// Whether the server takes a quantile, which ends at the highest finite bound.
        var isQuantile = false
    }

    /// What can be asked of the past: the server takes the quantiles there, because the buckets of a
    /// whole graph are too many to fetch.
    var past: [Past] {
        switch use {
        case .identity: []
        case .metric(let metric, let scale): [Past(metric: metric, text: text, scale: scale)]
        case .buckets(let uses):
            uses.map { use in
                Past(
                    metric: use.metric, text: "histogram_quantile(\(use.quantile), \(text))",
                    scale: use.scale, isQuantile: true)
            }
        }
    }
}

/// The rules of one recipe in the query language, by model, namespace and job.
struct EndpointQueries {
    let recipe: ServerRecipe
    let exposed: Set<String>
    let window: String

    /// Labels that tell endpoints apart beside the model.
    static let scopeLabels = ["namespace", "job"]

    /// The queries; none where the server has no metric of this kind.
    var all: [EndpointQuery] {
        let marks = recipe.marks.flatMap(MetricName.spellings).filter(exposed.contains)
        guard !marks.isEmpty else { return [] }
        var queries = [
            query("group by (\(labels)) (\(either(marks.map { "\($0){}" })))", .identity)
        ]
        let instances = marks.map { "count by (\(labels)) (group by (\(labels),instance) (\($0)))" }
        queries.append(query(either(instances), .metric(.replicasReady, scale: 1)))
        var buckets: [String: [(EndpointMetric, Double, Double)]] = [:]
        for measure in recipe.measures {
            if case .quantile(let selection, let quantile, let scale) = measure.rule {
                guard let text = bucketText(selection) else { continue }
                buckets[text, default: []].append((measure.metric, quantile, scale))
            } else if let (text, scale) = text(measure.rule) {
                queries.append(query(text, .metric(measure.metric, scale: scale)))
            }
        }
        for (text, uses) in buckets.sorted(by: { $0.key < $1.key }) {
            let quantiles = uses.map { (metric: $0.0, quantile: $0.1, scale: $0.2) }
            queries.append(query(text, .buckets(quantiles)))
        }
        return queries
    }

    private var labels: String {
        (recipe.modelLabels + Self.scopeLabels).joined(separator: ",")
    }

    private func query(_ text: String, _ use: EndpointQuery.Use) -> EndpointQuery {
        EndpointQuery(kind: recipe.kind, text: text, use: use)
    }

    /// The text of a rule and the scale of its result; `nil` where the server lacks its names.
    private func text(_ rule: Rule) -> (String, Double)? {
        switch rule {
        case .gauge(let selection, let combination, let scale):
            let function = combination == .mean ? "avg" : "sum"
            guard let text = aggregated(selection, function, { $0 }) else { return nil }
            guard combination == .only, let count = aggregated(selection, "count", { $0 }) else {
                return (text, scale)
            }
            return ("(\(text)) and (\(count)) == 1", scale)
        case .rate(let selections, let scale):
            return growth(selections).map { ($0, scale) }
        case .ratio(let parts, let wholes, let scale):
            // A part whose label set never occurred is zero; 0 / 0 is no number, and no requests.
            guard let part = growth(parts), let whole = growth(wholes) else { return nil }
            if parts.contains(where: \.isListed) { return ("(\(part)) / (\(whole))", scale) }
            return ("((\(part)) or 0 * (\(whole))) / (\(whole))", scale)
        case .first(let rules):
            for rule in rules {
                if let text = text(rule) { return text }
            }
            return nil
        case .quantile: return nil
        }
    }

    /// Sums of rates; a selection that is missing for an endpoint counts nothing.
    private func growth(_ selections: [Selection]) -> String? {
        var texts: [String] = []
        for selection in selections {
            guard let text = aggregated(selection, "sum", { "rate(\($0)[\(window)])" }) else {
                return nil
            }
            texts.append("(\(text))")
        }
        guard let first = texts.first else { return nil }
        return texts.dropFirst().reduce(first) { "((\($0) + \($1)) or \($0))" }
    }

    private func aggregated(
        _ selection: Selection, _ function: String, _ each: (String) -> String
    ) -> String? {
        let texts = spellings(selection).map { name in
            let series = each(name + matchers(selection))
            let distinct =
                recipe.duplicateLabels.isEmpty
                ? series
                : "max without (\(recipe.duplicateLabels.joined(separator: ","))) (\(series))"
            return "\(function) by (\(labels)) (\(distinct))"
        }
        return texts.isEmpty ? nil : either(texts)
    }

    private func bucketText(_ selection: Selection) -> String? {
        var buckets = selection
        buckets.names = selection.names.map { $0 + "_bucket" }
        let texts = spellings(buckets).map {
            "sum by (le,\(labels)) (rate(\($0)\(matchers(selection))[\(window)]))"
        }
        return texts.isEmpty ? nil : either(texts)
    }

    private func spellings(_ selection: Selection) -> [String] {
        selection.names.flatMap(MetricName.spellings).filter(exposed.contains)
    }

    private func either(_ texts: [String]) -> String { texts.joined(separator: " or ") }

    private func matchers(_ selection: Selection) -> String {
        let matchers = selection.filters.map { filter in
            let pattern = filter.prefixes.map { "\($0).*" }.joined(separator: "|")
            return "\(filter.label)\(filter.isExcluding ? "!~" : "=~")\"\(pattern)\""
        }
        return "{\(matchers.joined(separator: ","))}"
    }
}

extension Rule {
    /// Every spelling of every series that the rule reads.
    var names: [String] {
        switch self {
        case .gauge(let selection, _, _): selection.names.flatMap(MetricName.spellings)
        case .rate(let selections, _):
            selections.flatMap(\.names).flatMap(MetricName.spellings)
        case .ratio(let parts, let wholes, _):
            (parts + wholes).flatMap(\.names).flatMap(MetricName.spellings)
        case .quantile(let selection, _, _):
            selection.names.map { $0 + "_bucket" }.flatMap(MetricName.spellings)
        case .first(let rules): rules.flatMap(\.names)
        }
    }
}
