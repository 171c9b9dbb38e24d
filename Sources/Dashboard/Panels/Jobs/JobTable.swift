package import Fleet

/// Every job that is not over, one a row.
package struct JobTable: TableSource {
    /// The table of all jobs.
    package init() {}

    package var noun: String { "job" }
    package var columns: [TableColumn] { JobColumns.all }
    package var emptyText: String { "No source tells of a job yet." }
    /// What is wrong, what runs, what waits, as the references come.
    package var firstSort: String? { nil }

    package func references(_ context: TableContext) -> [RowReference] {
        var ranked: [[RowReference]] = [[], [], []]
        for (place, source) in context.snapshot.sources.enumerated() {
            for (row, job) in (source.sample?.jobs.value ?? []).enumerated()
            where job.state != .ended {
                let reference = RowReference(source: place, row: row)
                ranked[JobRow(reference, context.snapshot)?.rank ?? 2].append(reference)
            }
        }
        return Array(ranked.joined())
    }

    package func holds(_ identity: Identity) -> Bool {
        if case .job = identity { true } else { false }
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        let source = snapshot.sources[row.source]
        return .job(source: source.id, id: source.sample?.jobs.value?[row.row].id ?? "")
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> JobRows {
        JobRows(rows: rows, context: context)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    {
        guard let job = JobRow(row, context.snapshot) else { return "" }
        switch grouping {
        case .site: return job.source.site
        case .kind, .model: return job.job.partition
        case .state: return job.job.state.rawValue
        case .user: return job.job.user
        case .label(let key): return job.source.labels[key] ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool {
        !snapshot.sources[row.source].isLive
    }

    package func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome {
        guard case .job(let source, let id) = identity,
            let job = state.shown.source(source)?.sample?.jobs.value?.first(where: { $0.id == id })
        else { return .refused("This job is over.") }
        guard let node = job.nodes.first else { return .refused("This job holds no node yet.") }
        state.go(in: .nodes, only: "node", node)
        return .done([])
    }
}

/// Jobs as a filter reads them.
package struct JobRows: FilterTable {
    let rows: [RowReference]
    let context: TableContext

    package var rowCount: Int { rows.count }

    package func numbers(_ field: FilterNumber) -> [Double]? {
        let read: (JobRow) -> Double?
        switch field {
        case .accelerator(.utilization): read = { $0.load?.utilization }
        case .accelerators: read = { $0.job.gpus.map(Double.init) }
        case .job(.idle): read = { $0.idle }
        case .job(.elapsed): read = { $0.elapsed }
        case .job(.left): read = { $0.left }
        case .age:
            let now = context.snapshot.time.monotonic
            read = { $0.source.age(at: now)?.inSeconds }
        case .accelerator, .node, .endpoint, .memoryRatio, .hostMemoryRatio: return nil
        }
        return rows.map { JobRow($0, context.snapshot).flatMap(read) ?? .nan }
    }

    package func text(_ field: FilterText, row: Int) -> String? { texts(field, row: row).first }

    package func texts(_ field: FilterText, row: Int) -> [String] {
        guard let job = JobRow(rows[row], context.snapshot) else { return [] }
        switch field {
        case .name: return [job.job.name, job.job.id]
        case .node: return job.job.nodes
        case .site: return [job.source.site]
        case .source: return [job.source.id.description]
        case .provider: return [job.source.id.provider]
        case .user: return [job.job.user]
        case .partition: return [job.job.partition]
        case .state: return [job.job.state.rawValue, job.job.word]
        case .health:
            let health = job.health
            return health.state.filterWords + (health.text.isEmpty ? [] : [health.text])
        case .endpoint, .model, .kind, .driver, .uuid, .url: return []
        }
    }

    package func label(_ key: String, row: Int) -> String? {
        JobRow(rows[row], context.snapshot)?.source.labels[key]
    }

    package func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        guard let job = JobRow(rows[row], context.snapshot) else { return nil }
        let placement = context.snapshot.site(job.source.site).placement
        switch flag {
        case .stale: return !job.source.isLive
        case .live: return job.source.isLive
        case .failed: return job.health.state == .failed
        case .idle: return job.idle.map { $0 > 0 }
        case .owned: return placement?.isOwned
        case .rented: return placement.map { !$0.isOwned }
        case .lost, .throttled, .mig: return nil
        }
    }

    package func searchable(row: Int) -> [String] {
        guard let job = JobRow(rows[row], context.snapshot) else { return [] }
        return [job.job.id, job.job.name, job.job.user, job.job.partition] + job.job.nodes
    }
}
