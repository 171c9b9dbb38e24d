import Collector
import Fleet
import Providers

/// The running machinery behind every command: the event thread, the store and the collector.
struct FleetProgram: Sendable {
    let thread: EventThread
    let clock: any FleetClock
    let store: FleetStore
    let collector: Collector
    /// What it began with; ``ConfigurationWatch`` knows what it became.
    let plan: FleetPlan

    /// Sets everything up; nothing is asked yet.
    init(
        _ plan: FleetPlan, acknowledgements: AcknowledgementBook = AcknowledgementBook()
    ) throws(DescriptorShortage) {
        Descriptors.raiseLimit()
        self.plan = plan
        clock = plan.transports.clock
        thread = try EventThread(clock: clock)
        plan.transports.thread.use(thread)
        store = FleetStore(
            thread: thread, clock: clock, context: plan.context, isDemo: plan.isDemo,
            board: HealthBoard(objectives: plan.objectives, acknowledgements: acknowledgements))
        collector = Collector(thread: thread, store: store, transports: plan.transports)
    }

    /// Asks what a plan names from now on: the first one, or one that was changed since. What is in both
    /// goes on undisturbed. Call on the event thread.
    func run(_ plan: FleetPlan) throws(SettingError) {
        let sources = try plan.sources()
        store.assumeIsolated {
            $0.configure(context: plan.context, objectives: plan.objectives)
            $0.declare(plan.workloads, isProduction: plan.isProduction)
        }
        collector.assumeIsolated { $0.run(sources, sites: plan.sites) }
    }

    /// Puts what was before the start into the graphs, source by source: the endpoints' first, whose
    /// trends are on the first screen.
    func recallPast() async {
        guard let past = plan.past, let sources = try? plan.sources() else { return }
        for source in sources.reversed() where !Task.isCancelled {
            let buckets = await past.buckets(of: source.settings)
            let length = Answer.historyLength(interval: source.settings.interval)
            await store.apply(.recalled(buckets, length: length), from: source.settings.source)
        }
    }

    /// Ends what runs, and waits no longer than half a second for it.
    func stop() async {
        await collector.stop()
        let transports = plan.transports
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await (transports.commands as? SubprocessCommandTransport)?.close()
                await (transports.http as? AsyncHTTPTransport)?.close()
            }
            group.addTask { try? await Task.sleep(for: .milliseconds(500)) }
            await group.next()
            group.cancelAll()
        }
    }
}
