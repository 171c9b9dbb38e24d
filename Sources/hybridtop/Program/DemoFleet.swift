import Fleet
import Providers
import Settings

/// The configuration that the simulated fleet would have: its sites and sources, and what may be done to
/// it.
enum DemoFleet {
    /// How the screen is to be comes from the user's own configuration, and nothing else.
    static func configuration(
        _ own: FleetConfiguration, chaos: SimulatedChaos = []
    ) -> FleetConfiguration {
        var demo = FleetConfiguration(
            options: own.options, sites: SimulatedFleet.sites, sources: SimulatedFleet.entries(),
            workloads: SimulatedFleet.workloads.map(workload))
        demo.options.context = chaos.isEmpty ? "demo" : "chaos"
        demo.options.fileContext = nil
        for rule in SimulatedFleet.dataClasses { demo.policy.dataClasses[rule.name] = rule }
        // Nobody waits for minutes to see what a stage does.
        demo.staging.hold = .seconds(10)
        return demo
    }

    private static func workload(_ simulated: SimulatedFleet.Workload) -> WorkloadSettings {
        let objective = SimulatedFleet.objectives[simulated.name] ?? Objective()
        return WorkloadSettings(
            name: simulated.name, dataClass: simulated.dataClass, router: simulated.router,
            objectives: objective.limits.map {
                WorkloadObjective(metric: $0.metric, limit: $0.limit)
            })
    }

    /// What stands among the findings while things are made to go wrong.
    static func finding(_ chaos: SimulatedChaos, since: WallTime) -> Finding? {
        guard !chaos.isEmpty else { return nil }
        return Finding(
            rule: "chaos", severity: .notice, subject: Subject(kind: .fleet, name: "chaos"),
            title: "Chaos is on: some of what is done here goes wrong", evidence: chaos.sentences,
            nextStep: "Act, and look what is told; without --chaos all goes well.", since: since)
    }
}
