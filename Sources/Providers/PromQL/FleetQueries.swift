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

    /// A query whose series are hosts, by `instance`.
    struct NodeQuery: Sendable {
        var metric: NodeMetric
        var text: String
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
            nodes = Self.nodeQueries(window).filter { query in
                exposed.contains { query.text.contains($0 + "{") || query.text.contains($0 + ")") }
            }
        }
    }

    /// Finds out which of the names that are of use the server has.
    static let discovery: String = {
        var names: Set<String> = ["node_uname_info", "node_load1"]
        for recipe in ExporterRecipe.all {
            names.formUnion(recipe.marks)
            names.formUnion(recipe.gauges.flatMap(\.names))
        }
        for recipe in ServerRecipe.all {
            names.formUnion(recipe.marks.flatMap(MetricName.spellings))
            for measure in recipe.measures { names.formUnion(measure.rule.names) }
        }
        names.formUnion(nodeNames)
        return "group by (__name__) ({__name__=~\"\(names.sorted().joined(separator: "|"))\"})"
    }()

    /// The host's own name behind each `instance`.
    static let hostNames = "group by (instance,nodename) (node_uname_info)"

    private static let nodeNames: Set<String> = [
        "node_load1", "node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes",
        "node_cpu_seconds_total", "node_boot_time_seconds",
    ]

    private static func nodeQueries(_ window: String) -> [NodeQuery] {
        let cpu = "rate(node_cpu_seconds_total{}[\(window)])"
        let idle = "rate(node_cpu_seconds_total{mode=~\"idle|iowait\"}[\(window)])"
        let total = "max by (instance) (node_memory_MemTotal_bytes{})"
        return [
            NodeQuery(metric: .load1, text: "max by (instance) (node_load1{})"),
            NodeQuery(metric: .memoryTotal, text: total),
            NodeQuery(
                metric: .memoryUsed,
                text: "\(total) - max by (instance) (node_memory_MemAvailable_bytes{})"),
            NodeQuery(
                metric: .cpuUtilization,
                text: "1 - sum by (instance) (\(idle)) / sum by (instance) (\(cpu))"),
            NodeQuery(
                metric: .cpuCount,
                text: "count by (instance) (node_cpu_seconds_total{mode=\"idle\"})"),
            NodeQuery(
                metric: .uptime,
                text: "time() - max by (instance) (node_boot_time_seconds{})"),
        ]
    }
}
