/// The whole fleet at one moment: an immutable value. Only the slice of the source that reported last
/// differs from the snapshot before; everything else is shared with it.
package struct FleetSnapshot: Sendable {
    /// Grows with every change; equal generations are equal snapshots.
    package var generation: UInt64
    /// When it was taken.
    package var time: Instant
    /// The sources in configuration order.
    package var sources: [SourceState]
    /// Every site that a source names, in configuration order.
    package var sites: [Site]
    /// What needs attention, most severe first.
    package var findings: [Finding]
    /// What changed lately, newest first.
    package var changes: [Change]
    /// Graph data, kept beside the readings.
    package var history: FleetHistory
    /// What endpoints are to keep to, by their name.
    package var objectives: [String: Objective]
    /// What the hardware does of what jobs hold.
    package var jobLoads: [JobLoad.Key: JobLoad] = [:]
    /// What the configuration says of workloads, in its order.
    package var declaredWorkloads: [WorkloadDeclaration] = []
    /// Every service that is configured or routed, the configured ones first.
    package var workloads: [Workload] = []
    /// Whether what is changed there touches what people depend on.
    package var isProduction = false
    /// The name of the configuration (its context), shown in the header.
    package var context: String
    /// Whether the readings come from the simulated fleet.
    package var isDemo: Bool

    /// A snapshot before anything was asked.
    package init(
        generation: UInt64 = 0, time: Instant, sources: [SourceState] = [], sites: [Site] = [],
        findings: [Finding] = [], changes: [Change] = [], history: FleetHistory = FleetHistory(),
        context: String = "", isDemo: Bool = false, objectives: [String: Objective] = [:]
    ) {
        self.generation = generation
        self.time = time
        self.sources = sources
        self.sites = sites
        self.findings = findings
        self.changes = changes
        self.history = history
        self.context = context
        self.isDemo = isDemo
        self.objectives = objectives
    }

    /// The source of an id.
    package func source(_ id: SourceID) -> SourceState? { sources.first { $0.id == id } }

    /// The site of a name; one of which nothing else is known, if the configuration has none.
    package func site(_ name: String) -> Site {
        sites.first { $0.name == name } ?? Site(name: name)
    }
}
