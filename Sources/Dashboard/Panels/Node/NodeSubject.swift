import Fleet

/// The node that a detail view is about, in the snapshot shown.
struct NodeSubject {
    let source: SourceState
    let sample: Sample
    /// Its row in the inventory.
    let node: Int
    /// The rows of its accelerators, MIG instances after their GPU.
    let rows: [Int]

    /// The node of an identity; `nil` if no source knows it now.
    init?(_ identity: Identity?, in snapshot: FleetSnapshot) {
        guard case .node(let id, let name) = identity, let source = snapshot.source(id),
            let sample = source.sample,
            let node = sample.inventory.nodes.firstIndex(where: { $0.name == name })
        else { return nil }
        self.source = source
        self.sample = sample
        self.node = node
        let list = sample.inventory.accelerators
        rows = list.indices.filter { list[$0].node == node }
    }

    /// What is known of the host.
    var identity: NodeIdentity { sample.inventory.nodes[node] }

    /// A reading of the host.
    subscript(metric: NodeMetric) -> Reading<Double> { sample.nodes[metric, node] }

    /// Whole GPUs only.
    var gpus: [Int] { rows.filter { sample.inventory.accelerators[$0].mig == nil } }

    /// What selections keep for an accelerator.
    func key(_ row: Int) -> Identity {
        let one = sample.inventory.accelerators[row]
        return .accelerator(
            source: source.id, node: identity.name, key: one.uuid.isEmpty ? one.label : one.uuid)
    }

    /// The selected accelerator's row, else the first that there is.
    func row(of selected: Identity?) -> Int? {
        rows.first { key($0) == selected } ?? gpus.first ?? rows.first
    }

    /// `7 of 8 GPUs`, where some are missing; `8 GPUs`, where none is.
    var presence: (text: String, isShort: Bool) {
        let listed = gpus.count
        let expected = max(listed, Int(min(4096, max(0, self[.acceleratorsExpected].value ?? 0))))
        let seen = gpus.count { sample.acceleratorStates[$0] == .present }
        if seen < expected { return ("\(seen) of \(Format.counted(expected, "GPU"))", true) }
        return (Format.counted(expected, "GPU"), false)
    }

    /// A metric's history of one accelerator.
    func series(_ metric: AcceleratorMetric, row: Int, _ context: PanelContext) -> RecordedSeries {
        let history = context.snapshot.history
        return RecordedSeries(
            values: history.series(metric, source: source.id, row: row), source: source.id,
            history: history, now: context.now)
    }
}
