package import Fleet

/// Every node that a source tells of, one a row.
package struct NodeTable: TableSource {
    /// The table of all nodes.
    package init() {}

    package var noun: String { "node" }
    package var columns: [TableColumn] { NodeColumns.all }
    package var emptyText: String { "No source tells of a node yet." }

    package func references(_ context: TableContext) -> [RowReference] {
        context.roster.hosts.compactMap { RowReference(context.roster.groups(of: $0)) }
    }

    package func holds(_ identity: Identity) -> Bool {
        if case .node = identity { true } else { false }
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        let source = snapshot.sources[row.source]
        return .node(source: source.id, name: source.sample?.inventory.nodes[row.row].name ?? "")
    }

    package func stands(_ row: RowReference, for identity: Identity, _ snapshot: FleetSnapshot)
        -> Bool
    {
        guard case .node(let id, let name) = identity else { return false }
        return row.groups.contains { group in
            let source = snapshot.sources[group.source]
            return source.id == id && source.node(named: name) == group.node
        }
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> NodeRows {
        NodeRows(rows: rows, context: context)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    {
        guard let node = NodeReadings(row, context.snapshot) else { return "" }
        switch grouping {
        case .site: return node.source.site
        case .kind: return node.source.id.provider
        case .model: return node.model
        case .state: return node.health(context.index).state.word
        case .user: return ""
        case .label(let key): return node.identity.labels[key] ?? node.source.labels[key] ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool {
        !row.groups.contains { snapshot.sources[$0.source].isLive }
    }

    package func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome {
        state.go(to: Location(.node, identity))
        return .done([])
    }
}

/// Nodes as a filter reads them.
package struct NodeRows: FilterTable {
    let rows: [RowReference]
    let context: TableContext

    package var rowCount: Int { rows.count }

    package func numbers(_ field: FilterNumber) -> [Double]? {
        let read: (NodeReadings) -> Double?
        switch field {
        case .accelerator(let metric): read = { Self.bring($0, metric) }
        case .node(let metric): read = { $0.value(metric) }
        case .endpoint, .job: return nil
        case .memoryRatio: read = { $0.memoryRatio }
        case .hostMemoryRatio:
            read = { $0.hostMemoryRatio }
        case .age:
            let now = context.snapshot.time.monotonic
            read = { $0.source.age(at: now)?.inSeconds }
        case .accelerators: read = { $0.isOnlyExpected ? nil : Double($0.expected) }
        }
        return rows.map { NodeReadings($0, context.snapshot).flatMap(read) ?? .nan }
    }

    /// One number for a node: what adds up is added, heat is the hottest, the rest is the mean.
    static func bring(_ node: NodeReadings, _ metric: AcceleratorMetric) -> Double? {
        switch metric.unit {
        case .count, .watts, .bytes, .bytesPerSecond, .joules:
            metric == .processCount ? node.processes : node.sum(metric)
        case .celsius, .flag, .ordinal, .bits: node.highest(metric)
        case .ratio, .hertz, .seconds, .perSecond: node.mean(metric)
        }
    }

    package func text(_ field: FilterText, row: Int) -> String? {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return nil }
        switch field {
        case .name, .node: return node.name
        case .site: return node.source.site
        case .source: return node.source.id.description
        case .provider, .kind: return node.source.id.provider
        case .model: return node.model
        case .driver: return node.identity.driver
        case .state, .health: return texts(field, row: row).first
        case .partition: return node.schedule?.partitions.first
        case .endpoint, .uuid, .url, .user: return nil
        }
    }

    package func texts(_ field: FilterText, row: Int) -> [String] {
        if field == .partition {
            return NodeReadings(rows[row], context.snapshot)?.schedule?.partitions ?? []
        }
        if field == .source {
            return rows[row].groups.map { context.snapshot.sources[$0.source].id.description }
        }
        guard field == .state || field == .health else {
            return text(field, row: row).map { [$0] } ?? []
        }
        guard let node = NodeReadings(rows[row], context.snapshot) else { return [] }
        let health = node.health(context.index)
        return health.state.filterWords + (health.text.isEmpty ? [] : [health.text])
    }

    package func label(_ key: String, row: Int) -> String? {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return nil }
        return node.identity.labels[key] ?? node.source.labels[key]
    }

    package func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return nil }
        switch flag {
        case .stale: return !node.isLive
        case .live: return node.isLive
        case .failed: return node.health(context.index).state == .failed
        case .lost: return node.present < node.expected
        case .throttled: return !node.throttle.isDisjoint(with: .harmful)
        case .idle: return node.mean(.utilization).map { $0 < 0.05 }
        case .owned: return context.snapshot.site(node.source.site).placement?.isOwned
        case .rented: return context.snapshot.site(node.source.site).placement.map { !$0.isOwned }
        case .mig: return node.hasParts
        }
    }

    package func searchable(row: Int) -> [String] {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return [] }
        return [node.name, node.source.site, node.model, node.health(context.index).text]
    }
}
