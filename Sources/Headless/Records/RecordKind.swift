package import Fleet

/// What a log line is about.
package enum RecordKind: String, CaseIterable, Sendable, Hashable {
    /// A host with accelerators.
    case node
    /// A GPU or a MIG instance.
    case accelerator
    /// A compute process on an accelerator.
    case process
    /// Something that serves a model.
    case endpoint
    /// One of the places that a workload's requests go to.
    case workload
    /// A job of a batch scheduler.
    case job
    /// A configured source and how asking it goes.
    case source
    /// Something that needs attention.
    case finding
}

/// One thing at one tick, by its place in the snapshot: what a filter judges.
package struct Record: Sendable {
    /// What sort of thing it is.
    package let kind: RecordKind
    /// Where its readings are.
    package let snapshot: FleetSnapshot
    /// Index in ``FleetSnapshot/sources``; `nil` for findings and workloads, which belong to none.
    package let source: Int?
    /// Row in the source's inventory, in its processes, in ``FleetSnapshot/findings``, or of all sides of
    /// all workloads; 0 for a source.
    package let row: Int

    /// A place in a snapshot.
    package init(kind: RecordKind, snapshot: FleetSnapshot, source: Int?, row: Int) {
        self.kind = kind
        self.snapshot = snapshot
        self.source = source
        self.row = row
    }
}

/// Which records are written.
package struct RecordSelection: Sendable {
    /// Kinds that are written.
    package var kinds: Set<RecordKind>
    /// Whether a record is written; `nil` writes all. Called from one task at a time.
    package var filter: (@Sendable (Record) -> Bool)?

    /// All records of some kinds, or those of them that a filter lets through.
    package init(
        kinds: Set<RecordKind> = Set(RecordKind.allCases),
        filter: (@Sendable (Record) -> Bool)? = nil
    ) {
        self.kinds = kinds
        self.filter = filter
    }

    /// Whether the record at a place is wanted.
    func includes(_ kind: RecordKind, _ snapshot: FleetSnapshot, source: Int?, row: Int) -> Bool {
        guard let filter else { return true }
        return filter(Record(kind: kind, snapshot: snapshot, source: source, row: row))
    }
}

extension FleetSnapshot {
    /// How many records of a kind a source has at this moment.
    func recordCount(_ kind: RecordKind, source: SourceState) -> Int {
        if kind == .source { return 1 }
        guard let sample = source.sample else { return 0 }
        switch kind {
        case .node: return sample.inventory.nodes.count
        case .accelerator: return sample.inventory.accelerators.count
        case .endpoint: return sample.inventory.endpoints.count
        case .process: return sample.processes.value?.count ?? 0
        case .job: return sample.jobs.value?.count ?? 0
        case .source, .finding, .workload: return 0
        }
    }
}
