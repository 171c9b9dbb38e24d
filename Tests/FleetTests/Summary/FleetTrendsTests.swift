import Support
import Testing

@testable import Fleet

/// How the fleet went, from what was recorded of each source.
@Suite struct FleetTrendsTests {
    @Test func trendsAreFollowedOneBucketAtATimeAndAgreeWithMakingThemAfresh() {
        let snapshot = MadeFleet().snapshot()
        let roster = AcceleratorRoster(snapshot)
        var followed = FleetTrends()
        for buckets in [5, 6, 20, 60] {
            var early = snapshot
            early.history = FleetHistory()
            for (source, track) in snapshot.history.tracks {
                for bucket in track.buckets.prefix(buckets) {
                    early.history.append(bucket, source: source, length: track.bucket, keep: 99)
                }
            }
            followed.follow(early, roster)
        }
        var afresh = FleetTrends()
        afresh.follow(snapshot, roster)
        let one = afresh.series(\.requestRate, isMean: false)
        #expect(one.values.count == 60)
        #expect(one.values.filter { $0 == nil }.count == 3)
        let two = followed.series(\.requestRate, isMean: false)
        #expect(two.newest == one.newest && two.values == one.values)
    }

    /// Two sources of one endpoint each: 10 req/s told every 2 s, and 1 req/s told every 10 s. The
    /// fleet did 11 req/s, however often each told it.
    @Test func aQuickSourceCountsOnceInASlowPlace() {
        let series = Self.requestRate([("quick", 2, 10, 500), ("slow", 10, 1, 500)])
        #expect(series == [11, 11, 11, 11])
    }

    /// A sum that knew only one of two sources is no smaller fleet; one that knew more than now is one.
    @Test func aSumHasAGapBeforeItKnewTheFleet() {
        #expect(
            Self.requestRate([("early", 10, 10, 500), ("late", 10, 1, 520)]) == [nil, nil, 11, 11])
        #expect(
            Self.requestRate([("one", 10, 10, 500), ("two", 10, 1, 500)]) == [11, 11, 11, 11])
    }

    /// 24 GPUs that were heard of later: the mean of all is not what the first 8 alone did before.
    @Test func aMeanHasAGapBeforeItKnewTheFleet() {
        let late = Self.busy([(gpus: 8, busy: 1, since: 500), (gpus: 24, busy: 0.2, since: 520)])
        #expect(late == [nil, nil, 0.4, 0.4])
        // Less than a tenth of the fleet is not missed.
        let most = Self.busy([(gpus: 38, busy: 0.5, since: 500), (gpus: 2, busy: 0.5, since: 520)])
        #expect(most == [0.5, 0.5, 0.5, 0.5])
        // One that was known and has nothing more to say does not make gaps.
        let gone = Self.busy([(gpus: 8, busy: 0.5, since: 500), (gpus: 8, busy: 1, since: 900)])
        #expect(gone == [0.5, 0.5, 0.5, 0.5])
    }

    /// The mean utilisation of nodes, each with some GPUs that are all as busy since a time.
    private static func busy(_ nodes: [(gpus: Int, busy: Float, since: Int)]) -> [Float?] {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        for (number, node) in nodes.enumerated() {
            let source = SampleNode(
                name: "gpu-\(number)", site: "a", load: 0.5, gpus: node.gpus
            ).source()
            snapshot.sources.append(source)
            for start in stride(from: node.since, to: 540, by: 10) {
                let bucket = FleetHistory.Bucket(
                    start: WallTime(seconds: Double(start)),
                    accelerators: [.utilization: Array(repeating: node.busy, count: node.gpus)],
                    endpoints: [:])
                snapshot.history.append(bucket, source: source.id, length: .seconds(10), keep: 99)
            }
        }
        var trends = FleetTrends()
        trends.follow(snapshot, AcceleratorRoster(snapshot))
        return trends.series(\.utilization, isMean: true).values.map { value in
            value.map { ($0 * 1000).rounded() / 1000 }
        }
    }

    @Test func aSlowSourceCoarsensOnlyWhatItTells() {
        // Nodes that tell use every two seconds beside a cloud that tells requests every minute.
        let id = SourceID(provider: "test", instance: "cloud")
        var cloud = SourceState(
            id: id, title: "", site: "a", interval: .seconds(60), staleAfter: .seconds(180))
        cloud.sample = Sample(
            inventory: Inventory(endpoints: [EndpointIdentity(name: "embed", kind: "sagemaker")]))
        let node = SampleNode(name: "gpu-1", site: "a", load: 0.5, gpus: 1).source()
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.sources = [node, cloud]
        for start in stride(from: 0, to: 600, by: 2) {
            let bucket = FleetHistory.Bucket(
                start: WallTime(seconds: Double(start)),
                accelerators: [.utilization: [0.5]], endpoints: [:])
            snapshot.history.append(bucket, source: node.id, length: .seconds(2), keep: 999)
        }
        for start in stride(from: 0, to: 600, by: 60) {
            let bucket = FleetHistory.Bucket(
                start: WallTime(seconds: Double(start)), accelerators: [:],
                endpoints: [.requestRate: [7]])
            snapshot.history.append(bucket, source: id, length: .seconds(60), keep: 99)
        }
        var trends = FleetTrends()
        trends.follow(snapshot, AcceleratorRoster(snapshot))
        let busy = trends.series(\.utilization, isMean: true)
        #expect(busy.bucket == .seconds(2) && busy.values.count == 300)
        let rate = trends.series(\.requestRate, isMean: false)
        #expect(rate.bucket == .seconds(60) && rate.values.count == 10)
    }

    /// Requests a second of the fleet, from sources with the length of their buckets, what they say in
    /// each, and since when.
    private static func requestRate(
        _ sources: [(name: String, step: Int, rate: Float, since: Int)], until end: Int = 540
    ) -> [Float?] {
        let now = Instant(wall: WallTime(seconds: 1000), monotonic: MonotonicTime(nanoseconds: 0))
        var snapshot = FleetSnapshot(time: now)
        for source in sources {
            let id = SourceID(provider: "test", instance: source.name)
            var state = SourceState(
                id: id, title: "", site: "a", interval: .seconds(source.step),
                staleAfter: .seconds(60))
            state.sample = Sample(
                inventory: Inventory(
                    endpoints: [EndpointIdentity(name: source.name, kind: "vllm")]))
            snapshot.sources.append(state)
            for start in stride(from: source.since, to: end, by: source.step) {
                let bucket = FleetHistory.Bucket(
                    start: WallTime(seconds: Double(start)), accelerators: [:],
                    endpoints: [.requestRate: [source.rate]])
                snapshot.history.append(
                    bucket, source: id, length: .seconds(source.step), keep: 99)
            }
        }
        var trends = FleetTrends()
        trends.follow(snapshot, AcceleratorRoster(snapshot))
        return trends.series(\.requestRate, isMean: false).values
    }
}
