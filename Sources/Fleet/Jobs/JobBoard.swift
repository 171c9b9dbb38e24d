/// Joins jobs with the readings of the very GPUs that they hold, and remembers since when these are idle.
/// A value without clock of its own.
package struct JobBoard: Sendable {
    private var roster: AcceleratorRoster?
    private var loads: [JobLoad.Key: JobLoad] = [:]
    /// At or above it a GPU is busy.
    private let idleBelow: Double

    /// A board that has seen nothing.
    package init(limits: HealthLimits = HealthLimits()) { idleBelow = limits.idleUtilization }

    /// Looks at a snapshot: what is known of each job that holds GPUs which are watched.
    package mutating func update(_ snapshot: FleetSnapshot) -> [JobLoad.Key: JobLoad] {
        let sources = snapshot.sources.indices.filter {
            snapshot.sources[$0].sample?.jobs.value?.isEmpty == false
        }
        guard !sources.isEmpty else {
            loads = [:]
            return [:]
        }
        let known = roster.flatMap { $0.matches(snapshot) ? $0 : nil }
        let roster = known ?? AcceleratorRoster(snapshot)
        self.roster = roster
        var next: [JobLoad.Key: JobLoad] = [:]
        for place in sources {
            var pass = JobPass(snapshot, roster, source: place)
            for job in snapshot.sources[place].sample?.jobs.value ?? [] where job.holds {
                let key = JobLoad.Key(source: snapshot.sources[place].id, job: job.id)
                guard var load = pass.load(of: job) else { continue }
                let isIdle = load.watched == load.held && pass.busiest < idleBelow
                if isIdle {
                    load.idleSince = loads[key]?.idleSince ?? snapshot.time.monotonic
                }
                next[key] = load
            }
        }
        loads = next
        return next
    }
}

/// The GPUs of one scheduler's jobs.
private struct JobPass {
    private let snapshot: FleetSnapshot
    private let roster: AcceleratorRoster
    private let source: Int
    private var rows: [String: Int] = [:]
    private var views: [Int: HostView] = [:]
    /// The highest utilisation of the GPUs of the last job.
    private(set) var busiest = 0.0

    init(_ snapshot: FleetSnapshot, _ roster: AcceleratorRoster, source: Int) {
        self.snapshot = snapshot
        self.roster = roster
        self.source = source
        let nodes = snapshot.sources[source].sample?.inventory.nodes ?? []
        for (row, node) in nodes.enumerated() { rows[node.name] = row }
    }

    /// `nil` where none of its GPUs is watched.
    mutating func load(of job: Job) -> JobLoad? {
        var values: [Double] = []
        var held = 0
        let told = job.shares.isEmpty ? devices(of: job) : []
        for share in job.shares.isEmpty ? told : job.shares {
            held += share.indices.count
            guard let view = view(share.node), view.main.source.isLive else { continue }
            let list = view.main.sample.inventory.accelerators
            for row in view.gpus where share.indices.contains(list[row].index) {
                if let value = view[.utilization, row].value { values.append(value) }
            }
        }
        guard !values.isEmpty else { return nil }
        busiest = values.max() ?? 0
        var load = JobLoad(
            watched: values.count, held: held,
            utilization: values.reduce(0, +) / Double(values.count))
        load.shares = told
        return load
    }

    /// The GPUs of which those that watch them say that the job holds them: all of them, or none.
    private mutating func devices(of job: Job) -> [Job.Share] {
        var shares: [Job.Share] = []
        for node in job.nodes {
            guard let view = view(node) else { continue }
            for part in view.parts where part.source.isLive {
                let holders = part.sample.holders
                guard holders.count == part.sample.inventory.accelerators.count else { continue }
                let rows = part.gpus.filter { holders[$0] == job.id }
                guard !rows.isEmpty else { continue }
                let list = part.sample.inventory.accelerators
                shares.append(Job.Share(node: node, indices: rows.map { list[$0].index }))
                break
            }
        }
        let count = shares.reduce(0) { $0 + $1.indices.count }
        return job.gpus.map { $0 == count } ?? true ? shares : []
    }

    private mutating func view(_ name: String) -> HostView? {
        guard let row = rows[name] else { return nil }
        if let known = views[row] { return known }
        guard let host = roster.host(source: source, node: row),
            let view = HostView(roster.groups(of: host), snapshot)
        else { return nil }
        views[row] = view
        return view
    }
}

extension HostView {
    /// The rows of whole GPUs in ``main``.
    fileprivate var gpus: [Int] { main.gpus }
}
