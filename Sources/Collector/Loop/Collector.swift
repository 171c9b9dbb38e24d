package import Fleet

/// Asks every source when it is due, each in its own loop with its own deadline: no barrier anywhere. An
/// actor on the event thread; the asking itself happens in tasks off it.
///
/// A deadline never awaits what it gives up on. It cancels the poll, reports the failure and moves on;
/// a poll that does not return even then is marked stuck, and no second one is started on top of it.
package actor Collector {
    private nonisolated let thread: EventThread
    let store: FleetStore
    private let surroundings: Surroundings
    private var runners: [SourceID: SourceRunner] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// A collector that asks nobody yet.
    package init(
        thread: EventThread, store: FleetStore, transports: Transports, pacing: Pacing = Pacing()
    ) {
        self.thread = thread
        self.store = store
        surroundings = Surroundings(thread: thread, transports: transports, pacing: pacing)
    }

    /// A source to run.
    package struct Source: Sendable {
        /// What was configured, defaults filled in.
        package var settings: ProviderSettings
        /// The provider's title for people.
        package var title: String
        /// Asked by one loop at a time.
        package var provider: any Provider

        /// A source and who answers for it.
        package init(settings: ProviderSettings, title: String, provider: any Provider) {
            self.settings = settings
            self.title = title
            self.provider = provider
        }
    }

    /// Runs these sources from now on. Those that ran before with the same settings go on undisturbed;
    /// the others of before are ended. One that is asked elsewhere or otherwise than before begins anew:
    /// its old readings would pass for those of another.
    package func run(_ sources: [Source], sites: [Site]) {
        let wanted = Dictionary(sources.map { ($0.settings.source, $0) }) { first, _ in first }
        var moved: Set<SourceID> = []
        for (id, runner) in runners where wanted[id]?.settings != runner.settings {
            if wanted[id]?.settings.values != runner.settings.values { moved.insert(id) }
            runner.stop()
            runners[id] = nil
        }
        let states = sources.map { source in
            var state = SourceState(
                id: source.settings.source, title: source.title, site: source.settings.site,
                labels: source.settings.labels, interval: source.settings.interval,
                staleAfter: surroundings.pacing.staleAfter(source.settings),
                transport: source.provider.transport)
            state.expect(source.provider.expectation)
            return state
        }
        store.assumeIsolated {
            $0.configure(sites: sites, sources: states, forgetting: moved)
        }
        for source in sources where runners[source.settings.source] == nil {
            let store = store
            let id = source.settings.source
            let runner = SourceRunner(source, surroundings) { report in
                store.assumeIsolated { $0.apply(report, from: id) }
            }
            runners[source.settings.source] = runner
            if source.provider is any StreamingProvider {
                store.assumeIsolated { $0.expect(factsOf: id) }
            }
            runner.start()
        }
    }

    /// Asks a source now, or all with `nil`; one that is being asked already is left alone.
    package func refresh(_ id: SourceID?) {
        for (source, runner) in runners where id == nil || id == source { runner.refresh() }
    }

    /// Ends every loop and every child. What does not end by itself is left behind.
    package func stop() {
        for runner in runners.values { runner.stop() }
        runners = [:]
    }
}

/// How patient the collector is.
package struct Pacing: Sendable {
    /// The longest pause after repeated failures.
    package var longestBackOff: Duration = .seconds(60)
    /// How long a cancelled poll may take to return before it counts as stuck.
    package var grace: Duration = .seconds(2)
    /// Streams that ended so often without a sample are given up for polling.
    package var streamAttempts = 3
    /// After this time of polling a stream is tried again; twice as long after each failure, up to
    /// ``longestStreamRetry``.
    package var streamRetry: Duration = .seconds(120)
    /// The longest time between two tries.
    package var longestStreamRetry: Duration = .seconds(1800)
    /// What pauses after failures are spread by, 0...1: `jitter(0.2)` is plus or minus a fifth.
    package var spread: Double = 0.2

    /// The usual patience.
    package init() {}

    /// The pause before the next try after `failures` in a row: doubled each time, spread, capped.
    func pause(_ settings: ProviderSettings, failures: Int, retryAfter: Duration?) -> Duration {
        let base = max(settings.interval, .seconds(1)).inSeconds
        let doubled = base * Double(1 << min(max(failures - 1, 0), 10))
        let capped = min(doubled, max(longestBackOff.inSeconds, base))
        let spreadOut = capped * Double.random(in: (1 - spread)...(1 + spread))
        return max(.seconds(spreadOut), retryAfter ?? .zero)
    }

    /// Readings older than this are stale: three intervals, and at least the deadline beyond one.
    func staleAfter(_ settings: ProviderSettings) -> Duration {
        max(settings.interval * 3, settings.interval + settings.deadline, .seconds(3))
    }
}
