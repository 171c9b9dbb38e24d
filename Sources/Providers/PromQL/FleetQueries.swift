import Fleet

/// The queries that answer for a whole fleet: one for each metric, made from the same recipes that read
/// a metrics page, for the names that the server has.
struct FleetQueries: Sendable {
    /// A query whose series are accelerators.
    struct AcceleratorQuery: Sendable {
        var recipe: ExporterRecipe
        var gauge: ExporterRecipe.Gauge
        var text: String
    }

    /// A query of one poll, and what it is for.
    struct Query: Sendable {
        /// What its answer is turned into.
        enum Purpose: Sendable {
            case accelerator(AcceleratorQuery)
            case endpoint(EndpointQuery)
            case node(NodeQuery)
            /// Which host is behind which `instance`.
            case hostNames
            /// Whether the targets of each job answer.
            case targets
        }

        var text: String
        var purpose: Purpose
    }

    private(set) var accelerators: [AcceleratorQuery] = []
    private(set) var endpoints: [EndpointQuery] = []
    private(set) var nodes: [NodeQuery] = []

    /// Nothing to ask.
    init() {}

    /// The queries for a server that has these names; rates and histograms over `window`, which is a
    /// duration as the query language writes it.
    init(exposed: Set<String>, window: String) {
        for recipe in ExporterRecipe.all where !exposed.isDisjoint(with: recipe.marks) {
            for gauge in recipe.gauges {
                guard let name = gauge.names.first(where: exposed.contains) else { continue }
                let labels = recipe.identity.labels.joined(separator: ",")
                accelerators.append(
                    AcceleratorQuery(
                        recipe: recipe, gauge: gauge, text: "max by (\(labels)) (\(name))"))
            }
        }
        for recipe in ServerRecipe.all {
            endpoints += EndpointQueries(recipe: recipe, exposed: exposed, window: window).all
        }
        if !accelerators.isEmpty, exposed.contains("node_uname_info") {
            nodes = NodeQuery.all(window: window).filter { exposed.isSuperset(of: $0.names) }
        }
    }

    /// All queries of a poll. Those of endpoints begin with which endpoints there are, and those of
    /// hosts with their names: their answers are to be taken in this order.
    var all: [Query] {
        var all = accelerators.map { Query(text: $0.text, purpose: .accelerator($0)) }
        all += endpoints.map { Query(text: $0.text, purpose: .endpoint($0)) }
        if !endpoints.isEmpty { all.append(Query(text: Self.targets, purpose: .targets)) }
        if !nodes.isEmpty { all.append(Query(text: Self.hostNames, purpose: .hostNames)) }
        return all + nodes.map { Query(text: $0.text, purpose: .node($0)) }
    }

    /// Finds out which of the names that are of use the server has.
    static let discovery: String = {
        var names: Set<String> = ["node_uname_info"]
        for recipe in ExporterRecipe.all {
            names.formUnion(recipe.marks)
            names.formUnion(recipe.gauges.flatMap(\.names))
        }
        for recipe in ServerRecipe.all {
            names.formUnion(recipe.marks.flatMap(MetricName.spellings))
            for measure in recipe.measures { names.formUnion(measure.rule.names) }
        }
        names.formUnion(NodeQuery.all(window: "1m").flatMap(\.names))
        return "group by (__name__) ({__name__=~\"\(names.sorted().joined(separator: "|"))\"})"
    }()

    /// The host's own name behind each `instance`.
    static let hostNames = "group by (instance,nodename) (node_uname_info)"

    /// The share of each job's targets that answer.
    static let targets = "avg by (namespace,job) (up)"
}

extension FleetQueries.Query {
    /// What it is about, for people.
    var subject: String {
        switch purpose {
        case .accelerator(let query):
            if case .metric(let metric) = query.gauge.target { return "GPU \(metric.title)" }
            return "GPUs"
        case .endpoint(let query):
            switch query.use {
            case .identity: return "\(query.kind) endpoints"
            case .metric(let metric, _): return "\(query.kind) \(metric.title)"
            case .buckets(let uses):
                return "\(query.kind) \(uses.first.map { $0.metric.title } ?? "percentiles")"
            }
        case .node(let query): return "host \(query.metric.title)"
        case .hostNames: return "host names"
        case .targets: return "targets"
        }
    }
}
