package import Fleet

/// The checked configuration: a value, with every default filled in and every range expanded.
package struct FleetConfiguration: Sendable, Hashable {
    /// What applies to the program as a whole.
    package var options: FleetOptions
    /// In the order of the file.
    package var sites: [Site]
    /// One an entry under `sources:`, in the order of the file; not yet expanded to one a host.
    package var sources: [ProviderSettings]
    /// In the order of the file.
    package var workloads: [WorkloadSettings]
    /// What may be done to the fleet.
    package var policy = PolicySettings()
    /// How shifts in stages are done.
    package var staging = StagingSettings()

    /// A configuration; by default without any source.
    package init(
        options: FleetOptions = FleetOptions(), sites: [Site] = [],
        sources: [ProviderSettings] = [], workloads: [WorkloadSettings] = []
    ) {
        self.options = options
        self.sites = sites
        self.sources = sources
        self.workloads = workloads
    }
}

/// What applies to the program as a whole. `nil` is "not said": the program decides.
package struct FleetOptions: Sendable, Hashable {
    /// The name of the configuration, shown in the header and logged; empty for none.
    package var context: String
    /// The name that the file itself gives; `nil` where it gives none. Only under that one its rules are
    /// those of the fleet.
    package var fileContext: String?
    /// Time between polls where an entry does not say.
    package var interval: Duration?
    /// The name of a theme.
    package var theme: String?
    /// Draw with ASCII alone; `nil`: by the locale.
    package var isASCII: Bool?
    /// `auto`, `truecolor`, `256`, `16`, `8` or `mono`; `nil` is `auto`.
    package var colors: String?
    /// `braille`, `block` or `ascii`: what graphs are drawn with; `nil` is `braille`.
    package var graphs: String?
    /// Whether the mouse is used; `nil`: yes.
    package var usesMouse: Bool?

    /// Options; nothing is said by default.
    package init(
        context: String = "", interval: Duration? = nil, theme: String? = nil,
        isASCII: Bool? = nil, colors: String? = nil, graphs: String? = nil,
        usesMouse: Bool? = nil
    ) {
        self.context = context
        self.interval = interval
        self.theme = theme
        self.isASCII = isASCII
        self.colors = colors
        self.graphs = graphs
        self.usesMouse = usesMouse
    }
}

extension FleetOptions {
    /// Why nothing may be changed under the name in force; `nil` where the file has it, or has none.
    /// Rules that go by the context would else be got round by another name for the same targets.
    package var contextObjection: String? {
        guard let fileContext, fileContext != context else { return nil }
        let name = context.isEmpty ? "has no name" : "is called `\(context)`"
        return
            "The configuration is that of `\(fileContext)`, and this \(name): it is only watched. To "
            + "act, leave out --context and HYBRIDTOP_CONTEXT, or give --config a file with that name."
    }
}

/// A logical service that is spread over endpoints by a router.
package struct WorkloadSettings: Sendable, Hashable {
    /// That of the endpoints which serve it.
    package var name: String
    /// How sensitive its data is, in the organisation's own words; `nil` where it is not said.
    package var dataClass: String?
    /// The router and what it calls the service: `haproxy/chat`.
    package var router: String?
    /// None where it has nothing to keep to.
    package var objectives: [WorkloadObjective]

    /// A workload.
    package init(
        name: String, dataClass: String? = nil, router: String? = nil,
        objectives: [WorkloadObjective] = []
    ) {
        self.name = name
        self.dataClass = dataClass
        self.router = router
        self.objectives = objectives
    }
}

/// A limit that a workload's readings should keep.
package struct WorkloadObjective: Sendable, Hashable {
    /// What is limited.
    package var metric: EndpointMetric
    /// The limit, in the metric's base unit.
    package var limit: Double

    /// A limit in the metric's base unit.
    package init(metric: EndpointMetric, limit: Double) {
        self.metric = metric
        self.limit = limit
    }

    /// The keys under `objectives:` and what they limit.
    package static let keys: [(key: String, metric: EndpointMetric)] = [
        ("p50", .latencyP50), ("p95", .latencyP95), ("p99", .latencyP99),
        ("time_to_first_token", .firstTokenP95), ("time_per_output_token", .outputTokenP95),
        ("error_rate", .errorRatio), ("queue", .requestsWaiting),
    ]
}
