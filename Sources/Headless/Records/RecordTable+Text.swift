import Fleet

extension RecordTable {
    func text(_ field: FilterText, row: Int) -> String? {
        if let side { return text(field, side) }
        let source = record.source.map { record.snapshot.sources[$0] }
        switch field {
        case .site:
            return source?.site(record.kind, row: record.row) ?? finding(record)?.subject.site
        case .source: return (source?.id ?? finding(record)?.subject.source)?.description
        case .provider: return (source?.id ?? finding(record)?.subject.source)?.provider
        default: break
        }
        guard let sample = source?.sample else {
            return field == .name ? finding(record)?.subject.name : nil
        }
        switch record.kind {
        case .node: return text(field, sample, node: record.row)
        case .accelerator: return text(field, sample, accelerator: record.row)
        case .process:
            guard let process = sample.processes.value?[record.row] else { return nil }
            if field == .name { return process.name }
            if field == .user { return process.user }
            return text(field, sample, accelerator: process.accelerator)
        case .endpoint: return text(field, sample, endpoint: record.row)
        case .job: return jobRow.flatMap { text(field, job: $0) }
        case .source: return field == .name ? source?.id.instance : nil
        case .finding, .workload: return nil
        }
    }

    private func text(_ field: FilterText, _ side: WorkloadRecord) -> String? {
        switch field {
        case .name: side.workload.name
        case .endpoint: side.endpoint
        case .site: side.side?.site
        case .source: side.source?.id.description
        case .provider, .kind: side.source?.id.provider
        case .state: side.state.rawValue
        default: nil
        }
    }

    private func finding(_ record: Record) -> Finding? {
        record.kind == .finding ? record.snapshot.findings[record.row] : nil
    }

    private func text(_ field: FilterText, _ sample: Sample, node: Int) -> String? {
        let identity = sample.inventory.nodes[node]
        switch field {
        case .name, .node: return identity.name
        case .driver: return identity.driver
        default: return nil
        }
    }

    private func text(_ field: FilterText, _ sample: Sample, accelerator: Int) -> String? {
        let identity = sample.inventory.accelerators[accelerator]
        switch field {
        case .name: return identity.label
        case .model: return identity.model
        case .uuid: return identity.uuid
        case .state:
            switch sample.acceleratorStates[accelerator] {
            case .present: return "present"
            case .lost: return "lost"
            case .failed: return "failed"
            }
        default: return text(field, sample, node: identity.node)
        }
    }

    private func text(_ field: FilterText, _ sample: Sample, endpoint: Int) -> String? {
        let identity = sample.inventory.endpoints[endpoint]
        switch field {
        case .name, .endpoint: return identity.name
        case .kind: return identity.kind
        case .model: return identity.model
        case .url: return identity.url
        case .state: return sample.endpointStates[endpoint].rawValue
        default: return nil
        }
    }

    private func text(_ field: FilterText, job: Job) -> String? {
        switch field {
        case .name: return job.name
        case .user: return job.user
        case .partition: return job.partition
        case .state: return job.state.rawValue
        case .node: return job.nodes.first
        default: return nil
        }
    }

    func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        let source = side?.source ?? record.source.map { record.snapshot.sources[$0] }
        let site = text(.site, row: 0).map { record.snapshot.site($0) }
        switch flag {
        case .live: return source?.isLive
        case .stale: return source.map { $0.failure != nil && $0.heard != nil }
        case .failed: return source.map { $0.failure != nil }
        case .owned: return site?.placement?.isOwned
        case .rented: return site?.placement.map { !$0.isOwned }
        case .lost, .throttled, .idle, .mig: return acceleratorFlag(flag, source?.sample)
        }
    }

    private func acceleratorFlag(_ flag: FilterFlag, _ sample: Sample?) -> Bool? {
        guard record.kind == .accelerator, let sample else { return nil }
        switch flag {
        case .mig: return sample.inventory.accelerators[record.row].mig != nil
        case .lost:
            if case .lost = sample.acceleratorStates[record.row] { return true }
            return false
        case .throttled:
            return sample.accelerators.value(.throttleReasons, record.row).map {
                !ThrottleReasons(rawValue: Int($0)).isDisjoint(with: .harmful)
            }
        default:
            return sample.accelerators.value(.utilization, record.row).map { $0 < 0.05 }
        }
    }
}
