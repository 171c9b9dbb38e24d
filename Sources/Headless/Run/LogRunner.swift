package import Fleet

/// Writes the fleet to a log: at each tick what the newest snapshot says.
///
/// It follows the snapshots so that none queues up, and waits for nothing but ticks. The first tick is
/// its own: when every source has answered or failed, which for a log of one tick is also the end.
package actor LogRunner {
    private let options: LogOptions
    private let clock: any FleetClock
    private let channels: [LogChannel]
    private let report: @Sendable (String) -> Void
    private let progress: @Sendable (LogSummary) -> Void
    private let fleet: LogFleet
    private var patience = LogPatience()
    private let finished: AsyncStream<FinishedFile>
    private let finishedQueue: AsyncStream<FinishedFile>.Continuation
    private var newest: FleetSnapshot?
    private var reached: Set<SourceID> = []
    private var summary = LogSummary()

    /// A file that was put aside, and the path that it comes from.
    private struct FinishedFile: Sendable {
        let path: String
        let origin: String
    }

    /// Opens the outputs. `report` gets one sentence for each thing that goes wrong later, and
    /// `progress` the figures after each tick; both may be called from any thread.
    package init(
        _ options: LogOptions, clock: any FleetClock, fleet: LogFleet = LogFleet(),
        report: @escaping @Sendable (String) -> Void,
        progress: @escaping @Sendable (LogSummary) -> Void = { _ in }
    ) throws(OutputFailure) {
        self.options = options
        self.clock = clock
        self.report = report
        self.progress = progress
        self.fleet = fleet
        channels = try LogChannel.channels(options, report: report)
        (finished, finishedQueue) = AsyncStream.makeStream()
    }

    /// Logs until the ticks or the snapshots end, the duration is over, nobody reads any more, or the
    /// task is cancelled. An element of `reopen` makes the files be opened anew.
    package func run(
        snapshots: AsyncStream<FleetSnapshot>, ticks: AsyncStream<Instant>,
        reopen: AsyncStream<Void> = AsyncStream { $0.finish() }
    ) async -> LogSummary {
        async let compressed: Void = compress()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.follow(snapshots) }
            group.addTask { await self.beat(ticks) }
            group.addTask { await self.listen(reopen) }
            while let isEnd = await group.next(), !isEnd {}
            group.cancelAll()
        }
        // What has fallen silent since the last tick counts as well.
        await judge()
        close()
        await compressed
        return summary
    }

    private func follow(_ snapshots: AsyncStream<FleetSnapshot>) async -> Bool {
        for await snapshot in snapshots {
            newest = snapshot
            for source in snapshot.sources where source.isLive { reached.insert(source.id) }
            guard summary.ticks == 0, snapshot.isSettled, await isComplete(snapshot) else {
                continue
            }
            if await writeFirst() { return true }
        }
        // What is not complete is better than nothing, where no more will come.
        if options.isOnce, !Task.isCancelled { _ = await writeFirst() }
        return true
    }

    /// Whether a log of one tick has its slow facts and its rates. Sources that lack rates are asked
    /// once more; the wait ends when all have told, with our patience, or with the first tick.
    private func isComplete(_ snapshot: FleetSnapshot) async -> Bool {
        guard options.isOnce else { return true }
        let awaited = await fleet.awaited()
        let (isOver, ask) = patience.look(
            at: snapshot, awaited: awaited, now: clock.now().monotonic)
        if !ask.isEmpty { fleet.askAgain(ask) }
        return isOver
    }

    private func beat(_ ticks: AsyncStream<Instant>) async -> Bool {
        let start = clock.now()
        for await now in ticks {
            if await write(at: now) { break }
            if let duration = options.duration, now.monotonic - start.monotonic >= duration {
                break
            }
        }
        // Where the time was over before every source had answered.
        if !Task.isCancelled { _ = await writeFirst() }
        return true
    }

    private func listen(_ reopen: AsyncStream<Void>) async -> Bool {
        for await _ in reopen { channels.forEach { $0.reopen() } }
        return false
    }

    /// Writes the first tick, unless it is written already; returns whether that was the last.
    private func writeFirst() async -> Bool {
        await judge()
        return summary.ticks == 0 ? put(at: clock.now()) : options.isOnce
    }

    /// Writes a tick; returns whether that was the last.
    private func write(at now: Instant) async -> Bool {
        await judge()
        return options.isOnce && summary.ticks > 0 || put(at: now)
    }

    /// Sees to it that the findings are about what is written with them.
    private func judge() async {
        guard newest != nil, let judged = await fleet.judged() else { return }
        newest = judged
        for source in judged.sources where source.isLive { reached.insert(source.id) }
    }

    private func put(at now: Instant) -> Bool {
        guard let newest else { return false }
        for channel in channels {
            channel.write(newest, at: now)
            enqueue(channel)
        }
        summary.ticks += 1
        count(newest)
        progress(summary)
        return options.isOnce || channels.contains { $0.isEnded }
    }

    private func enqueue(_ channel: LogChannel) {
        guard let origin = channel.path else { return }
        for path in channel.takePutAside() {
            finishedQueue.yield(FinishedFile(path: path, origin: origin))
        }
    }

    private func count(_ snapshot: FleetSnapshot) {
        let totals = channels.map(\.totals)
        summary.records = totals.reduce(0) { $0 + $1.records }
        summary.lost = totals.reduce(0) { $0 + $1.lost }
        summary.sources = snapshot.sources.count
        summary.live = snapshot.sources.count { $0.isLive }
        summary.reached = snapshot.sources.count { reached.contains($0.id) }
    }

    private func close() {
        let now = clock.now().wall
        channels.forEach { $0.finish(at: now) }
        if let newest {
            count(newest)
            summary.silent = newest.sources.compactMap { $0.silence(at: newest.time.monotonic) }
        }
        finishedQueue.finish()
    }

    /// Compresses what was put aside, one file after the other, apart from the ticks.
    private func compress() async {
        for await file in finished {
            if options.rotation.compresses {
                do throws(OutputFailure) { try await Gzip.compress(file.path) } catch {
                    report(error.description)
                }
            }
            PutAsideName.prune(file.origin, keep: options.rotation.keep)
        }
    }
}

extension SourceState {
    /// That the source does not answer, since when and why, and what to do; `nil` where it does.
    func silence(at now: MonotonicTime) -> String? {
        if isLive { return nil }
        let last = age(at: now).map { "last answered \(Int($0.inSeconds)) s ago" }
        guard let failure else { return "\(id): \(last ?? "has not answered yet")" }
        let words = [failure.message, failure.advice].filter { !$0.isEmpty }
        return "\(id): \(last ?? "never answered"): \(words.joined(separator: " "))"
    }
}

extension FleetSnapshot {
    /// Whether every source has answered or failed.
    fileprivate var isSettled: Bool {
        !sources.isEmpty && !sources.contains { $0.status == .waiting }
    }
}
