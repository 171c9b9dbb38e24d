import Fleet
import Settings

/// How commands get at a running fleet: set by the program's entry before a command runs, and by tests.
enum FleetFeed {
    /// Starts collecting what the configuration names (or the simulated fleet, or without any source
    /// what is found on this machine) and gives each snapshot; collecting ends with the stream.
    typealias Open =
        @Sendable (FleetConfiguration, _ isDemo: Bool) async throws
        -> AsyncStream<FleetSnapshot>
    /// Runs the full-screen program.
    typealias Screen = @Sendable (ScreenCommand) async throws -> Void

    @TaskLocal static var open: Open?
    @TaskLocal static var screen: Screen?
}
