import Fleet
import FoundationEssentials
import Synchronization
import Testing

@testable import Headless

@Suite struct LogRunnerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A clock that stands still.
    private struct StillClock: FleetClock {
        func now() -> Instant { LiteralFleet.now }
    }

    /// Snapshots and ticks that are there from the start and then end.
    private func run(
        _ options: LogOptions, snapshots: [FleetSnapshot], ticks: [Instant]
    ) async throws -> LogSummary {
        let runner = try LogRunner(options, clock: StillClock(), report: { _ in })
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        snapshots.forEach { queue.yield($0) }
        if ticks.isEmpty { queue.finish() }
        let beats = AsyncStream<Instant> { continuation in
            ticks.forEach { continuation.yield($0) }
        }
        return await runner.run(snapshots: stream, ticks: beats)
    }

    @Test func onceWritesOneTickWhenAllHaveAnswered() async throws {
        var waiting = LiteralFleet.snapshot
        waiting.sources[0].status = .waiting
        let options = LogOptions(output: folder.path("log"), isOnce: true)
        let summary = try await run(
            options, snapshots: [waiting, LiteralFleet.snapshot, LiteralFleet.snapshot], ticks: [])
        #expect(summary.ticks == 1)
        #expect(summary.records == 23)
        #expect(folder.text("log").split(separator: "\n").count == 23)
    }

    @Test func onceWaitsForASecondAnswerWhereRatesNeedIt() async throws {
        var first = LiteralFleet.snapshot
        first.sources = [LiteralFleet.node]
        first.sources[0].sample?.nodes[.cpuUtilization, 0] = .absent(.firstScrape)
        var second = first
        second.sources[0].sample?.nodes[.cpuUtilization, 0] = .value(0.25)
        let asked = AskedAgain()
        let runner = try LogRunner(
            LogOptions(output: folder.path("log"), isOnce: true), clock: StillClock(),
            fleet: LogFleet(askAgain: { sources in asked.note(sources) }), report: { _ in })
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        for snapshot in [first, first, second] { queue.yield(snapshot) }
        let summary = await runner.run(snapshots: stream, ticks: AsyncStream { _ in })
        #expect(summary.ticks == 1)
        #expect(asked.all == [[first.sources[0].id]])
        #expect(folder.text("log").contains("\"cpu_utilization_ratio\":0.25"))
        #expect(!folder.text("log").contains("first_scrape"))
    }

    @Test func onceWaitsForSlowFactsAndIsJudgedAtTheEnd() async throws {
        var fast = LiteralFleet.snapshot
        fast.sources = [LiteralFleet.node]
        fast.findings = []
        var judged = LiteralFleet.snapshot
        judged.sources = fast.sources
        let looks = Mutex(0)
        let fleet = LogFleet(
            judged: { [judged] in judged },
            awaited: { [id = fast.sources[0].id] in
                looks.withLock { count in
                    count += 1
                    return count < 3 ? [id] : []
                }
            })
        let runner = try LogRunner(
            LogOptions(output: folder.path("log"), isOnce: true), clock: StillClock(),
            fleet: fleet, report: { _ in })
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        for _ in 1...3 { queue.yield(fast) }
        let summary = await runner.run(snapshots: stream, ticks: AsyncStream { _ in })
        #expect(summary.ticks == 1)
        #expect(looks.withLock { $0 } == 3)
        #expect(folder.text("log").contains("\"kind\":\"finding\""))
    }

    @Test func slowFactsAreNotWaitedForWithoutEnd() {
        var snapshot = LiteralFleet.snapshot
        snapshot.sources = [LiteralFleet.node]
        let ids = Set(snapshot.sources.map(\.id))
        let start = LiteralFleet.now.monotonic
        var patience = LogPatience()
        let waits = [0, 9, 10].map {
            !patience.look(at: snapshot, awaited: ids, now: start + .seconds($0)).isOver
        }
        #expect(waits == [true, true, false])
    }

    /// A source that has nothing new to say is not waited for beyond the interval.
    @Test func theFirstTickEndsTheWaitForRates() async throws {
        var first = LiteralFleet.snapshot
        first.sources[0].sample?.nodes[.cpuUtilization, 0] = .absent(.firstScrape)
        let options = LogOptions(output: folder.path("log"), isOnce: true)
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        let (beats, beat) = AsyncStream<Instant>.makeStream()
        let runner = try LogRunner(
            options, clock: StillClock(),
            fleet: LogFleet(askAgain: { _ in beat.yield(LiteralFleet.now) }), report: { _ in })
        queue.yield(first)
        let summary = await runner.run(snapshots: stream, ticks: beats)
        #expect(summary.ticks == 1)
    }

    @Test func theExitCodeTellsHowMuchWasReached() async throws {
        var options = LogOptions(output: folder.path("log"), isOnce: true)
        options.selection.kinds = [.source]
        let partial = try await run(options, snapshots: [LiteralFleet.snapshot], ticks: [])
        #expect(partial.exitCode == 1)
        var good = LiteralFleet.snapshot
        good.sources.remove(at: 1)
        #expect(try await run(options, snapshots: [good], ticks: []).exitCode == 0)
        var dead = LiteralFleet.snapshot
        let failure = SourceFailure(.refused, "connection refused")
        for place in dead.sources.indices { dead.sources[place].status = .failed(failure) }
        #expect(try await run(options, snapshots: [dead], ticks: []).exitCode == 3)
    }

    @Test func durationEndsTheLog() async throws {
        var options = LogOptions(output: folder.path("log"), duration: .seconds(30))
        options.selection.kinds = [.finding]
        let ticks = [15, 30, 45].map { LiteralFleet.now + .seconds($0) }
        let runner = try LogRunner(options, clock: StillClock(), report: { _ in })
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        let (beats, beat) = AsyncStream<Instant>.makeStream()
        // The first tick comes with the first snapshot; the others are given once it is written.
        let summary = await withTaskGroup(of: LogSummary.self) { group in
            group.addTask { await runner.run(snapshots: stream, ticks: beats) }
            queue.yield(LiteralFleet.snapshot)
            while folder.text("log").isEmpty { await Task.yield() }
            ticks.forEach { beat.yield($0) }
            return await group.next() ?? LogSummary()
        }
        #expect(summary.ticks == 3)
        #expect(folder.text("log").split(separator: "\n").count == 3)
    }

    @Test func aTableAKindWithTheKindInItsName() async throws {
        let options = LogOptions(
            format: .csv, selection: RecordSelection(kinds: [.node, .source]),
            output: folder.path("fleet.csv"), isOnce: true)
        _ = try await run(options, snapshots: [LiteralFleet.snapshot], ticks: [])
        #expect(folder.names == ["fleet.node.csv", "fleet.source.csv"])
        #expect(folder.text("fleet.node.csv").split(separator: "\r\n").count == 3)
    }

    @Test func tablesOfSeveralKindsNeedAFile() {
        #expect(throws: OutputFailure.self) {
            try LogRunner(LogOptions(format: .csv), clock: StillClock(), report: { _ in })
        }
    }

    @Test func theExpositionIsReplacedAndNeverHalf() async throws {
        let options = LogOptions(
            format: .prometheus, output: folder.path("fleet.prom"), isOnce: true)
        try "old".write(toFile: folder.path("fleet.prom"), atomically: false, encoding: .utf8)
        _ = try await run(options, snapshots: [LiteralFleet.snapshot], ticks: [])
        #expect(folder.names == ["fleet.prom"])
        #expect(folder.text("fleet.prom").hasPrefix("# HELP"))
        #expect(folder.text("fleet.prom").hasSuffix("\n"))
    }

    @Test func whatIsPutAsideIsCompressedAndPruned() async throws {
        let rotation = RotationPolicy(maximumBytes: 1, keep: 2)
        let options = LogOptions(output: folder.path("log"), rotation: rotation)
        let runner = try LogRunner(options, clock: StillClock(), report: { _ in })
        let (stream, queue) = AsyncStream<FleetSnapshot>.makeStream()
        let (beats, beat) = AsyncStream<Instant>.makeStream()
        let summary = await withTaskGroup(of: LogSummary.self) { group in
            group.addTask { await runner.run(snapshots: stream, ticks: beats) }
            queue.yield(LiteralFleet.snapshot)
            while folder.text("log").isEmpty { await Task.yield() }
            for second in 1...4 { beat.yield(LiteralFleet.now + .seconds(second)) }
            beat.finish()
            return await group.next() ?? LogSummary()
        }
        #expect(summary.ticks == 5)
        let names = folder.names
        #expect(names.count == 3)
        #expect(names.filter { $0.hasSuffix("Z.gz") }.count == 2)
        for name in names where name.hasSuffix(".gz") {
            #expect(shell("gzip -t \(folder.path(name))") == 0)
        }
    }
}

/// What a runner asked for again.
private final class AskedAgain: Sendable {
    private let sources = Mutex<[[SourceID]]>([])
    var all: [[SourceID]] { sources.withLock { $0 } }
    func note(_ more: [SourceID]) { sources.withLock { $0.append(more) } }
}
