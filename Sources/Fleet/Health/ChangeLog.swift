/// What changed between snapshots, newest first.
struct ChangeLog: Sendable {
    /// No more lines than this are kept.
    static let capacity = 500

    private(set) var changes: [Change] = []

    /// Nothing has changed yet.
    init() {}

    /// Takes down what is different about one source.
    mutating func record(from old: SourceState, to new: SourceState, at time: WallTime) {
        var comparison = SourceComparison(old: old, new: new, time: time)
        comparison.run()
        add(comparison.changes)
    }

    /// Takes down what happened, oldest first.
    mutating func add(_ news: [Change]) {
        guard !news.isEmpty else { return }
        changes.insert(contentsOf: news.reversed(), at: 0)
        if changes.count > Self.capacity { changes.removeLast(changes.count - Self.capacity) }
    }
}

/// One source before and after.
struct SourceComparison {
    let old: SourceState
    let new: SourceState
    let time: WallTime
    private(set) var changes: [Change] = []

    init(old: SourceState, new: SourceState, time: WallTime) {
        self.old = old
        self.new = new
        self.time = time
    }

    /// Fills ``changes``.
    mutating func run() {
        compareStatus()
        guard let before = old.heard, let after = new.heard else { return }
        if before.inventory !== after.inventory {
            compareNodes(before.inventory, after.inventory)
            comparePresence(before.inventory, after.inventory)
        }
        compareAccelerators(before, after)
        compareEndpoints(before, after)
    }

    private mutating func add(
        _ kind: Subject.Kind, _ name: String, _ text: String, _ severity: Severity = .notice,
        accelerator: String? = nil
    ) {
        let subject = Subject(
            kind: kind, source: new.id, site: new.site, name: name, accelerator: accelerator)
        changes.append(Change(time: time, subject: subject, text: text, severity: severity))
    }

    private mutating func compareStatus() {
        guard old.status != new.status else { return }
        let subject = (new.sample == nil ? old : new).subject
        let (kind, name) = (subject.kind, subject.name)
        switch (old.status, new.status) {
        case (.live, .stale(let failure)):
            let why = failure.kind == .silent ? "" : ": \(failure.kind.words)"
            add(kind, name, "went silent\(why)", .warning)
        case (.live, .stuck(let failure)), (.stale, .stuck(let failure)):
            add(kind, name, "stuck: \(failure.kind.words)", .warning)
        case (.stale, .live), (.stuck, .live), (.failed, .live):
            add(kind, name, "came back")
        case (.waiting, .failed(let failure)):
            let why = failure.kind == .silent ? "" : ": \(failure.kind.words)"
            add(kind, name, "does not answer\(why)", .warning)
        default: break
        }
    }

    private mutating func compareNodes(_ before: Inventory, _ after: Inventory) {
        let known = Dictionary(before.nodes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for node in after.nodes {
            guard let was = known[node.name] else { continue }
            if let from = was.driver, let to = node.driver, from != to {
                add(.node, node.name, "driver \(from) -> \(to)")
            }
            if let from = was.bootID, let to = node.bootID, from != to {
                add(.node, node.name, "rebooted", .warning)
            }
        }
    }

    private mutating func comparePresence(_ before: Inventory, _ after: Inventory) {
        guard !before.nodes.isEmpty || !before.endpoints.isEmpty else { return }
        compareNames(.node, before.nodes.map(\.name), after.nodes.map(\.name))
        compareNames(.endpoint, before.endpoints.map(\.label), after.endpoints.map(\.label))
        let counts = [before, after].map { inventory in
            inventory.accelerators.reduce(into: [:]) { counts, accelerator in
                counts[inventory.nodes[accelerator.node].name, default: 0] += 1
            }
        }
        for (name, count) in counts[1].sorted(by: { $0.key < $1.key }) {
            guard let was = counts[0][name], was != count else { continue }
            add(.node, name, "GPUs \(was) -> \(count)", count < was ? .warning : .notice)
        }
    }

    private mutating func compareNames(_ kind: Subject.Kind, _ old: [String], _ new: [String]) {
        let before = Set(old)
        let after = Set(new)
        for name in after.subtracting(before).sorted() { add(kind, name, "appeared") }
        for name in before.subtracting(after).sorted() { add(kind, name, "disappeared", .warning) }
    }

    private mutating func compareAccelerators(_ before: Sample, _ after: Sample) {
        guard before.inventory === after.inventory,
            before.acceleratorStates != after.acceleratorStates
        else { return }
        for row in after.acceleratorStates.indices
        where before.acceleratorStates[row] != after.acceleratorStates[row] {
            let identity = after.inventory.accelerators[row]
            let name = after.inventory.nodes[identity.node].name
            let key = identity.uuid.isEmpty ? identity.label : identity.uuid
            switch after.acceleratorStates[row] {
            case .present:
                add(.accelerator, name, "GPU \(identity.label) is back", accelerator: key)
            case .lost:
                add(.accelerator, name, "GPU \(identity.label) lost", .critical, accelerator: key)
            case .failed:
                add(.accelerator, name, "GPU \(identity.label) failed", .critical, accelerator: key)
            }
        }
    }

    private mutating func compareEndpoints(_ before: Sample, _ after: Sample) {
        guard before.inventory === after.inventory else { return }
        for row in after.endpointStates.indices {
            let name = after.inventory.endpoints[row].label
            let (was, now) = (before.endpointStates[row], after.endpointStates[row])
            if was != now, was != .unknown, now != .unknown {
                let severity: Severity =
                    now == .failed ? .critical : now == .degraded ? .warning : .notice
                add(.endpoint, name, "\(was.rawValue) -> \(now.rawValue)", severity)
            }
            compareReplicas(.replicasDesired, "replicas wanted", row, name, before, after)
            compareReplicas(.replicasReady, "replicas ready", row, name, before, after)
        }
    }

    private mutating func compareReplicas(
        _ metric: EndpointMetric, _ words: String, _ row: Int, _ name: String, _ before: Sample,
        _ after: Sample
    ) {
        guard let was = before.endpoints.value(metric, row),
            let now = after.endpoints.value(metric, row), was != now
        else { return }
        add(.endpoint, name, "\(words) \(Int(was)) -> \(Int(now))", now < was ? .warning : .notice)
    }
}
