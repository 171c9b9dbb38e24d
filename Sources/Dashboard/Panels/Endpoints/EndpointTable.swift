package import Fleet

/// Everything that serves a model, one variant a row.
package struct EndpointTable: TableSource {
    /// The table of all endpoints.
    package init() {}

    package var noun: String { "endpoint" }
    package var columns: [TableColumn] { EndpointColumns.all }
    package var emptyText: String { "No source tells of an endpoint yet." }

    package func census(_ count: Int, _ snapshot: FleetSnapshot) -> String {
        EndpointRow.census(snapshot)
    }

    package func references(_ context: TableContext) -> [RowReference] {
        context.snapshot.sources.enumerated().flatMap { place, source in
            (source.sample?.inventory.endpoints.indices ?? 0..<0).map {
                RowReference(source: place, row: $0)
            }
        }
    }

    package func holds(_ identity: Identity) -> Bool {
        if case .endpoint = identity { true } else { false }
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        let source = snapshot.sources[row.source]
        return .endpoint(
            source: source.id, label: source.sample?.inventory.endpoints[row.row].label ?? "")
    }

    package func stands(_ row: RowReference, for identity: Identity, _ snapshot: FleetSnapshot)
        -> Bool
    {
        guard case .endpoint(let id, let label) = identity else { return false }
        let source = snapshot.sources[row.source]
        return source.id == id && source.endpoint(labelled: label) == row.row
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> EndpointRows {
        EndpointRows(rows: rows, context: context)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    {
        guard let endpoint = EndpointRow(row, context.snapshot) else { return "" }
        switch grouping {
        case .site: return endpoint.site
        case .kind: return endpoint.identity.kind
        case .model: return endpoint.identity.model ?? endpoint.identity.name
        case .state: return endpoint.health(context.index).state.word
        case .user: return ""
        case .label(let key):
            return endpoint.identity.labels[key] ?? endpoint.source.labels[key] ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool {
        !snapshot.sources[row.source].isLive
    }

    package func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome {
        state.go(to: Location(.endpoint, identity))
        return .done([])
    }
}

/// Endpoints as a filter reads them.
package struct EndpointRows: FilterTable {
    let rows: [RowReference]
    let context: TableContext

    package var rowCount: Int { rows.count }

    package func numbers(_ field: FilterNumber) -> [Double]? {
        let read: (EndpointRow) -> Double?
        switch field {
        case .endpoint(let metric): read = { $0.value(metric) }
        case .accelerator(.utilization): read = { $0.value(.acceleratorUtilization) }
        case .memoryRatio: read = { $0.value(.acceleratorMemory) }
        case .age:
            let now = context.snapshot.time
            read = { $0.age(at: now)?.inSeconds }
        case .accelerators: read = { $0.identity.acceleratorCount.map(Double.init) }
        case .accelerator, .node, .hostMemoryRatio, .job: return nil
        }
        return rows.map { EndpointRow($0, context.snapshot).flatMap(read) ?? .nan }
    }

    package func text(_ field: FilterText, row: Int) -> String? {
        guard let endpoint = EndpointRow(rows[row], context.snapshot) else { return nil }
        switch field {
        case .name, .endpoint: return endpoint.identity.label
        case .site: return endpoint.site
        case .source: return endpoint.source.id.description
        case .provider: return endpoint.source.id.provider
        case .kind: return endpoint.identity.kind
        case .model: return endpoint.identity.model ?? endpoint.identity.name
        case .state: return endpoint.state.rawValue
        case .health: return texts(field, row: row).first
        case .url: return endpoint.identity.url
        case .node, .driver, .uuid, .user, .partition: return nil
        }
    }

    package func texts(_ field: FilterText, row: Int) -> [String] {
        guard field == .state || field == .health,
            let endpoint = EndpointRow(rows[row], context.snapshot)
        else { return text(field, row: row).map { [$0] } ?? [] }
        let health = endpoint.health(context.index)
        let words = health.state.filterWords + (health.text.isEmpty ? [] : [health.text])
        return field == .state ? [endpoint.state.rawValue] + words : words
    }

    package func label(_ key: String, row: Int) -> String? {
        guard let endpoint = EndpointRow(rows[row], context.snapshot) else { return nil }
        return endpoint.identity.labels[key] ?? endpoint.source.labels[key]
    }

    package func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        guard let endpoint = EndpointRow(rows[row], context.snapshot) else { return nil }
        let placement = context.snapshot.site(endpoint.site).placement
        switch flag {
        case .stale: return !endpoint.source.isLive
        case .live: return endpoint.source.isLive
        case .failed: return endpoint.health(context.index).state == .failed
        case .idle: return endpoint.value(.requestRate).map { $0 == 0 }
        case .owned: return placement?.isOwned
        case .rented: return placement.map { !$0.isOwned }
        case .lost, .throttled, .mig: return nil
        }
    }

    package func searchable(row: Int) -> [String] {
        guard let endpoint = EndpointRow(rows[row], context.snapshot) else { return [] }
        return [
            endpoint.identity.label, endpoint.identity.kind, endpoint.site,
            endpoint.identity.model ?? "", endpoint.health(context.index).text,
        ]
    }
}
