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
    var context = ""
    var isDemo = false
    /// What discovery looked for, where there is no configuration.
    var lookedFor: [String] = []
    /// The minutes before the start, where they are known.
    var past: SimulatedPast?
    var transports: Transports

    /// The simulated fleet.
    static func demo(environment: [String: String]) -> FleetPlan {
        let clock = SystemClock()
        return FleetPlan(
            sites: SimulatedFleet.sites, entries: SimulatedFleet.entries(),
            objectives: SimulatedFleet.objectives, context: "demo", isDemo: true,
            past: SimulatedPast(start: clock.now()),
            transports: SimulatedFleet.transports(clock: clock, environment: environment))
    }

    /// What a configuration names; where it names no source, what may be found on this machine.
    static func configured(
        _ configuration: FleetConfiguration, environment: [String: String]
    ) -> FleetPlan {
        var plan = FleetPlan(
            sites: configuration.sites, entries: configuration.sources,
            context: configuration.options.context,
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: environment),
                clock: SystemClock(), environment: environment))
        plan.objectives = objectives(configuration.workloads)
        if plan.entries.isEmpty {
            let discovery = Discovery(
                Registry.descriptors,
                hasSMI: ExecutableSearch.isThere("nvidia-smi", environment: environment))
            plan.entries = discovery.candidates.filter(LocalPorts.answers)
            plan.lookedFor = discovery.lookedFor
        }
        return plan
    }

    /// Every source that the entries stand for, with its provider. Throws for the first setting that a
    /// provider cannot work with.
    func sources(interval: Duration? = nil) throws(SettingError) -> [Collector.Source] {
        var sources: [Collector.Source] = []
        for var entry in entries {
            guard let type = Registry.provider(entry.provider) else { continue }
            // Slow sources are slow for a reason: clouds charge for each question.
            if let interval, entry.interval < .seconds(30) { entry.interval = interval }
            for settings in type.expand(entry) {
                let provider = try type.init(settings, transports: transports)
                sources.append(
                    .init(settings: settings, title: type.descriptor.title, provider: provider))
            }
        }
        return sources
    }

    private static func objectives(_ workloads: [WorkloadSettings]) -> [String: Objective] {
        var result: [String: Objective] = [:]
        for workload in workloads where !workload.objectives.isEmpty {
            func limit(_ metric: EndpointMetric) -> Double? {
                workload.objectives.first { $0.metric == metric }?.limit
            }
            result[workload.name] = Objective(
                latencyP95: limit(.latencyP95), firstTokenP95: limit(.firstTokenP95),
                errorRatio: limit(.errorRatio))
        }
        return result
    }
}
