package import Fleet

/// Every service that is configured or routed, one a row.
package struct WorkloadTable: TableSource {
    /// The table of all workloads.
    package init() {}

    package var noun: String { "workload" }
    package var columns: [TableColumn] { WorkloadColumns.all }
    package var emptyText: String {
        "No workload is configured, and no router tells of one (8 Sources)."
    }
    package var showsActions: Bool { true }

    /// What is wrong, what serves, and what nobody tells of, as the references come.
    package var firstSort: String? { nil }

    package func references(_ context: TableContext) -> [RowReference] {
        var ranked: [[RowReference]] = [[], [], []]
        for (place, workload) in context.snapshot.workloads.enumerated() {
            let row = WorkloadRow(workload, context.snapshot)
            let isWrong = row.health(context.index).state >= .changing
            ranked[isWrong ? 0 : workload.sides.isEmpty ? 2 : 1].append(
                RowReference(source: workload.source ?? 0, row: place))
        }
        return Array(ranked.joined())
    }

    package func holds(_ identity: Identity) -> Bool {
        if case .workload = identity { true } else { false }
    }

    package func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity {
        .workload(snapshot.workloads[row.row].id)
    }

    package func filterable(_ rows: [RowReference], _ context: TableContext) -> WorkloadRows {
        WorkloadRows(rows: rows, context: context)
    }

    package func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    {
        guard let row = WorkloadRow(row, context.snapshot) else { return "" }
        switch grouping {
        case .site: return row.workload.sides.lazy.compactMap(\.site).first ?? ""
        case .kind:
            let source = row.workload.source.map { context.snapshot.sources[$0].id.provider }
            return source ?? ""
        case .model, .user: return ""
        case .state: return row.health(context.index).state.word
        case .label(let key): return row.label(key) ?? ""
        }
    }

    package func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool {
        WorkloadRow(row, snapshot)?.isLive == false
    }

    package func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome {
        guard let row = WorkloadRow.find(identity, in: state.shown) else {
            return .refused("This workload is gone.")
        }
        guard let side = row.sides.first else {
            return .refused(row.health(state.index).text.capitalizedFirst + ".")
        }
        if state.panes.contains(where: { $0.id == WorkloadSides.pane }) {
            state.focus[.workloads] = WorkloadSides.pane
        } else {
            state.go(to: Location(.endpoint, side.view))
        }
        return .done([])
    }
}

extension WorkloadRow {
    /// Its own class as `data_class`, else what its router's source says.
    func label(_ key: String) -> String? {
        if key == "data_class" { return workload.dataClass }
        return workload.source.flatMap { snapshot.sources[$0].labels[key] }
    }
}
