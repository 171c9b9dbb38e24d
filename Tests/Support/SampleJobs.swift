package import Fleet

/// A scheduler beside the usual sample fleet: jobs on its nodes, one of them idle, and some that wait.
package enum SampleJobs {
    /// The id of the scheduler's source.
    package static let source = SourceID(provider: "slurm", instance: "hall-a")

    /// The usual fleet with a scheduler that knows the nodes of hall-a and one that nobody else watches.
    package static func fleet() -> FleetSnapshot {
        var snapshot = SampleFleet.usual()
        snapshot.sources.append(scheduler())
        idle(&snapshot, "gpu-a01", [6, 7])
        var board = JobBoard()
        var earlier = snapshot
        earlier.time = SampleFleet.time + .seconds(-20 * 60)
        _ = board.update(earlier)
        snapshot.jobLoads = board.update(snapshot)
        return snapshot
    }

    private static func idle(_ snapshot: inout FleetSnapshot, _ node: String, _ gpus: [Int]) {
        for place in snapshot.sources.indices where snapshot.sources[place].id.instance == node {
            for row in gpus {
                snapshot.sources[place].sample?.accelerators[.utilization, row] = .value(0.01)
            }
        }
    }

    /// The scheduler's own source.
    package static func scheduler() -> SourceState {
        var source = SourceState(
            id: source, title: "SLURM", site: "hall-a", interval: .seconds(10),
            staleAfter: .seconds(30), transport: "ssh")
        source.status = .live
        source.lastSuccess = SampleFleet.time + .seconds(-3)
        source.lastAttempt = source.lastSuccess
        source.polls = 360
        let names = ["gpu-a01", "gpu-a02", "gpu-a04", "gpu-a09"]
        var sample = Sample(inventory: Inventory(nodes: names.map { NodeIdentity(name: $0) }))
        for row in names.indices {
            sample.nodes[.acceleratorsSchedulable, row] = .value(8)
            sample.nodes[.acceleratorsAllocated, row] = .value(row == 3 ? 0 : 6)
        }
        sample.schedules = [
            NodeSchedule(.mixed, words: "MIXED", partitions: ["train"]),
            NodeSchedule(
                .draining, words: "MIXED+DRAIN", reason: "fan [op:7f3a]", reasonBy: "ada",
                partitions: ["train", "eval"]),
            NodeSchedule(.mixed, words: "MIXED", partitions: ["eval"]),
            NodeSchedule(.idle, words: "IDLE", partitions: ["eval"]),
        ]
        sample.jobs = .value(jobs())
        source.sample = sample
        return source
    }

    private static func jobs() -> [Job] {
        [
            job(
                "88120", "train-70b", "ada", "train", "gpu-a01", [0, 1, 2, 3], run: 7200,
                left: 11_520),
            job("88207", "eval", "bo", "eval", "gpu-a02", [0], run: 600, left: 840),
            job("88198_3", "sweep", "cleo", "train", "gpu-a01", [6, 7], run: 86_400, left: nil),
            job("88301", "notebook", "dan", "train", "gpu-a01", [], run: 3000, left: 600),
            waiting("88302", "train-13b", "ada", "Priority", gpus: 16),
            waiting("88303_[1-8]", "sweep", "cleo", "Resources", gpus: 2),
            ended(),
        ]
    }

    private static func job(
        _ id: String, _ name: String, _ user: String, _ partition: String, _ node: String,
        _ indices: [Int], run: Double, left: Double?
    ) -> Job {
        var job = Job(
            id: id, name: name, user: user, partition: partition, state: .running, word: "RUNNING")
        job.nodes = [node]
        job.shares = indices.isEmpty ? [] : [Job.Share(node: node, indices: indices)]
        job.gpus = indices.isEmpty ? nil : indices.count
        job.start = SampleFleet.time.wall + .seconds(-run)
        job.submitted = SampleFleet.time.wall + .seconds(-run - 60)
        job.end = left.map { SampleFleet.time.wall + .seconds($0) }
        return job
    }

    private static func waiting(
        _ id: String, _ name: String, _ user: String, _ reason: String, gpus: Int
    ) -> Job {
        var job = Job(
            id: id, name: name, user: user, partition: "train", state: .pending, word: "PENDING")
        job.reason = reason
        job.gpus = gpus
        job.submitted = SampleFleet.time.wall + .seconds(-1500)
        return job
    }

    private static func ended() -> Job {
        Job(id: "88001", name: "old", user: "ada", state: .ended, word: "COMPLETED")
    }
}
