import Collector
import Fleet
import Providers

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
    var transports: Transports

    /// The simulated fleet.
    static func demo(environment: [String: String]) -> FleetPlan {
        FleetPlan(
            sites: SimulatedFleet.sites, entries: SimulatedFleet.entries(),
            objectives: SimulatedFleet.objectives, context: "demo", isDemo: true,
            transports: SimulatedFleet.transports(clock: SystemClock(), environment: environment))
    }

    /// Every source that the entries stand for, with its provider. Throws for the first setting that a
    /// provider cannot work with.
    func sources(interval: Duration? = nil) throws(SettingError) -> [Collector.Source] {
        var sources: [Collector.Source] = []
        for var entry in entries {
            guard let type = Registry.provider(entry.provider) else { continue }
            if let interval, entry.interval < .seconds(30) { entry.interval = interval }
            for settings in type.expand(entry) {
                let provider = try type.init(settings, transports: transports)
                sources.append(
                    .init(settings: settings, title: type.descriptor.title, provider: provider))
            }
        }
        return sources
    }
}
