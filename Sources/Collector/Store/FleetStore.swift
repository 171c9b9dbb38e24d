package import Fleet

/// The only mutable state of the fleet. An actor on the event thread: reports are applied without ever
/// waiting, and only the slice of the source that reported changes.
package actor FleetStore {
    private nonisolated let thread: EventThread
    private let clock: any FleetClock
    private var board: HealthBoard
    private var jobs = JobBoard()
    private var survey = WorkloadSurvey()
    private var snapshot: FleetSnapshot
    private var places: [SourceID: Int] = [:]
    private var recorders: [SourceID: HistoryRecorder] = [:]
    private var lastJudged: (generation: UInt64, at: MonotonicTime)?
    /// Sources that tell slow facts beside their stream, and have not told any yet, nor failed to.
    package private(set) var awaited: Set<SourceID> = []
    private var observers: [@Sendable () -> Void] = []
    private var streams: [Int: AsyncStream<FleetSnapshot>.Continuation] = [:]
    private var lastStream = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// A store without sources.
    package init(
        thread: EventThread, clock: any FleetClock, context: String = "", isDemo: Bool = false,
        board: HealthBoard = HealthBoard()
    ) {
        self.thread = thread
        self.clock = clock
        self.board = board
        snapshot = FleetSnapshot(
            time: clock.now(), context: context, isDemo: isDemo, objectives: board.objectives)
    }

    /// Replaces what is configured. Sources that stay keep their readings, but for those that are to be
    /// forgotten.
    package func configure(
        sites: [Site], sources: [SourceState], forgetting forgotten: Set<SourceID> = []
    ) {
        let stay = snapshot.sources.filter { !forgotten.contains($0.id) }
        let known = Dictionary(uniqueKeysWithValues: stay.map { ($0.id, $0) })
        let before = snapshot.sources.map(\.id)
        snapshot.sites = sites
        snapshot.sources = sources.map { source in
            guard var old = known[source.id] else { return source }
            old.site = source.site
            old.labels = source.labels
            old.interval = source.interval
            old.staleAfter = source.staleAfter
            old.expect(source.sample)
            return old
        }
        places = Dictionary(
            uniqueKeysWithValues: snapshot.sources.enumerated().map { ($0.element.id, $0.offset) })
        for gone in before where places[gone] == nil || forgotten.contains(gone) {
            recorders[gone] = nil
            snapshot.history.forget(gone)
            awaited.remove(gone)
        }
        changed()
    }

    /// Replaces the name of the fleet and what its endpoints are to keep to.
    package func configure(context: String, objectives: [String: Objective]) {
        snapshot.context = context
        board.objectives = objectives
        snapshot.objectives = objectives
        lastJudged = nil
        changed()
    }

    /// Replaces what is said of workloads, and whether the fleet is one that people depend on.
    package func declare(_ workloads: [WorkloadDeclaration], isProduction: Bool) {
        snapshot.declaredWorkloads = workloads
        snapshot.isProduction = isProduction
        changed()
    }

    /// Takes over what a runner has to say. A report of a source that is gone is dropped.
    package func apply(_ report: Report, from id: SourceID) {
        guard let place = places[id] else { return }
        let now = clock.now()
        switch report {
        case .asked: snapshot.sources[place].lastAttempt = now
        case .answered(let answer, let took):
            accept(answer, place, now)
            snapshot.sources[place].lastDuration = took ?? snapshot.sources[place].lastDuration
            snapshot.sources[place].lastSuccess = now
            snapshot.sources[place].lastAttempt = now
            snapshot.sources[place].status = .live
            record(place, now)
        case .learned(let answer):
            accept(answer, place, now)
            awaited.remove(id)
        case .unlearned: awaited.remove(id)
        case .failed(let failure, let took):
            fail(place, failure, isStuck: false)
            snapshot.sources[place].lastDuration = took
        case .stuck(let failure): fail(place, failure, isStuck: true)
        case .due(let time):
            snapshot.sources[place].nextDue = time
            return
        case .transport(let text): snapshot.sources[place].transport = text
        case .recalled(let buckets, let length):
            snapshot.history.recall(
                buckets, source: id, length: length, keep: max(300, buckets.count))
        }
        changed()
    }

    /// The fleet as it is now, judged. Call on the event thread when a picture is wanted, not at every
    /// report.
    package func current() -> FleetSnapshot {
        let now = clock.now()
        snapshot.time = now
        ageSources(now.monotonic)
        snapshot.workloads = survey.update(snapshot)
        let isOld = lastJudged.map { now.monotonic - $0.at >= .seconds(1) } ?? true
        if isOld, lastJudged?.generation != snapshot.generation || lastJudged == nil {
            let (findings, changes) = board.update(snapshot)
            snapshot.findings = findings
            snapshot.changes = changes
            snapshot.jobLoads = jobs.update(snapshot)
            lastJudged = (snapshot.generation, now.monotonic)
        }
        return snapshot
    }

    /// The same, judged now, however short a while ago that was last done.
    package func judged() -> FleetSnapshot {
        lastJudged = nil
        return current()
    }

    /// Takes note that a source is going to tell slow facts.
    func expect(factsOf source: SourceID) { awaited.insert(source) }

    /// Sets or, with `nil`, takes back who has seen a finding. Returns all that is acknowledged now.
    package func acknowledge(
        _ finding: String, with acknowledgement: Acknowledgement?
    ) -> AcknowledgementBook {
        board.acknowledgements.set(acknowledgement, for: finding)
        lastJudged = nil
        changed()
        return board.acknowledgements
    }

    /// Replaces what the program itself needs attention for: a configuration that it cannot take over.
    package func stand(_ findings: [Finding]) {
        guard findings != board.standing else { return }
        board.standing = findings
        lastJudged = nil
        changed()
    }

    /// Calls `observer` on the event thread after every change. It is to take note and not to work.
    package func observe(_ observer: @escaping @Sendable () -> Void) { observers.append(observer) }

    /// Snapshots for one reader, newest only: a slow reader skips.
    package func snapshots() -> AsyncStream<FleetSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: FleetSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        lastStream += 1
        let number = lastStream
        streams[number] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { await self?.close(number) }
        }
        continuation.yield(current())
        return stream
    }

    private func close(_ number: Int) { streams[number] = nil }

    private func changed() {
        snapshot.generation += 1
        for observer in observers { observer() }
        guard !streams.isEmpty else { return }
        let picture = current()
        for continuation in streams.values { continuation.yield(picture) }
    }

    private func accept(_ answer: Answer, _ place: Int, _ now: Instant) {
        let id = snapshot.sources[place].id
        if let old = snapshot.sources[place].heard?.inventory,
            !old.hasSameRows(as: answer.sample.inventory)
        {
            snapshot.history.forget(id)
            recorders[id] = nil
        }
        let length = Answer.historyLength(interval: snapshot.sources[place].interval)
        for bucket in answer.history {
            snapshot.history.append(
                bucket, source: id, length: length, keep: max(300, answer.history.count))
        }
        snapshot.sources[place].sample = answer.sample
        snapshot.sources[place].lastBytes = answer.bytes
        snapshot.sources[place].bytesTotal += answer.bytes
        snapshot.sources[place].polls += 1
        snapshot.sources[place].billedCalls += answer.billedCalls
        if let dollars = answer.billedDollars {
            let perHour = 3600 / max(0.001, snapshot.sources[place].interval.inSeconds)
            snapshot.sources[place].billedDollarsPerHour = dollars * perHour
        }
    }

    private func fail(_ place: Int, _ failure: SourceFailure, isStuck: Bool) {
        let hasReadings = snapshot.sources[place].heard != nil
        snapshot.sources[place].failures += 1
        snapshot.sources[place].status =
            isStuck ? .stuck(failure) : hasReadings ? .stale(failure) : .failed(failure)
    }

    /// A live source that has fallen silent is stale, whatever its runner knows.
    private func ageSources(_ now: MonotonicTime) {
        for place in snapshot.sources.indices where snapshot.sources[place].isLive {
            let source = snapshot.sources[place]
            guard let age = source.age(at: now), age > source.staleAfter else { continue }
            snapshot.sources[place].status = .stale(
                SourceFailure(.silent, "Nothing heard for \(Int(age.inSeconds)) s."))
            snapshot.generation += 1
        }
    }

    private func record(_ place: Int, _ now: Instant) {
        let source = snapshot.sources[place]
        guard let sample = source.sample else { return }
        var recorder =
            recorders[source.id]
            ?? HistoryRecorder(
                interval: source.interval, accelerators: sample.accelerators.rowCount)
        if let bucket = recorder.record(sample, at: now.wall) {
            snapshot.history.append(
                bucket, source: source.id, length: recorder.length, keep: recorder.keep)
        }
        recorders[source.id] = recorder
    }
}
