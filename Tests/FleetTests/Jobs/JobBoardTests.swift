import Fleet
import Support
import Testing

/// Jobs and the very GPUs that they hold.
@Suite struct JobBoardTests {
    private func load(_ snapshot: FleetSnapshot, _ job: String) -> JobLoad? {
        snapshot.jobLoads[JobLoad.Key(source: SampleJobs.source, job: job)]
    }

    @Test func aJobHasTheUtilisationOfExactlyItsGPUs() throws {
        let fleet = SampleJobs.fleet()
        let train = try #require(load(fleet, "88120"))
        #expect(train.watched == 4 && train.held == 4)
        let node = try #require(fleet.source(SourceID(provider: "nvidia-smi", instance: "gpu-a01")))
        let values = (0..<4).compactMap { node.sample?.accelerators.value(.utilization, $0) }
        #expect(abs(train.utilization - values.reduce(0, +) / 4) < 1e-9)
        #expect(train.idleSeconds(at: fleet.time.monotonic) == 0)
    }

    @Test func idleTimeIsCountedFromWhenItWasFirstSeen() throws {
        let fleet = SampleJobs.fleet()
        let sweep = try #require(load(fleet, "88198_3"))
        #expect(sweep.idleSeconds(at: fleet.time.monotonic) == 1200)
    }

    @Test func aBusyMomentEndsTheIdleTime() throws {
        var fleet = SampleJobs.fleet()
        var board = JobBoard()
        _ = board.update(fleet)
        for place in fleet.sources.indices where fleet.sources[place].id.instance == "gpu-a01" {
            fleet.sources[place].sample?.accelerators[.utilization, 7] = .value(0.5)
        }
        fleet.time = fleet.time + .seconds(60)
        fleet.jobLoads = board.update(fleet)
        #expect(load(fleet, "88198_3")?.idleSince == nil)
    }

    @Test func whatNobodyWatchesIsNotIdle() {
        var fleet = SampleJobs.fleet()
        for place in fleet.sources.indices where fleet.sources[place].id.instance == "gpu-a01" {
            fleet.sources[place].status = .stale(SourceFailure(.silent, "Nothing heard."))
        }
        var board = JobBoard()
        fleet.jobLoads = board.update(fleet)
        #expect(load(fleet, "88198_3") == nil && load(fleet, "88301") == nil)
        #expect(load(fleet, "88207") != nil)
    }

    /// gpu-a01, gpu-a02 and gpu-a04 are told of by nvidia-smi and by the scheduler.
    @Test func nodesThatTwoSourcesTellOfCountOnce() {
        let plain = FleetSummary(SampleFleet.usual()).total
        let joined = FleetSummary(SampleJobs.fleet()).total
        #expect(joined.nodes == plain.nodes + 1)
        #expect(joined.acceleratorsExpected == plain.acceleratorsExpected)
        #expect(joined.acceleratorsSeen == plain.acceleratorsSeen)
    }
}
