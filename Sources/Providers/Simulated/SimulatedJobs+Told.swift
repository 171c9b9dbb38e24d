/// What jobs do that the scheduler was told something of.
extension SimulatedSchedule {
    /// What it was told.
    var told: SimulatedJobOrders { load.orders.jobs }

    /// Where the nodes of a role are.
    static func partition(_ node: SimulatedRoster.Node) -> String {
        switch node.role {
        case .training: "train"
        case .batch: "batch"
        case .shared: "shared"
        case .held, .free, .serving: "gpu"
        }
    }

    /// Every partition that has nodes.
    var partitions: Set<String> { Set(nodes.map(Self.partition)) }

    /// A job that runs, with how often it was put back, and whether it just is.
    func marked(_ job: SimulatedJob) -> SimulatedJob {
        var job = job
        job.restarts = told.count(of: job.number, by: time)
        guard job.restarts > 0,
            let last = told.returns(by: time).first(where: { $0.job.number == job.number }),
            time < last.time + SimulatedJobOrders.ending
        else { return job }
        // It counts from when it has ended.
        job.restarts -= 1
        job.isEnding = true
        return job
    }

    /// The jobs that were put back and do not run again.
    func returned(besides running: Set<Int>) -> [SimulatedJob] {
        let here = Set(nodes.map(\.name))
        return told.returns(by: time).compactMap { last in
            guard !running.contains(last.job.number),
                last.job.places.allSatisfy({ here.contains($0.node.name) }),
                time < last.time + Self.patience || last.job.partition == "train"
            else { return nil }
            var job = last.job
            job.places = []
            job.end = nil
            job.submitted = last.time
            job.start = time < last.back ? last.back : nil
            job.reason = time < last.back ? "BeginTime" : "Priority"
            job.restarts = told.count(of: job.number, by: time)
            return moved(job)
        }
    }

    /// How long a job that finds no room any more is kept in the queue.
    private static let patience = 3600.0

    /// A job that waits, in the partition to which it was sent.
    func moved(_ job: SimulatedJob) -> SimulatedJob {
        guard let partition = told.partition(of: job.number, at: time), partition != job.partition
        else { return job }
        var job = job
        job.partition = partition
        job.start = nil
        // Its owner has no more nodes to ask for there.
        job.reason = partition == "gpu" ? "QOSMaxGRESPerUser" : "Priority"
        return job
    }
}
