import Support
import Testing

@testable import Fleet

/// How the fleet went, from what was recorded of each source.
@Suite struct FleetTrendsTests {
    @Test func trendsAreFollowedOneBucketAtATimeAndAgreeWithMakingThemAfresh() {
        let snapshot = MadeFleet().snapshot()
        let roster = AcceleratorRoster(snapshot)
        var followed = FleetTrends()
        let end = SampleFleet.time.wall.nanoseconds / 10_000_000_000
        for now in (end - 60)...end {
            var early = snapshot
            early.time.wall = WallTime(nanoseconds: now * 10_000_000_000)
            early.history = FleetHistory()
            for (source, track) in snapshot.history.tracks {
                for bucket in track.buckets where bucket.start + track.bucket <= early.time.wall {
                    early.history.append(bucket, source: source, length: track.bucket, keep: 99)
                }
            }
            followed.follow(early, roster)
        }
        followed.follow(snapshot, roster)
        var afresh = FleetTrends()
        afresh.follow(snapshot, roster)
        for figure in FleetTrends.Figure.allCases {
            let one = afresh.series(figure)
            let two = followed.series(figure)
            #expect(one.newest == two.newest && one.values.contains { $0 != nil })
            // What was silent for a moment was still shown then.
            let pairs = zip(one.values.reversed(), two.values.reversed()).filter { $0.0 != nil }
            #expect(pairs.count > 100 && pairs.allSatisfy { $0.0 == $0.1 })
        }
    }

    /// Two sources of one endpoint each: 10 req/s told every 2 s, and 1 req/s told every 10 s. The
    /// fleet did 11 req/s, however often each told it.
    @Test func aQuickSourceCountsOnceInAPlace() {
        let series = Self.requestRate([("quick", 2, 10, 500), ("slow", 10, 1, 500)])
        #expect(series == [Float?](repeating: 11, count: 8))
    }

    /// A sum that knew only one of two sources is no smaller fleet; one that knew more than now is one.
    @Test func aSumHasAGapBeforeItKnewTheFleet() {
        #expect(
            Self.requestRate([("early", 10, 10, 500), ("late", 10, 1, 520)]) == [
                nil, nil, nil, nil, 11, 11, 11, 11,
            ])
        #expect(
            Self.requestRate([("one", 10, 10, 500), ("two", 10, 1, 500)])
                == [Float?](repeating: 11, count: 8))
    }

    /// 24 GPUs that were heard of later: the mean of all is not what the first 8 alone did before.
    @Test func aMeanHasAGapBeforeItKnewTheFleet() {
        let late = Self.busy([(gpus: 8, busy: 1, since: 500), (gpus: 24, busy: 0.2, since: 520)])
        #expect(late == [nil, nil, nil, nil, 0.4, 0.4, 0.4, 0.4])
        // Less than a tenth of the fleet is not missed.
        let most = Self.busy([(gpus: 38, busy: 0.5, since: 500), (gpus: 2, busy: 0.5, since: 520)])
        #expect(most == [Float?](repeating: 0.5, count: 8))
        // Half of the fleet is not the fleet as long as the other half may still tell.
        let gone = Self.busy([(gpus: 8, busy: 0.5, since: 500), (gpus: 8, busy: 1, since: 900)])
        #expect(gone.allSatisfy { $0 == nil })
    }

    /// When all of it has been told, and nothing has to be held.
    private static let now = Instant(
        wall: WallTime(seconds: 550), monotonic: MonotonicTime(nanoseconds: 0))

    /// The mean utilisation of nodes, each with some GPUs that are all as busy since a time.
    private static func busy(_ nodes: [(gpus: Int, busy: Float, since: Int)]) -> [Float?] {
        var snapshot = FleetSnapshot(time: Self.now)
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
        return trends.series(.utilization).values.map { value in
            value.map { ($0 * 1000).rounded() / 1000 }
        }
    }

    /// What was seen stays as it was seen: one of two endpoints falls silent for a while, comes back, and
    /// then leaves for good. The hole is what the other did alone, whatever comes later.
    @Test func thePastStaysAsItWasSeen() {
        var trends = FleetTrends()
        var history = FleetHistory()
        let ids = ["one", "two"].map { SourceID(provider: "test", instance: $0) }
        var seen: [Float?] = []
        for now in stride(from: 1000, to: 1200, by: 5) {
            let isSilent = (1060..<1100).contains(now) || now >= 1150
            for (id, rate) in zip(ids, [6, 14]) where !(isSilent && id == ids[1]) {
                let bucket = FleetHistory.Bucket(
                    start: WallTime(seconds: Double(now - 5)), accelerators: [:],
                    endpoints: [.requestRate: [Float(rate)]])
                history.append(bucket, source: id, length: .seconds(5), keep: 20)
            }
            if now >= 1150 { history.forget(ids[1]) }
            let time = Instant(
                wall: WallTime(seconds: Double(now)),
                monotonic: MonotonicTime(nanoseconds: Int64(now) * 1_000_000_000))
            var snapshot = FleetSnapshot(time: time)
            snapshot.history = history
            snapshot.sources = Self.endpoints(ids, silent: isSilent ? ids[1] : nil)
            trends.follow(snapshot, AcceleratorRoster(snapshot))
            let values = trends.series(.requestRate).values
            #expect(Array(values.prefix(seen.count)) == seen)
            seen = values
        }
        #expect(seen.contains(20) && seen.last == 6)
        // 1065...1095 and from 1155 on, and nowhere else.
        #expect(seen.count { $0 == 6 } >= 12 && seen.allSatisfy { $0 == 6 || $0 == 20 })
    }

    private static func endpoints(_ ids: [SourceID], silent: SourceID?) -> [SourceState] {
        ids.map { id in
            var state = SourceState(
                id: id, title: "", site: "a", interval: .seconds(5), staleAfter: .seconds(15))
            state.sample = Sample(
                inventory: Inventory(
                    endpoints: [EndpointIdentity(name: id.instance, kind: "vllm")]))
            let failure = SourceFailure(.unreachable, "refused")
            state.status = id == silent ? .stale(failure) : .live
            return state
        }
    }

    /// A cloud that tells requests once a minute beside a node that tells use every two seconds.
    @Test func aSlowSourceIsHeldUntilItSaysSomethingElse() {
        let id = SourceID(provider: "test", instance: "cloud")
        var cloud = Self.endpoints([id], silent: nil)[0]
        var snapshot = FleetSnapshot(
            time: Instant(
                wall: WallTime(seconds: 650), monotonic: MonotonicTime(nanoseconds: 0)))
        cloud.status = .live
        snapshot.sources = [cloud]
        for start in stride(from: 300, to: 600, by: 60) {
            let bucket = FleetHistory.Bucket(
                start: WallTime(seconds: Double(start)), accelerators: [:],
                endpoints: [.requestRate: [Float(start)]])
            snapshot.history.append(bucket, source: id, length: .seconds(60), keep: 99)
        }
        var trends = FleetTrends()
        trends.follow(snapshot, AcceleratorRoster(snapshot))
        let rate = trends.series(.requestRate)
        // 300 s to 640 s in fives; the last minute's figure until then.
        #expect(rate.values.count == 68 && rate.newest == 127)
        #expect(rate.values.first == 300 && rate.values.last == 540)
        #expect(rate.values.count { $0 == 480 } == 12)
    }

    /// Requests a second of the fleet, from sources with the length of their buckets, what they say in
    /// each, and since when.
    private static func requestRate(
        _ sources: [(name: String, step: Int, rate: Float, since: Int)], until end: Int = 540
    ) -> [Float?] {
        var snapshot = FleetSnapshot(time: Self.now)
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
        return trends.series(.requestRate).values
    }
}
