import Fleet

/// The labels that tell one series from another, made once per row and tick.
struct SeriesLabels {
    let snapshot: FleetSnapshot
    let selection: RecordSelection

    /// The selected rows of a kind. Two rows with the same labels would make the whole exposition
    /// invalid: the first is kept.
    func rows(_ kind: RecordKind) -> [SeriesRow] {
        var rows: [SeriesRow] = []
        var seen: Set<[UInt8]> = []
        func add(_ labels: [UInt8], _ source: Int, _ row: Int) {
            if seen.insert(labels).inserted {
                rows.append(SeriesRow(labels: labels, source: source, row: row))
            }
        }
        if kind == .finding {
            for (row, finding) in snapshot.findings.enumerated()
            where selection.includes(kind, snapshot, source: nil, row: row) {
                add(labels(finding), 0, row)
            }
            return rows
        }
        if kind == .workload {
            for (row, record) in WorkloadRecord.all(snapshot).enumerated()
            where selection.includes(kind, snapshot, source: nil, row: row) {
                add(labels(record), 0, row)
            }
            return rows
        }
        for (place, source) in snapshot.sources.enumerated() {
            for row in 0..<snapshot.recordCount(kind, source: source)
            where selection.includes(kind, snapshot, source: place, row: row) {
                add(labels(kind, source, row), place, row)
            }
        }
        return rows
    }

    private var shared: [UInt8] {
        var labels: [UInt8] = []
        if snapshot.isDemo { labels.append(label: "demo", "true") }
        if !snapshot.context.isEmpty { labels.append(label: "context", snapshot.context) }
        return labels
    }

    private func labels(_ kind: RecordKind, _ source: SourceState, _ row: Int) -> [UInt8] {
        var labels = shared
        labels.append(label: "source", source.id.description)
        labels.append(label: "site", source.site(kind, row: row))
        guard let sample = source.sample else { return labels }
        switch kind {
        case .node: labels.append(label: "node", sample.inventory.nodes[row].name)
        case .accelerator: accelerator(row, sample, &labels)
        case .process:
            guard let process = sample.processes.value?[row] else { break }
            accelerator(process.accelerator, sample, &labels)
            labels.append(label: "pid", String(process.pid))
            labels.append(label: "name", process.name)
        case .endpoint:
            let endpoint = sample.inventory.endpoints[row]
            labels.append(label: "endpoint", endpoint.name)
            if let variant = endpoint.variant { labels.append(label: "variant", variant) }
        case .job:
            guard let job = sample.jobs.value?[row] else { break }
            labels.append(label: "job", job.id)
            labels.append(label: "user", job.user)
        case .source, .finding, .workload: break
        }
        return labels
    }

    private func accelerator(_ row: Int, _ sample: Sample, _ labels: inout [UInt8]) {
        let accelerator = sample.inventory.accelerators[row]
        labels.append(label: "node", sample.inventory.nodes[accelerator.node].name)
        labels.append(label: "index", accelerator.label)
        if !accelerator.uuid.isEmpty { labels.append(label: "uuid", accelerator.uuid) }
    }

    private func labels(_ record: WorkloadRecord) -> [UInt8] {
        var labels = shared
        let parts = [
            ("source", record.source?.id.description), ("site", record.side?.site),
            ("workload", record.workload.name), ("endpoint", record.endpoint),
        ]
        for (name, value) in parts {
            if let value { labels.append(label: name, value) }
        }
        return labels
    }

    private func labels(_ finding: Finding) -> [UInt8] {
        var labels = shared
        labels.append(label: "rule", finding.rule)
        labels.append(label: "severity", finding.severity.word)
        labels.append(label: "subject", finding.subject.kind.rawValue)
        labels.append(label: "name", finding.subject.name)
        let parts = [
            ("source", finding.subject.source?.description), ("site", finding.subject.site),
            ("accelerator", finding.subject.accelerator),
        ]
        for (name, value) in parts {
            if let value { labels.append(label: name, value) }
        }
        return labels
    }
}
