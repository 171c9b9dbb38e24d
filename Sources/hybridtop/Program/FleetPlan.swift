import Collector
import Fleet
import Providers
import Settings

/// What to watch and how to get there, before anything is started.
struct FleetPlan: Sendable {
    var sites: [Site] = []
    /// Entries as configured; one may stand for many sources.
    var entries: [ProviderSettings] = []
    var objectives: [String: Objective] = [:]
    var workloads: [WorkloadDeclaration] = []
    var isProduction = false
    var context = ""
    var isDemo = false
    /// Where the journal of actions is kept; `nil` for the user's own place.
    var stateFolder: String?
    /// What is looked for on this machine, where no source is configured.
    var discovery: Discovery?
    /// Time between polls for all but what is slow by design, whatever their entries say: as a person
    /// wants it for now.
    var interval: Duration?
    /// The minutes before the start, where they are known.
    var past: SimulatedPast?
    var transports: Transports

    /// The simulated fleet, as ``DemoFleet`` configures it. Its journal is kept nowhere before somebody
    /// has said where.
    static func demo(
        _ configuration: FleetConfiguration, environment: [String: String],
        chaos: SimulatedChaos = []
    ) -> FleetPlan {
        let clock = SystemClock()
        var plan = FleetPlan(
            sites: configuration.sites, entries: configuration.sources,
            objectives: SimulatedFleet.objectives, context: configuration.options.context,
            isDemo: true, stateFolder: DemoFolder.none,
            interval: configuration.options.interval, past: SimulatedPast(start: clock.now()),
            transports: SimulatedFleet.transports(
                clock: clock, environment: environment, chaos: chaos))
        plan.workloads = declared(configuration.workloads)
        return plan
    }

    /// What a configuration names; where it names no source, what may be found on this machine.
    static func configured(
        _ configuration: FleetConfiguration, environment: [String: String]
    ) -> FleetPlan {
        let thread = LateThread()
        var plan = FleetPlan(
            transports: Transports(
                http: AsyncHTTPTransport(thread: thread),
                commands: SubprocessCommandTransport(environment: environment, thread: thread),
                clock: SystemClock(), environment: environment, thread: thread))
        plan.take(configuration)
        plan.entries += plan.newcomers()
        return plan
    }

    /// Takes over what a configuration names. Where it names no source, nothing is watched before
    /// ``newcomers()`` has looked; what was found already stays.
    mutating func take(_ configuration: FleetConfiguration) {
        let found = discovery == nil ? [] : entries
        sites = configuration.sites
        objectives = Self.objectives(configuration.workloads)
        workloads = Self.declared(configuration.workloads)
        isProduction = configuration.policy.isProduction
        context = configuration.options.context
        entries = configuration.sources
        discovery = nil
        guard entries.isEmpty else { return }
        discovery = Discovery(Registry.descriptors, interval: configuration.options.interval)
        entries = found
    }

    /// What discovery finds now and is not watched yet. Takes milliseconds, so not for the event thread.
    func newcomers() -> [ProviderSettings] {
        guard let discovery else { return [] }
        let known = Set(entries.map(\.source))
        return discovery.candidates.filter { candidate in
            !known.contains(candidate.source)
                && LocalMachine.answers(candidate, environment: transports.environment)
        }
    }

    /// Every source that the entries stand for, with its provider. Throws for the first setting that a
    /// provider cannot work with, which the check of the configuration has told before.
    func sources() throws(SettingError) -> [Collector.Source] {
        var sources: [Collector.Source] = []
        let expanded = expanded
        var transports = transports
        transports.witness = SourceWitness(expanded, transports: transports)
        for settings in expanded {
            guard let type = Registry.provider(settings.provider) else { continue }
            let provider = try type.init(settings, transports: transports)
            sources.append(
                .init(settings: settings, title: type.descriptor.title, provider: provider))
        }
        return sources
    }

    /// The settings of every source.
    var expanded: [ProviderSettings] {
        entries.flatMap { entry in
            var entry = entry
            // Slow sources are slow for a reason: clouds charge for each question.
            if let interval, entry.interval < .seconds(30) { entry.interval = interval }
            return SharedOptions.sources(entry)
        }
    }

    private static func declared(_ workloads: [WorkloadSettings]) -> [WorkloadDeclaration] {
        workloads.map {
            WorkloadDeclaration(name: $0.name, dataClass: $0.dataClass, router: $0.router)
        }
    }

    private static func objectives(_ workloads: [WorkloadSettings]) -> [String: Objective] {
        var result: [String: Objective] = [:]
        for workload in workloads where !workload.objectives.isEmpty {
            result[workload.name] = objective(workload)
        }
        return result
    }

    /// What a workload is to keep to.
    static func objective(_ workload: WorkloadSettings) -> Objective {
        func limit(_ metric: EndpointMetric) -> Double? {
            workload.objectives.first { $0.metric == metric }?.limit
        }
        return Objective(
            latencyP95: limit(.latencyP95), firstTokenP95: limit(.firstTokenP95),
            errorRatio: limit(.errorRatio))
    }
}
