package import Fleet

extension RecordSelection {
    /// The records of some kinds that a filter, in the language of the dashboard, says yes to. What it
    /// asks of a field that a record does not have is no yes.
    package init(kinds: Set<RecordKind>, matching filter: Filter) {
        self.init(kinds: kinds)
        guard !filter.isAll else { return }
        self.filter = { filter.mask(RecordTable(record: $0)) == [true] }
    }
}

/// One record as a table of one row, for filters.
struct RecordTable: FilterTable {
    let record: Record
    private let source: SourceState?
    private let sample: Sample?
    private let accelerator: Int?
    let side: WorkloadRecord?

    init(record: Record) {
        self.record = record
        source = record.source.map { record.snapshot.sources[$0] }
        sample = source?.sample
        let sides = record.kind == .workload ? WorkloadRecord.all(record.snapshot) : []
        side = sides.indices.contains(record.row) ? sides[record.row] : nil
        switch record.kind {
        case .accelerator: accelerator = record.row
        case .process: accelerator = sample?.processes.value?[record.row].accelerator
        default: accelerator = nil
        }
    }

    var rowCount: Int { 1 }

    private var node: Int? {
        if record.kind == .node { return record.row }
        return accelerator.flatMap { sample?.inventory.accelerators[$0].node }
    }

    private var endpoint: EndpointIdentity? {
        record.kind == .endpoint ? sample?.inventory.endpoints[record.row] : nil
    }

    private var finding: Finding? {
        record.kind == .finding ? record.snapshot.findings[record.row] : nil
    }

    func numbers(_ field: FilterNumber) -> [Double]? { number(field).map { [$0] } }

    private func number(_ field: FilterNumber) -> Double? {
        if let side {
            guard case .endpoint(let metric) = field else { return nil }
            return side.reading(metric).value ?? .nan
        }
        guard let sample else { return nil }
        switch field {
        case .accelerator(let metric):
            if record.kind == .job, metric == .utilization { return load?.utilization ?? .nan }
            return accelerator.map { sample.accelerators.value(metric, $0) ?? .nan }
        case .node(let metric):
            return node.map { sample.nodes.value(metric, $0) ?? .nan }
        case .endpoint(let metric):
            guard record.kind == .endpoint else { return nil }
            return sample.endpoints.value(metric, record.row) ?? .nan
        case .job(let number): return job(number)
        case .memoryRatio:
            return accelerator.map {
                (sample.accelerators.value(.memoryUsed, $0) ?? .nan)
                    / (sample.accelerators.value(.memoryTotal, $0) ?? .nan)
            }
        case .hostMemoryRatio:
            return node.map {
                (sample.nodes.value(.memoryUsed, $0) ?? .nan)
                    / (sample.nodes.value(.memoryTotal, $0) ?? .nan)
            }
        case .age: return source?.age(at: record.snapshot.time.monotonic)?.inSeconds ?? .nan
        case .accelerators:
            if let jobRow { return jobRow.gpus.map(Double.init) ?? .nan }
            guard record.kind == .node else { return nil }
            return Double(
                sample.inventory.accelerators.count { $0.node == record.row && $0.mig == nil })
        }
    }

    /// The job that the record is about.
    var jobRow: Job? {
        record.kind == .job ? sample?.jobs.value?[record.row] : nil
    }

    private var load: JobLoad? {
        guard let jobRow, let source else { return nil }
        return record.snapshot.jobLoads[JobLoad.Key(source: source.id, job: jobRow.id)]
    }

    private func job(_ number: JobNumber) -> Double? {
        guard let jobRow else { return nil }
        let now = record.snapshot.time
        switch number {
        case .idle: return load?.idleSeconds(at: now.monotonic) ?? .nan
        case .elapsed: return jobRow.elapsed(at: now.wall)?.inSeconds ?? .nan
        case .left: return jobRow.left(at: now.wall)?.inSeconds ?? .nan
        }
    }

    func label(_ key: String, row: Int) -> String? {
        if let side {
            return key == "data_class" ? side.workload.dataClass : side.source?.labels[key]
        }
        let own = node.flatMap { sample?.inventory.nodes[$0].labels } ?? endpoint?.labels
        return own?[key] ?? source?.labels[key]
    }

    func searchable(row: Int) -> [String] {
        [FilterText.name, .node, .endpoint, .site, .source, .model, .user]
            .compactMap { text($0, row: 0) }
    }
}
