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

    /// A scheduler that does not tell which GPUs a job holds, and an exporter that does.
    private func held(by holders: [String?], gpus: Int?) -> JobLoad? {
        var fleet = SampleJobs.fleet()
        for place in fleet.sources.indices where fleet.sources[place].id.instance == "gpu-a01" {
            fleet.sources[place].sample?.holders = holders
        }
        var job = Job(id: "chat/own-1", name: "own", user: "ada", state: .running, word: "Running")
        job.nodes = ["gpu-a01"]
        job.gpus = gpus
        let scheduler = fleet.sources.count - 1
        fleet.sources[scheduler].sample?.jobs = .value([job])
        var board = JobBoard()
        fleet.jobLoads = board.update(fleet)
        return load(fleet, "chat/own-1")
    }

    @Test func whoWatchesAGPUMayTellWhoHoldsIt() throws {
        let holders = [nil, "chat/own-1", nil, "chat/own-1", "chat/x", nil, nil, nil]
        let load = try #require(held(by: holders, gpus: 2))
        #expect(load.shares == [Job.Share(node: "gpu-a01", indices: [1, 3])])
        #expect(load.watched == 2 && load.held == 2)
        #expect(held(by: holders, gpus: nil)?.held == 2)
        // Half of what it holds would be taken for all of it.
        #expect(held(by: holders, gpus: 4) == nil)
        #expect(held(by: [], gpus: 2) == nil)
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
