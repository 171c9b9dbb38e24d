import Fleet

/// A job of a snapshot, with what the hardware does of what it holds.
struct JobRow: Sendable {
    let source: SourceState
    let job: Job
    let load: JobLoad?
    private let now: Instant
    /// What the scheduler does with the first of its nodes that is being taken from it.
    let drained: String?

    /// An idle job is wasting what it holds after so long.
    static let wasteful = 900.0

    /// The job of a row; `nil` if the snapshot has no such row.
    init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard snapshot.sources.indices.contains(reference.source) else { return nil }
        let source = snapshot.sources[reference.source]
        guard let jobs = source.sample?.jobs.value, jobs.indices.contains(reference.row) else {
            return nil
        }
        self.source = source
        job = jobs[reference.row]
        load = snapshot.jobLoads[JobLoad.Key(source: source.id, job: job.id)]
        now = snapshot.time
        drained = Self.drained(job, source.sample)
    }

    private static func drained(_ job: Job, _ sample: Sample?) -> String? {
        guard job.holds, let sample, !sample.schedules.isEmpty else { return nil }
        for (row, node) in sample.inventory.nodes.enumerated()
        where row < sample.schedules.count && sample.schedules[row].use == .draining {
            if job.nodes.contains(node.name) { return node.name }
        }
        return nil
    }

    /// What selections keep.
    var key: Identity { .job(source: source.id, id: job.id) }

    /// How long none of its GPUs has been busy; `nil` where they are not watched.
    var idle: Double? { load.map { $0.idleSeconds(at: now.monotonic) } }
    /// How long it has run, or waited.
    var elapsed: Double? { job.elapsed(at: now.wall)?.inSeconds }
    /// How long it may run on.
    var left: Double? { job.left(at: now.wall)?.inSeconds }

    /// The nodes: the first, and how many more.
    var nodes: String {
        guard let first = job.nodes.first else { return "" }
        return job.nodes.count == 1 ? first : "\(first) +\(job.nodes.count - 1)"
    }

    /// The GPUs that it holds, as the scheduler tells it or else whoever watches them.
    var shares: [Job.Share] { job.shares.isEmpty ? load?.shares ?? [] : job.shares }

    /// How it is doing, in a state and in words.
    var health: (state: RowState, text: String) {
        if !source.isLive {
            return (RowState(source.status), source.failure?.message ?? "not answered yet")
        }
        if let idle, idle >= Self.wasteful {
            return (.warning, "allocated and idle for \(Format.wholeAge(.seconds(idle)))")
        }
        if let drained { return (.changing, "\(drained) is draining") }
        switch job.state {
        case .pending: return (.waiting, job.reason)
        case .completing: return (.changing, "its nodes are being cleared")
        case .suspended: return (.notice, "suspended")
        case .running where !job.reason.isEmpty: return (.warning, job.reason)
        case .running, .ended:
            let word = job.word.lowercased()
            return (.good, word == "running" ? "" : word)
        case .unknown: return (.notice, job.word.lowercased())
        }
    }

    /// What comes first where nobody has sorted: what is wrong, what runs, what waits.
    var rank: Int {
        if health.state >= .stale { return 0 }
        return job.holds ? 1 : 2
    }
}
