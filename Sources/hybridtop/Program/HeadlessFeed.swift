import Collector
import Fleet
import Headless
import Settings

/// Gives commands without a screen the snapshots of a running fleet. Collecting ends when the stream
/// of snapshots is dropped.
struct HeadlessFeed: Sendable {
    /// Each snapshot, the newest only.
    let snapshots: AsyncStream<FleetSnapshot>
    /// Whether there was nothing to watch at the start.
    let isEmpty: Bool
    private let watch: ConfigurationWatch
    private let collector: Collector
    private let store: FleetStore
    private let collecting: Task<Void, Never>

    /// Starts collecting, and keeps in step with the configuration; what comes of that is told on
    /// standard error.
    init(
        _ configuration: FleetConfiguration, file: ConfigurationFile, isDemo: Bool
    ) async throws {
        let environment = ProcessEnvironment.current
        let plan =
            isDemo
            ? FleetPlan.demo(DemoFleet.configuration(configuration), environment: environment)
            : FleetPlan.configured(configuration, environment: environment)
        let program = try FleetProgram(plan)
        let watch = ConfigurationWatch(program, configuration, file: file) { outcome in
            // For a log, SIGHUP is about its files first.
            if outcome == .none { return }
            for line in outcome.lines { standardError("hybridtop: \(line)\n") }
        }
        try await watch.start()
        let (stream, queue) = AsyncStream.makeStream(
            of: FleetSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        // The task keeps the program, whose runners would otherwise end with this function.
        let collecting = Task {
            for await snapshot in await program.store.snapshots() { queue.yield(snapshot) }
            // In a task of its own: this one has been cancelled, and the end takes a moment.
            await Task { await program.stop() }.value
        }
        queue.onTermination = { _ in collecting.cancel() }
        self.collecting = collecting
        snapshots = stream
        isEmpty = plan.entries.isEmpty
        self.watch = watch
        collector = program.collector
        store = program.store
    }

    /// What a log may ask of the running fleet.
    var fleet: LogFleet {
        LogFleet(
            judged: { [store] in await store.judged() },
            awaited: { [store] in await store.awaited }, askAgain: askAgain)
    }

    /// How far apart two answers are that rates are made from.
    private static let gap = Duration.seconds(1)

    /// Asks sources once more, a moment later, so that there are rates.
    @Sendable private func askAgain(_ sources: [SourceID]) {
        Task { [collector] in
            try? await Task.sleep(for: Self.gap)
            for source in sources { await collector.refresh(source) }
        }
    }

    /// Ends collecting, and returns when its children and shared connections are gone.
    func end() async {
        collecting.cancel()
        await collecting.value
    }

    /// Reads the configuration again.
    func reload() { Task { await watch.reload() } }
}
