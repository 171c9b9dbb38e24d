import Fleet
import Support
import Testing

@testable import Collector

/// What reports do to the one state of the fleet.
@Suite struct FleetStoreTests {
    private let clock = HandClock()
    private let thread: EventThread
    private let store: FleetStore
    private let first = SourceID(provider: "nvidia-smi", instance: "gpu-a01")
    private let second = SourceID(provider: "nvidia-smi", instance: "gpu-a02")

    init() async throws {
        thread = try EventThread(clock: clock)
        store = FleetStore(thread: thread, clock: clock)
        await store.configure(sites: [], sources: [first, second].map(Self.state))
    }

    private static func state(_ id: SourceID) -> SourceState {
        SourceState(
            id: id, title: "", site: "s", interval: .seconds(1), staleAfter: .seconds(3))
    }

    private func sample(_ load: Double, gpus: Int = 2) -> Sample {
        SampleNode(name: "gpu-a01", site: "s", load: load, gpus: gpus).sample()
    }

    private func answer(_ sample: Sample) async {
        await store.apply(
            .answered(Answer(sample: sample, bytes: 10), took: .milliseconds(7)), from: first)
    }

    private func pass(_ duration: Duration) async { await clock.pass(duration, on: thread) }

    private func status(_ id: SourceID) async -> SourceStatus? {
        await store.current().source(id)?.status
    }

    @Test func onlyTheSourceThatReportedChanges() async throws {
        let before = await store.current()
        await answer(sample(0.5))
        let after = await store.current()
        let source = try #require(after.source(first))
        #expect(source.status == .live)
        #expect(source.lastSuccess == clock.now())
        #expect(source.lastDuration == .milliseconds(7))
        #expect(source.polls == 1 && source.bytesTotal == 10)
        let other = try #require(after.source(second))
        #expect(other.status == .waiting && other.sample == nil && other.polls == 0)
        #expect(before.source(first)?.status == .waiting, "a snapshot never changes")
        #expect(after.generation > before.generation)
    }

    @Test func aSnapshotTellsWhatEndpointsAreToKeepTo() async {
        let chat = ["chat": Objective(latencyP95: 2)]
        let other = FleetStore(
            thread: thread, clock: clock, board: HealthBoard(objectives: chat))
        #expect(await other.current().objectives == chat)
        let before = await store.current()
        await store.configure(context: "prod", objectives: chat)
        let after = await store.current()
        #expect(before.objectives.isEmpty && after.objectives == chat)
        #expect(after.generation > before.generation)
    }

    @Test func aSourceThatIsForgottenBeginsAnew() async {
        await answer(sample(0.5))
        await store.configure(sites: [], sources: [first, second].map(Self.state))
        #expect(await store.current().source(first)?.sample != nil)
        await store.configure(
            sites: [], sources: [first, second].map(Self.state), forgetting: [first])
        #expect(await store.current().source(first)?.sample == nil)
        #expect(await status(first) == .waiting)
    }

    @Test func generationsGrowWithEveryReport() async {
        var last = await store.current().generation
        let failure = SourceFailure(.refused, "No.")
        let reports: [Report] = [
            .asked, .answered(Answer(sample: sample(0.1), bytes: 1), took: nil),
            .failed(failure, took: nil), .stuck(failure), .transport("poll"),
            .learned(Answer(sample: sample(0.2), bytes: 1)),
        ]
        for report in reports {
            await store.apply(report, from: first)
            let now = await store.current().generation
            #expect(now > last)
            last = now
        }
    }

    @Test func aSourceThatIsGoneIsNotHeard() async {
        let before = await store.current().generation
        await store.apply(.asked, from: SourceID(provider: "nvidia-smi", instance: "gone"))
        #expect(await store.current().generation == before)
    }

    @Test func failuresKeepTheReadings() async throws {
        let failure = SourceFailure(.refused, "No.")
        await store.apply(.failed(failure, took: nil), from: second)
        #expect(await status(second) == .failed(failure))
        await answer(sample(0.5))
        await pass(.seconds(2))
        await store.apply(.failed(failure, took: nil), from: first)
        let source = try #require(await store.current().source(first))
        #expect(source.status == .stale(failure))
        #expect(source.sample?.inventory.accelerators.count == 2)
        #expect(source.age(at: clock.now().monotonic) == .seconds(2))
        await answer(sample(0.6))
        #expect(await status(first) == .live)
    }

    @Test func silenceMakesStale() async {
        await answer(sample(0.5))
        await pass(.seconds(3))
        #expect(await status(first) == .live)
        await pass(.milliseconds(1))
        guard case .stale(let failure)? = await status(first) else {
            Issue.record("still not stale")
            return
        }
        #expect(failure.kind == .silent)
    }

    @Test func slowFactsDoNotMakeReadingsYounger() async {
        await answer(sample(0.5))
        await pass(.seconds(2))
        await store.apply(.learned(Answer(sample: sample(0.5), bytes: 1)), from: first)
        await pass(.seconds(2))
        #expect(await status(first) != .live)
    }

    @Test func graphsGetTheMeanOfEachBucket() async {
        for load in [0.2, 0.4, 0.9, 0.7, 0.5] {
            await answer(sample(load))
            await pass(.seconds(1))
        }
        let history = await store.current().history
        let series = history.series(.utilization, source: first, row: 0)
        #expect(series.map { ($0 ?? -1) * 100 }.map { $0.rounded() } == [30, 80])
        #expect(history.bucket(source: first) == .seconds(2))
    }

    @Test func otherRowsBeginAnewHistory() async {
        for _ in 0..<4 {
            await answer(sample(0.5))
            await pass(.seconds(1))
        }
        await answer(sample(0.5, gpus: 3))
        let series = await store.current().history.series(.utilization, source: first, row: 0)
        #expect(series.isEmpty)
    }

    @Test func aRebootKeepsTheMinutesBeforeIt() async {
        for _ in 0..<4 {
            await answer(sample(0.5))
            await pass(.seconds(1))
        }
        var rebooted = sample(0.5)
        let before = rebooted.inventory
        var nodes = before.nodes
        nodes[0].bootID = "another"
        rebooted.inventory = Inventory(nodes: nodes, accelerators: before.accelerators)
        await answer(rebooted)
        let series = await store.current().history.series(.utilization, source: first, row: 0)
        #expect(!series.isEmpty)
    }

    @Test func reconfiguringKeepsTheReadingsOfWhatStays() async throws {
        await answer(sample(0.5))
        var kept = Self.state(first)
        kept.site = "other"
        await store.configure(sites: [], sources: [kept])
        let snapshot = await store.current()
        #expect(snapshot.sources.map(\.id) == [first])
        #expect(snapshot.sources[0].site == "other")
        #expect(snapshot.sources[0].sample != nil)
    }

    @Test func aSlowReaderGetsTheNewest() async {
        let stream = await store.snapshots()
        for load in [0.1, 0.2, 0.3] { await answer(sample(load)) }
        var reader = stream.makeAsyncIterator()
        let seen = await reader.next()
        #expect(seen?.source(first)?.polls == 3)
    }

    @Test func slowFactsAreAwaitedUntilTheyAreToldOrCannotBeHad() async {
        await store.expect(factsOf: first)
        await store.expect(factsOf: second)
        #expect(await store.awaited == [first, second])
        await store.apply(.learned(Answer(sample: sample(0.5), bytes: 1)), from: first)
        #expect(await store.awaited == [second])
        await store.apply(.unlearned, from: second)
        #expect(await store.awaited.isEmpty)
    }

    @Test func whatWasLearnedLastIsInTheFindings() async {
        await answer(sample(0.5))
        #expect(await store.judged().findings.isEmpty)
        var learned = sample(0.5)
        learned.acceleratorStates[1] = .lost(Absence(.stale))
        await store.apply(.learned(Answer(sample: learned, bytes: 1)), from: first)
        #expect(await store.judged().findings.count == 1)
    }
}
