import Collector
import Fleet
import Settings

/// Gives commands without a screen the snapshots of a running fleet.
enum HeadlessFeed {
    /// Starts collecting, and gives each snapshot. Collecting ends when the stream is dropped.
    static func open(
        _ configuration: FleetConfiguration, isDemo: Bool
    ) async throws -> AsyncStream<FleetSnapshot> {
        let environment = ProcessEnvironment.current
        let plan =
            isDemo
            ? FleetPlan.demo(environment: environment)
            : FleetPlan.configured(configuration, environment: environment)
        let program = FleetProgram(plan)
        try await program.start(interval: configuration.options.interval)
        let (stream, queue) = AsyncStream.makeStream(
            of: FleetSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        // The task keeps the program, whose runners would otherwise end with this function.
        let task = Task {
            for await snapshot in await program.store.snapshots() { queue.yield(snapshot) }
            await program.stop()
        }
        queue.onTermination = { _ in task.cancel() }
        return stream
    }
}
