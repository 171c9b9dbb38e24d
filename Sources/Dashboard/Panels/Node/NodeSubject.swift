import Fleet

/// The node that a detail view is about, as all sources together tell it.
struct NodeSubject {
    /// The source whose GPUs are shown.
    let source: SourceState
    /// What is known of the node; where several sources know it, of this node alone.
    let sample: Sample
    /// Its row in the inventory.
    let node: Int
    /// The rows of its accelerators, MIG instances after their GPU.
    let rows: [Int]
    /// Every source's part.
    let host: HostView

    /// The node of an identity in what a state shows; `nil` if no source knows it now.
    init?(_ identity: Identity?, in state: DashboardState) {
        let snapshot = state.shown
        guard case .node(let id, let name) = identity,
            let place = snapshot.sources.firstIndex(where: { $0.id == id }),
            let node = snapshot.sources[place].node(named: name)
        else { return nil }
        let roster = state.fleetSummary.roster
        guard let known = roster.host(source: place, node: node),
            let host = HostView(roster.groups(of: known), snapshot)
        else { return nil }
        self.host = host
        source = host.main.source
        if host.parts.count == 1 {
            sample = host.main.sample
            self.node = host.main.node
            rows = Array(host.main.rows)
        } else {
            sample = Self.merged(host)
            self.node = 0
            rows = Array(0..<host.main.rows.count)
        }
    }

    /// A sample of this host alone, in which each source fills in what another leaves out.
    private static func merged(_ host: HostView) -> Sample {
        let main = host.main
        let first = main.rows.lowerBound
        let accelerators = main.rows.map { row in
            var gpu = main.sample.inventory.accelerators[row]
            gpu.node = 0
            return gpu
        }
        var sample = Sample(
            inventory: Inventory(nodes: [host.identity], accelerators: accelerators))
        for metric in NodeMetric.allCases {
            if host.parts.contains(where: { $0.sample.nodes[metric] != nil }) {
                sample.nodes[metric, 0] = host[metric]
            }
        }
        for metric in AcceleratorMetric.allCases
        where host.parts.contains(where: { $0.sample.accelerators[metric] != nil }) {
            for row in main.rows { sample.accelerators[metric, row - first] = host[metric, row] }
        }
        sample.acceleratorStates = main.rows.map { main.sample.acceleratorStates[$0] }
        if let list = host.processes.value {
            sample.processes = .value(
                list.map { process in
                    var process = process
                    process.accelerator -= first
                    return process
                })
        }
        if let list = host.kernelEvents.value {
            sample.kernelEvents = .value(
                list.map { event in
                    var event = event
                    event.node = 0
                    event.accelerator = event.accelerator.map { $0 - first }
                    return event
                })
        }
        return sample
    }

    /// What is known of the host.
    var identity: NodeIdentity { sample.inventory.nodes[node] }
    /// Whether any source of it is live.
    var isLive: Bool { host.parts.contains { $0.source.isLive } }

    /// A reading of the host.
    subscript(metric: NodeMetric) -> Reading<Double> { sample.nodes[metric, node] }

    /// Whole GPUs only.
    var gpus: [Int] { rows.filter { sample.inventory.accelerators[$0].mig == nil } }

    /// What selections keep for an accelerator.
    func key(_ row: Int) -> Identity {
        .accelerator(source: source.id, node: host.main.identity.name, key: name(row))
    }

    private func name(_ row: Int) -> String {
        let one = sample.inventory.accelerators[row]
        return one.uuid.isEmpty ? one.label : one.uuid
    }

    /// The selected accelerator's row, else the worst: a broken one, one with something wrong, the first
    /// that there is. Which source selected it does not matter.
    func row(of selected: Identity?) -> Int? {
        let first =
            rows.first { sample.acceleratorStates[$0].isBroken }
            ?? gpus.first { AcceleratorLook(sample: sample, row: $0).isAiling }
            ?? gpus.first ?? rows.first
        guard case .accelerator(_, _, let key) = selected else { return first }
        return rows.first { name($0) == key } ?? first
    }

    /// `7 of 8 GPUs`, where some are missing; `8 GPUs`, where none is.
    var presence: (text: String, isShort: Bool) {
        if host.parts.allSatisfy(\.source.isOnlyExpected) { return (Format.absent, false) }
        let (expected, seen) = (host.expected, host.present)
        if let (scheduler, count) = host.unread {
            return ("\(Format.count(count)) in \(scheduler), no readings", false)
        }
        if seen < expected { return ("\(seen) of \(Format.counted(expected, "GPU"))", true) }
        return (Format.counted(expected, "GPU"), false)
    }

    /// A metric's history of one accelerator, of the first source that recorded any.
    func series(_ metric: AcceleratorMetric, row: Int, _ context: PanelContext) -> RecordedSeries {
        let history = context.snapshot.history
        let gpu = sample.inventory.accelerators[row]
        let found = host.parts.lazy.compactMap { part -> RecordedSeries? in
            guard let place = HostView.row(of: gpu, in: part) else { return nil }
            return RecordedSeries(
                values: history.series(metric, source: part.source.id, row: place),
                source: part.source.id, history: history, now: context.now)
        }
        return found.first { !$0.isEmpty }
            ?? RecordedSeries(values: [], source: source.id, history: history, now: context.now)
    }
}
