package import Fleet

/// Every source: how asking it goes.
package struct SourceTable: TableSource {
    /// The table of all sources.
    package init() {}

    package var noun: String { "source" }
    package var columns: [TableColumn] { SourceColumns.all }
    package var emptyText: String { "No source is configured, and none was found." }

    package func references(_ context: TableContext) -> [RowReference] {
        context.snapshot.sources.indices.map { RowReference(source: $0) }
    }

    package func holds(_ identity: Identity) -> Bool {
        if case .source = identity { true } else { false }
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        .source(snapshot.sources[row.source].id)
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> SourceRows {
        SourceRows(rows: rows, snapshot: context.snapshot)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    {
        let source = context.snapshot.sources[row.source]
        switch grouping {
        case .site: return source.site
        case .kind, .model: return source.id.provider
        case .state: return SourceWords.status(source.status)
        case .user: return ""
        case .label(let key): return source.labels[key] ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool { false }

    /// To what the source tells of: its one node or endpoint, or the table of them with its own alone.
    package func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome {
        guard case .source(let id) = identity,
            let inventory = state.shown.source(id)?.sample?.inventory
        else { return .refused("This source has not told of anything yet.") }
        let (nodes, endpoints) = (inventory.nodes, inventory.endpoints)
        if nodes.isEmpty, endpoints.isEmpty {
            return .refused("This source tells of no node and no endpoint.")
        }
        if nodes.count == 1, endpoints.isEmpty {
            state.go(to: Location(.node, .node(source: id, name: nodes[0].name)))
        } else if nodes.isEmpty, endpoints.count == 1 {
            state.go(to: Location(.endpoint, .endpoint(source: id, label: endpoints[0].label)))
        } else {
            state.go(in: nodes.isEmpty ? .endpoints : .nodes, only: "source", id.description)
        }
        return .done([])
    }
}

/// Sources as a filter reads them.
package struct SourceRows: FilterTable {
    let rows: [RowReference]
    let snapshot: FleetSnapshot

    package var rowCount: Int { rows.count }

    private func source(_ row: Int) -> SourceState { snapshot.sources[rows[row].source] }

    package func numbers(_ field: FilterNumber) -> [Double]? {
        guard field == .age else { return nil }
        let now = snapshot.time.monotonic
        return rows.indices.map { source($0).age(at: now)?.inSeconds ?? .nan }
    }

    package func text(_ field: FilterText, row: Int) -> String? {
        let source = source(row)
        switch field {
        case .name, .source: return source.id.description
        case .site: return source.site
        case .provider, .kind: return source.id.provider
        case .state: return SourceWords.status(source.status)
        case .health: return texts(field, row: row).first
        default: return nil
        }
    }

    package func texts(_ field: FilterText, row: Int) -> [String] {
        guard field == .state || field == .health else {
            return text(field, row: row).map { [$0] } ?? []
        }
        let source = source(row)
        let failure = source.failure.map { [SourceWords.kind($0.kind), $0.message] } ?? []
        return [SourceWords.status(source.status)] + RowState(source.status).filterWords + failure
    }

    package func label(_ key: String, row: Int) -> String? { source(row).labels[key] }

    package func flag(_ flag: FilterFlag, row: Int) -> Bool? {
        let source = source(row)
        switch flag {
        case .stale: return RowState(source.status) == .stale
        case .live: return source.isLive
        case .failed: return RowState(source.status) == .failed
        case .owned: return snapshot.site(source.site).placement?.isOwned
        case .rented: return snapshot.site(source.site).placement.map { !$0.isOwned }
        case .lost, .throttled, .idle, .mig: return nil
        }
    }

    package func searchable(row: Int) -> [String] {
        let source = source(row)
        return [
            source.id.description, source.site, source.title, source.transport,
            source.failure?.message ?? "",
        ]
    }
}

/// Words about sources.
enum SourceWords {
    /// The status in a word.
    static func status(_ status: SourceStatus) -> String {
        switch status {
        case .waiting: "waiting"
        case .live: "live"
        case .stale: "stale"
        case .failed: "failed"
        case .stuck: "stuck"
        }
    }

    /// The kind of a failure in a few words: `timedOut` as `timed out`.
    static func kind(_ kind: SourceFailure.Kind) -> String {
        var words = ""
        for character in kind.rawValue {
            words += character.isUppercase ? " " + character.lowercased() : String(character)
        }
        return words
    }
}
