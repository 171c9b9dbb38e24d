package import Fleet

/// Every node that a source tells of, one a row.
package struct NodeTable: TableSource {
    /// The table of all nodes.
    package init() {}

    package var noun: String { "node" }
    package var columns: [TableColumn] { NodeColumns.all }
    package var emptyText: String { "No source tells of a node yet." }

    package func references(_ snapshot: FleetSnapshot) -> [RowReference] {
        var rows: [RowReference] = []
        for (place, source) in snapshot.sources.enumerated() {
            guard let inventory = source.sample?.inventory else { continue }
            var next = 0
            for node in inventory.nodes.indices {
                let first = next
                while next < inventory.accelerators.count,
                    inventory.accelerators[next].node == node
                {
                    next += 1
                }
                rows.append(
                    RowReference(source: place, row: node, first: first, count: next - first))
            }
        }
        return rows
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        let source = snapshot.sources[row.source]
        return .node(source: source.id, name: source.sample?.inventory.nodes[row.row].name ?? "")
    }

    package func stands(_ row: RowReference, for identity: Identity, _ snapshot: FleetSnapshot)
        -> Bool
    {
        guard case .node(let id, let name) = identity else { return false }
        let source = snapshot.sources[row.source]
        return source.sample?.inventory.nodes[row.row].name == name && source.id == id
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> NodeRows {
        NodeRows(rows: rows, context: context)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ snapshot: FleetSnapshot)
        -> String
    {
        let source = snapshot.sources[row.source]
        switch grouping {
        case .site: return source.site
        case .kind: return source.id.provider
        case .model: return NodeReadings(row, snapshot)?.model ?? ""
        case .state: return source.isLive ? "live" : "not live"
        case .label(let key):
            return source.sample?.inventory.nodes[row.row].labels[key] ?? source.labels[key] ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool {
        !snapshot.sources[row.source].isLive
    }

    package func destination(_ identity: Identity) -> Location? { Location(.node, identity) }
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
        case .node(let metric): read = { $0.sample.nodes.value(metric, $0.reference.row) }
        case .endpoint: return nil
        case .memoryRatio: read = { $0.memoryRatio }
        case .hostMemoryRatio:
            read = { node in
                guard let used = node.sample.nodes.value(.memoryUsed, node.reference.row),
                    let all = node.sample.nodes.value(.memoryTotal, node.reference.row), all > 0
                else { return nil }
                return used / all
            }
        case .age:
            let now = context.snapshot.time.monotonic
            read = { $0.source.age(at: now)?.inSeconds }
        case .accelerators: read = { Double($0.expected) }
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
        case .name, .node: return node.identity.name
        case .site: return node.source.site
        case .source: return node.source.id.description
        case .provider, .kind: return node.source.id.provider
        case .model: return node.model
        case .driver: return node.identity.driver
        case .state: return node.health(context.index).text
        case .endpoint, .uuid, .url, .user: return nil
        }
    }

    package func label(_ key: String, row: Int) -> String? {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return nil }
        return node.identity.labels[key] ?? node.source.labels[key]
    }

    package func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return nil }
        switch flag {
        case .stale: return !node.source.isLive
        case .live: return node.source.isLive
        case .failed: return node.health(context.index).state == .failed
        case .lost: return node.present < node.expected
        case .throttled: return !node.throttle.isDisjoint(with: .harmful)
        case .idle: return node.mean(.utilization).map { $0 < 0.05 }
        case .owned: return context.snapshot.site(node.source.site).placement?.isOwned
        case .rented: return context.snapshot.site(node.source.site).placement.map { !$0.isOwned }
        case .mig: return node.gpus.count < node.reference.count
        }
    }

    package func searchable(row: Int) -> [String] {
        guard let node = NodeReadings(rows[row], context.snapshot) else { return [] }
        return [node.identity.name, node.source.site, node.model, node.health(context.index).text]
    }
}
