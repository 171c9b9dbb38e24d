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

    @Test func aGPUThatFailedIsExpectedAndDoesNotAnswer() {
        var source = SampleNode(name: "gpu-a01", site: "hall-a", load: 0.5, gpus: 4).source()
        source.sample?.acceleratorStates[1] = .failed(Absence(.notReported, .unknownError))
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.sources = [source]
        let total = FleetSummary(snapshot).total
        #expect(total.acceleratorsExpected == 4 && total.acceleratorsSeen == 3)
    }

    /// `chat` has a row of its own and two variants, `fraud` two variants alone, `embed` none: three
    /// endpoints, whichever figure is counted, and no rate twice.
    @Test func variantsArePartsOfOneEndpoint() throws {
        var sample = Sample(
            inventory: Inventory(
                endpoints: [
                    ("chat", "blue"), ("chat", nil), ("chat", "green"), ("fraud", "a"),
                    ("embed", nil), ("fraud", "b"),
                ].map { EndpointIdentity(name: $0.0, variant: $0.1, kind: "vllm") }))
        for (row, rate) in [30.0, 100, 70, 5, 8, 6].enumerated() {
            sample.endpoints[.requestRate, row] = .value(rate)
        }
        sample.endpoints[.tokensOut, 3] = .value(40)
        sample.endpointStates = Array(repeating: .serving, count: 6)
        var source = SampleEndpoint(
            name: "x", kind: "vllm", site: "cloud", rate: 1, p95: nil, queue: nil
        ).source()
        source.sample = sample
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.sources = [source]
        let total = FleetSummary(snapshot).total
        #expect(total.endpoints == 3 && total.endpointsServing == 3)
        #expect(total.requestRate.counted == 3 && total.requestRate.expected == 3)
        #expect(total.requestRate.sum == 119)
        #expect(total.tokensOut.counted == 1 && total.tokensOut.expected == 3)
        #expect(sample.inventory.wholeEndpoints.map(\.rows) == [[1, 0, 2], [4], [3, 5]])
        #expect(sample.inventory.wholeEndpoints.map(\.parts) == [[1], [4], [3, 5]])
    }

    private func close(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }
}
