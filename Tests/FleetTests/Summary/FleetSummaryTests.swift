import Support
import Testing

@testable import Fleet

/// The sums of a fleet, against a second way of making them.
@Suite struct FleetSummaryTests {
    /// Sums row by row through readings, with a dictionary of what was counted: slow and plain.
    private struct Naive {
        var gpus = 0
        var seen = 0
        var busy: [Double] = []
        var watts = 0.0
        var rate = 0.0
        var failed = 0.0
        var judged = 0.0

        init(_ snapshot: FleetSnapshot, site: String?) {
            var known: [String: SourceID] = [:]
            for isLive in [true, false] {
                for source in snapshot.sources where source.isLive == isLive {
                    for one in source.sample?.inventory.accelerators ?? [] where one.mig == nil {
                        if known[one.uuid] == nil { known[one.uuid] = source.id }
                    }
                }
            }
            for source in snapshot.sources where site == nil || source.site == site {
                guard let sample = source.sample else { continue }
                for (row, one) in sample.inventory.accelerators.enumerated()
                where one.mig == nil && known[one.uuid] == source.id {
                    gpus += 1
                    guard source.isLive else { continue }
                    if sample.acceleratorStates[row] == .present { seen += 1 }
                    if let value = sample.accelerators[.utilization, row].value {
                        busy.append(value)
                    }
                    watts += sample.accelerators[.power, row].value ?? 0
                }
                guard source.isLive else { continue }
                for row in sample.inventory.endpoints.indices {
                    let rate = sample.endpoints[.requestRate, row].value
                    self.rate += rate ?? 0
                    if let rate, let ratio = sample.endpoints[.errorRatio, row].value {
                        failed += rate * ratio
                        judged += rate
                    }
                }
            }
        }
    }

    @Test(arguments: [(1, false), (6, true), (40, true)])
    func theSumsAreThoseOfTheSlowWay(nodes: Int, hasTrouble: Bool) throws {
        var fleet = MadeFleet()
        fleet.nodes = nodes
        fleet.hasTrouble = hasTrouble
        fleet.buckets = 0
        let snapshot = fleet.snapshot()
        let summary = FleetSummary(snapshot)
        for (site, figures) in summary.sites where figures.nodes > 0 {
            let naive = Naive(snapshot, site: site.name)
            #expect(figures.acceleratorsExpected == naive.gpus)
            #expect(figures.acceleratorsSeen == naive.seen)
            #expect(figures.busy.counted == naive.busy.count)
            #expect(close(figures.busy.sum, naive.busy.reduce(0, +)))
            #expect(close(figures.power.sum, naive.watts))
        }
        let naive = Naive(snapshot, site: nil)
        #expect(close(summary.total.requestRate.sum, naive.rate))
        #expect(close(try #require(summary.total.errorRatio), naive.failed / naive.judged))
    }

    @Test func aGPUThatTwoSourcesReportIsCountedOnceAndEachFillsInWhatTheOtherLeavesOut() throws {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        var smi = SampleNode(name: "gpu-a01", site: "hall-a", load: 0.8).source()
        var exporter = smi
        exporter.id = SourceID(provider: "prometheus", instance: "dcgm")
        smi.sample?.accelerators[.power] = nil
        exporter.sample?.accelerators[.utilization] = nil
        snapshot.sources = [exporter, smi]
        let total = FleetSummary(snapshot).total
        #expect(total.acceleratorsExpected == 8 && total.nodes == 1)
        #expect(total.busy.counted == 8 && total.power.counted == 8)
        #expect(
            close(total.power.sum, try #require(exporter.sample?.accelerators[.power]).total().sum))
    }

    @Test func aLiveSourceSpeaksForTheGPUsOfAStaleOne() {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        var stale = SampleNode(name: "gpu-a01", site: "hall-a", load: 0.8).source()
        var live = stale
        live.id = SourceID(provider: "prometheus", instance: "dcgm")
        SampleNode.age(&stale, by: .seconds(60))
        snapshot.sources = [stale, live]
        let total = FleetSummary(snapshot).total
        #expect(total.acceleratorsSeen == 8 && total.busy.isComplete)
        #expect(total.nodes == 1 && total.nodesLive == 1)
    }

    @Test func whatIsMissingIsExpectedAndNotZero() {
        var fleet = MadeFleet()
        fleet.hasTrouble = true
        let hall = FleetSummary(fleet.snapshot()).site("hall-a")
        #expect(hall?.acceleratorsExpected == 24 && hall?.acceleratorsSeen == 15)
        #expect(hall?.busy.counted == 15 && hall?.busy.expected == 24)
        #expect(hall?.critical == 1 && hall?.warnings == 1)
        #expect(FleetSummary(FleetSnapshot(time: SampleFleet.time)).total.busy.mean == nil)
    }

    @Test func migInstancesArePartsOfOneGPU() {
        var source = SampleNode(name: "gpu-a01", site: "hall-a", load: 0.5, gpus: 1).source()
        let whole = AcceleratorIdentity(node: 0, index: 0, uuid: "GPU-0", model: "H100")
        let parts = (1...3).map {
            AcceleratorIdentity(
                node: 0, index: 0, uuid: "MIG-\($0)", model: "H100",
                mig: MIGInstance(gpuInstance: $0, computeInstance: 0, profile: "2g.20gb"))
        }
        let host = NodeIdentity(name: "gpu-a01")
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        source.sample = Sample(inventory: Inventory(nodes: [host], accelerators: [whole] + parts))
        snapshot.sources = [source]
        #expect(FleetSummary(snapshot).total.acceleratorsExpected == 1)
        source.sample = Sample(inventory: Inventory(nodes: [host], accelerators: parts))
        snapshot.sources = [source]
        #expect(FleetSummary(snapshot).total.acceleratorsExpected == 1)
    }

    @Test func theRosterIsUsedAgainUntilInventoriesOrLivenessChange() {
        let snapshot = MadeFleet().snapshot()
        let first = FleetSummary(snapshot)
        #expect(FleetSummary(snapshot, reusing: first.roster).roster === first.roster)
        var later = snapshot
        later.sources[0].status = .waiting
        #expect(FleetSummary(later, reusing: first.roster).roster !== first.roster)
    }

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

    /// Requests a second of the fleet, from sources with the length of their buckets, what they say in
    /// each, and since when.
    private static func requestRate(
        _ sources: [(name: String, step: Int, rate: Float, since: Int)], until end: Int = 540
    ) -> [Float?] {
        let now = Instant(wall: WallTime(seconds: 1000), monotonic: MonotonicTime(nanoseconds: 0))
        var snapshot = FleetSnapshot(time: now)
        for source in sources {
            let id = SourceID(provider: "test", instance: source.name)
            snapshot.sources.append(
                SourceState(
                    id: id, title: "", site: "a", interval: .seconds(source.step),
                    staleAfter: .seconds(60)))
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

    private func close(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }
}
