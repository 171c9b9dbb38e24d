package import Fleet

/// Workloads as a filter reads them.
package struct WorkloadRows: FilterTable {
    let rows: [RowReference]
    let context: TableContext

    package var rowCount: Int { rows.count }

    private func row(_ place: Int) -> WorkloadRow? { WorkloadRow(rows[place], context.snapshot) }

    package func numbers(_ field: FilterNumber) -> [Double]? {
        let read: (WorkloadRow) -> Double?
        switch field {
        case .endpoint(.requestRate): read = { $0.rate }
        case .endpoint(.latencyP95): read = { $0.workload.latency(in: $0.snapshot)?.seconds }
        case .endpoint(let metric): read = { $0.workload.worst(metric, in: $0.snapshot) }
        case .age:
            let now = context.snapshot.time.monotonic
            read = { row in
                row.workload.source.flatMap { row.snapshot.sources[$0].age(at: now)?.inSeconds }
            }
        case .accelerator, .accelerators, .node, .memoryRatio, .hostMemoryRatio, .job: return nil
        }
        return rows.indices.map { row($0).flatMap(read) ?? .nan }
    }

    package func text(_ field: FilterText, row: Int) -> String? { texts(field, row: row).first }

    package func texts(_ field: FilterText, row place: Int) -> [String] {
        guard let row = row(place) else { return [] }
        let source = row.workload.source.map { row.snapshot.sources[$0] }
        switch field {
        case .name: return [row.workload.name]
        case .endpoint: return row.sides.map(\.name) + row.sides.compactMap(\.endpoint)
        case .site: return row.workload.sides.compactMap(\.site)
        case .source: return source.map { [$0.id.description] } ?? []
        case .provider, .kind: return source.map { [$0.id.provider] } ?? []
        case .state, .health:
            let health = row.health(context.index)
            return health.state.filterWords + row.sides.map(\.state.rawValue)
                + (health.text.isEmpty ? [] : [health.text])
        case .node, .model, .driver, .uuid, .url, .user, .partition: return []
        }
    }

    package func label(_ key: String, row place: Int) -> String? { row(place)?.label(key) }

    package func flag(_ flag: FilterFlag, row place: Int) -> Bool? {
        guard let row = row(place) else { return nil }
        let placements = row.workload.sides.compactMap {
            $0.site.flatMap { row.snapshot.site($0).placement }
        }
        switch flag {
        case .stale: return !row.isLive
        case .live: return row.isLive
        case .failed: return row.health(context.index).state == .failed
        case .idle: return row.rate.map { $0 == 0 }
        case .owned: return placements.isEmpty ? nil : placements.contains(where: \.isOwned)
        case .rented: return placements.isEmpty ? nil : placements.contains { !$0.isOwned }
        case .lost, .throttled, .mig: return nil
        }
    }

    package func searchable(row place: Int) -> [String] {
        guard let row = row(place) else { return [] }
        return [row.workload.name, row.workload.dataClass ?? "", row.workload.router ?? ""]
            + row.workload.sides.compactMap(\.site) + row.sides.map(\.name)
    }
}
