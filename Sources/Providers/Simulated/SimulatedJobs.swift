/// A job of a simulated scheduler.
struct SimulatedJob: Sendable, Hashable {
    /// GPUs that it holds on one node.
    struct Place: Sendable, Hashable {
        var node: SimulatedRoster.Node
        var indices: ClosedRange<Int>
    }

    var number: Int
    var name: String
    var user: String
    var partition: String
    /// None while it waits.
    var places: [Place] = []
    /// What it asks for.
    var nodes = 1
    var gpus = 8
    /// Why it waits, in the scheduler's word.
    var reason = "None"
    /// Seconds since the simulation began.
    var submitted: Double
    var start: Double?
    /// When its time is up.
    var end: Double?
    /// How often it was put back into its queue.
    var restarts = 0
    /// Whether it is being ended, to go back into its queue.
    var isEnding = false

    var runs: Bool { !places.isEmpty }

    /// The scheduler's word for what it does.
    var word: String { isEnding ? "COMPLETING" : runs ? "RUNNING" : "PENDING" }
}

/// Who runs what on the nodes of a hall at a moment, as their scheduler knows it: what the nodes' loads
/// and processes come from.
struct SimulatedSchedule: Sendable {
    let load: SimulatedLoad
    let site: String
    let time: Double

    /// The nodes that the scheduler has, which are not those that serve.
    var nodes: [SimulatedRoster.Node] {
        SimulatedRoster.nodes.filter { node in
            if case .serving = node.role { return false }
            return node.site == site
        }
    }

    /// All jobs that run or wait.
    var jobs: [SimulatedJob] {
        let running = (training + nodes.flatMap(jobs)).map(marked)
        return running + returned(besides: Set(running.map(\.number))) + waiting.map(moved)
    }

    /// The jobs that run on one node alone.
    func jobs(_ node: SimulatedRoster.Node) -> [SimulatedJob] {
        guard !load.isAway(node, at: time) else { return [] }
        switch node.role {
        case .batch: return load.hasBatch(node, at: time) ? [batch(node)] : []
        case .shared:
            return (0..<4).map { notebook(node, $0) }.filter { job in
                !told.isPaused(node.name, job.places[0].indices, at: time)
            }
        case .held: return [forgotten(node)]
        case .training, .serving, .free: return []
        }
    }

    /// Who a GPU's process belongs to.
    static func user(_ node: SimulatedRoster.Node, _ index: Int) -> String {
        switch node.role {
        case .training: "train"
        case .serving: "serving"
        case .batch: ["mei", "jonas", "amara", "luis"][node.place % 4]
        case .shared: ["ines", "tomasz", "priya"][(node.place + index / 2) % 3]
        case .held, .free: ["ines", "tomasz", "priya"][node.place % 3]
        }
    }

    /// One job over many nodes: those that are held are left at the next checkpoint and joined again
    /// later.
    private var training: [SimulatedJob] {
        let members = nodes.filter { node in
            if case .training = node.role { return !load.isAway(node, at: time) }
            return false
        }
        guard let first = members.first, case .training(let number) = first.role else { return [] }
        return [
            SimulatedJob(
                number: 88_120 + 37 * number, name: number == 0 ? "llm-120b" : "vlm-30b",
                user: "train", partition: "train",
                places: members.map { .init(node: $0, indices: 0...7) }, nodes: members.count,
                submitted: -260_000, start: resumed(first, 0...7) ?? -252_000, end: 352_800)
        ]
    }

    private func batch(_ node: SimulatedRoster.Node) -> SimulatedJob {
        let block = load.block(node, time)
        let span = load.span(node, block: block)
        let again = again(node)
        let name = ["eval-safety", "eval-code", "tokenize", "distill-8b"]
        var job = SimulatedJob(
            number: 90_000 + node.place * 50 + (block + 50) % 50,
            name: name[(block + node.place + 400) % 4],
            user: Self.user(node, 0), partition: "batch",
            places: [.init(node: node, indices: 0...7)],
            submitted: span.lowerBound - 140,
            start: max(
                span.lowerBound, again.start ?? -.infinity, resumed(node, 0...7) ?? -.infinity),
            end: span.upperBound)
        if let hold = again.hold { job.end = min(span.upperBound, load.leaving(node, hold)) }
        return job
    }

    private func notebook(_ node: SimulatedRoster.Node, _ part: Int) -> SimulatedJob {
        let again = again(node)
        let indices = part * 2...part * 2 + 1
        let begun =
            [again.start, resumed(node, indices)].compactMap { $0 }.max()
            ?? -3600 * (2 + 9 * load.noise.fixed(node.place * 4 + part + 82_000))
        return SimulatedJob(
            number: 89_000 + node.place * 4 + part + 600 * again.times, name: "notebook",
            user: Self.user(node, indices.lowerBound), partition: "shared",
            places: [.init(node: node, indices: indices)], gpus: 2, submitted: begun - 4,
            start: begun, end: ended(again, node) ?? begun + 43_200)
    }

    /// Somebody has a whole node, and does nothing with it.
    private func forgotten(_ node: SimulatedRoster.Node) -> SimulatedJob {
        let again = again(node)
        let begun = [again.start, resumed(node, 0...7)].compactMap { $0 }.max() ?? -97_300
        return SimulatedJob(
            number: 87_733 + 600 * again.times, name: "debug-rlhf", user: Self.user(node, 0),
            partition: "gpu", places: [.init(node: node, indices: 0...7)], submitted: begun - 60,
            start: begun, end: ended(again, node) ?? begun + 259_200)
    }

    /// How often a node was given back, when its work began again the last time, and what holds it now.
    private func again(
        _ node: SimulatedRoster.Node
    ) -> (times: Int, start: Double?, hold: SimulatedOrders.Hold?) {
        let hold = load.orders.hold(of: node.name, at: time)
        let isHeld = hold?.isOn(at: time) ?? false
        let times = load.orders.holds(of: node.name, at: time) - (isHeld ? 1 : 0)
        return (times, load.returning(node, at: time), isHeld ? hold : nil)
    }

    /// A job that is to go because of a drain says when.
    private func ended(
        _ again: (times: Int, start: Double?, hold: SimulatedOrders.Hold?),
        _ node: SimulatedRoster.Node
    ) -> Double? {
        guard let hold = again.hold else { return nil }
        let end = load.leaving(node, hold)
        return end.isFinite ? end : nil
    }

    private func resumed(
        _ node: SimulatedRoster.Node, _ indices: ClosedRange<Int>
    ) -> Double? {
        told.resumed(node.name, indices, at: time)
    }

    /// What waits for its turn, always.
    private var waiting: [SimulatedJob] {
        func job(
            _ number: Int, _ name: String, _ user: String, _ partition: String, _ nodes: Int,
            _ reason: String, _ age: Double
        ) -> SimulatedJob {
            SimulatedJob(
                number: number, name: name, user: user, partition: partition, nodes: nodes,
                reason: reason, submitted: -age)
        }
        return site == "hall-a"
            ? [
                job(95_301, "sft-13b", "amara", "train", 4, "Resources", 4100),
                job(95_344, "sft-13b-long", "amara", "train", 8, "Priority", 3900),
                job(95_360, "eval-nightly", "mei", "batch", 1, "BeginTime", 900),
            ]
            : [
                job(95_312, "vlm-ablation", "jonas", "train", 2, "Resources", 6200),
                job(95_377, "tokenize-2027", "luis", "batch", 2, "QOSMaxGRESPerUser", 700),
            ]
    }
}
