import Collector
import Fleet
import Settings

/// Gives commands without a screen the snapshots of a running fleet.
enum HeadlessFeed {
    /// Starts collecting, and gives each snapshot.
    @Sendable static func open(
        _ configuration: FleetConfiguration, isDemo: Bool
    ) async throws -> AsyncStream<FleetSnapshot> {
        let environment = ProcessEnvironment.current
        let plan =
            isDemo
            ? FleetPlan.demo(environment: environment)
            : FleetPlan.configured(configuration, environment: environment)
        let program = FleetProgram(plan)
        try await program.start(interval: configuration.options.interval)
        return await program.store.snapshots()
    }
}
