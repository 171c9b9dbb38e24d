import Actions
import Collector
import Fleet
import Settings

/// The figures that a gate goes by where no screen collects them: of the source that acts, and of every
/// endpoint that is watched by its URL. Collecting begins with the first question.
actor GateFigures: BearingSource {
    private let configuration: FleetConfiguration
    private let plan: FleetPlan
    private var running: (program: FleetProgram, watch: ConfigurationWatch)?

    /// Figures of the fleet of a configuration, which a plan was made from.
    init(_ configuration: FleetConfiguration, _ plan: FleetPlan) {
        self.configuration = configuration
        self.plan = plan
    }

    func bearing(of target: ActionTarget) async -> Bearing {
        guard let program = await program(for: target) else { return Bearing() }
        let figures = SnapshotBearings(clock: program.clock) { [store = program.store] in
            for await snapshot in await store.snapshots() {
                // Until it has spoken once there is nothing to judge by.
                if snapshot.source(target.source)?.status != .waiting { return snapshot }
            }
            return nil
        }
        return await figures.bearing(of: target)
    }

    private func program(for target: ActionTarget) async -> FleetProgram? {
        if let running { return running.program }
        var part = configuration
        part.sources = configuration.sources.filter {
            $0.provider == target.provider || $0.string("url") != nil
        }
        guard let program = try? FleetProgram(piece(part)) else { return nil }
        let watch = ConfigurationWatch(program, part, file: nil) { _ in }
        running = (program, watch)
        do { try await watch.start() } catch { return nil }
        return program
    }

    /// There is one simulated fleet, which is told things; of a real one each may ask by itself.
    private func piece(_ part: FleetConfiguration) -> FleetPlan {
        guard plan.isDemo else {
            return FleetPlan.configured(part, environment: ProcessEnvironment.current)
        }
        var few = plan
        few.entries = part.sources
        return few
    }

    /// Ends collecting.
    func end() async {
        await running?.program.stop()
        running = nil
    }
}
