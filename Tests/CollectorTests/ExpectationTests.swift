import Fleet
import Support
import Testing

@testable import Collector

/// Rows of sources that have not answered, in the store.
@Suite struct ExpectationTests {
    private let clock = HandClock()
    private let thread: EventThread
    private let store: FleetStore
    private let id = SourceID(provider: "nvidia-smi", instance: "gpu-a01")

    init() async throws {
        thread = try EventThread(clock: clock)
        store = FleetStore(thread: thread, clock: clock)
        await store.configure(sites: [], sources: [state("gpu-a01")])
    }

    private func state(_ node: String) -> SourceState {
        var state = SourceState(
            id: id, title: "", site: "s", interval: .seconds(1), staleAfter: .seconds(3))
        state.expect(Sample(expecting: Inventory(nodes: [NodeIdentity(name: node)])))
        return state
    }

    private var source: SourceState? {
        get async { await store.current().source(id) }
    }

    private func answer() async {
        let sample = SampleNode(name: "gpu-a01", site: "s", load: 0.5, gpus: 2).sample()
        await store.apply(.answered(Answer(sample: sample, bytes: 1), took: nil), from: id)
    }

    @Test func theRowIsThereFromTheStart() async {
        #expect(await source?.sample?.inventory.nodes.map(\.name) == ["gpu-a01"])
        #expect(await source?.status == .waiting)
    }

    @Test func aFailureIsOfOneThatNeverAnswered() async {
        let failure = SourceFailure(.refused, "No.")
        await store.apply(.failed(failure, took: nil), from: id)
        #expect(await source?.status == .failed(failure), "there is nothing old to show")
        await answer()
        #expect(await source?.status == .live)
        await store.apply(.failed(failure, took: nil), from: id)
        #expect(await source?.status == .stale(failure))
    }

    @Test func theAnswerTakesItsPlace() async {
        await answer()
        #expect(await source?.isOnlyExpected == false)
        await store.configure(sites: [], sources: [state("gpu-a01")])
        #expect(await source?.sample?.inventory.accelerators.count == 2)
        await store.configure(sites: [], sources: [state("b")], forgetting: [id])
        #expect(await source?.sample?.inventory.nodes.map(\.name) == ["b"])
    }

    @Test func aNewExpectationReplacesOneThatWasNotMet() async {
        await store.configure(sites: [], sources: [state("b")])
        #expect(await source?.sample?.inventory.nodes.map(\.name) == ["b"])
    }

    @Test func thePastOutlivesTheFirstAnswer() async {
        let bucket = FleetHistory.Bucket(
            start: WallTime(nanoseconds: 0), accelerators: [.utilization: [0.5, 0.5]],
            endpoints: [:])
        await store.apply(.recalled([bucket], length: .seconds(2)), from: id)
        await answer()
        #expect(await store.current().history.tracks[id]?.buckets.isEmpty == false)
    }
}
