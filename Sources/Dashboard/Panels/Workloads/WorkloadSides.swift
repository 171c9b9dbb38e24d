import Fleet

/// The places that the selected workload's requests go to, each with its share and how it bears it; below
/// them what is done to it.
struct WorkloadSides: Panel {
    /// Where it is.
    static let pane: PaneID = "workload.sides"

    var minimumSize: PanelSize { PanelSize(columns: 30, rows: 3) }
    var commands: [Command] { [.open, .yank] }

    /// The selected workload.
    static func selected(_ state: DashboardState) -> WorkloadRow? {
        WorkloadRow.find(state.selection["workloads"], in: state.shown)
    }

    func title(_ context: PanelContext) -> String {
        guard let row = Self.selected(context.state) else { return "Sides" }
        return "Sides of \(row.workload.name)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        guard let row = Self.selected(context.state) else { return "" }
        return context.more(
            of: row.sides.count, heading: 2, then: row.workload.router ?? "no router")
    }

    func shows(_ identity: Identity, context: PanelContext) -> Bool {
        Self.selected(context.state)?.sides.contains { $0.key == identity } ?? false
    }

    func prepare(_ pane: Pane, state: inout DashboardState) {
        let keys = Self.selected(state)?.sides.map(\.key) ?? []
        if let selected = state.selection[pane.id], keys.contains(selected) { return }
        state.selection[pane.id] = keys.first
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let row = Self.selected(context.state) else { return }
        canvas.drawPieces(
            Self.facts(row), column: rect.column, row: rect.row, right: rect.column + rect.width)
        let sides = row.sides
        guard !sides.isEmpty else {
            let text = row.health(context.state.index).text
            return canvas.center(
                text, in: rect, row: rect.row + max(1, rect.height / 2), role: .dim)
        }
        let acting = context.state.acting
        // What is under way, then what was done to it.
        let actions = row.actions(
            acting.open + acting.confirmed.filter { !acting.open.contains($0) })
        let room = max(1, rect.height - 2 - (actions.isEmpty ? 0 : min(actions.count, 2) + 1))
        let cursor = RowCursor(rows: sides.map(\.key), page: room)
        let top = cursor.top(context.selected)
        let shown = Array(sides.dropFirst(top).prefix(room))
        var table = FigureTable(
            columns: SideEntries.columns,
            rows: Array(SideEntries.entries(sides, context).dropFirst(top).prefix(room)))
        table.gap = rect.width < 100 ? 1 : 2
        table.stale = Set(shown.indices.filter { !shown[$0].isLive })
        if context.isFocused { table.selected = cursor.place(context.selected).map { $0 - top } }
        let height = min(shown.count + 1, rect.height - 1)
        table.draw(
            on: &canvas,
            in: Canvas.Rect(
                column: rect.column, row: rect.row + 1, width: rect.width, height: height))
        let line = foot(actions, from: rect.row + 1 + height, rect, context, &canvas)
        let free = rect.row + rect.height - line - 1
        let graphs = free >= 7 ? SideGraphs(row, context).entries(rows: free) : []
        GraphStrip(graphs: graphs, least: 34).draw(
            on: &canvas,
            in: Canvas.Rect(column: rect.column, row: line + 1, width: rect.width, height: free))
    }

    /// What is said of it, and what it is to keep to.
    private static func facts(_ row: WorkloadRow) -> [Piece] {
        var pieces = [
            Piece("data ", .dim),
            row.workload.dataClass.map { Piece($0, .text) } ?? Piece("class not said", .warning),
        ]
        func fact(_ name: String, _ text: String) {
            pieces += [Piece("   \(name) ", .dim), Piece(text, .text)]
        }
        if let limit = row.objective?.latencyP95 { fact("p95 ≤", Format.seconds(limit)) }
        if let limit = row.objective?.firstTokenP95 { fact("TTFT ≤", Format.seconds(limit)) }
        if let limit = row.objective?.errorRatio {
            fact("errors ≤", "\(Format.finePercent(limit)) %")
        }
        if !row.workload.isConfigured { pieces.append(Piece("   found at its router", .dim)) }
        return pieces
    }

    /// Draws actions; returns the row after the last.
    private func foot(
        _ actions: [ActionProgress], from line: Int, _ rect: Canvas.Rect, _ context: PanelContext,
        _ canvas: inout Canvas
    ) -> Int {
        let end = rect.row + rect.height
        guard !actions.isEmpty else { return line }
        // A line apart where there is one to spare.
        let start = line + (end - line > actions.count ? 1 : 0)
        let shown = actions.prefix(max(0, min(end - start, 4)))
        for (place, action) in shown.enumerated() {
            ActionLine.draw(action, row: start + place, rect, context, into: &canvas)
        }
        return start + shown.count
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        guard let row = Self.selected(state) else { return .ignored }
        let cursor = RowCursor(rows: row.sides.map(\.key), page: max(1, context.size.rows - 2))
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        if command == .back {
            state.focus[.workloads] = "workloads"
            return .done([])
        }
        guard command == .open else { return .ignored }
        guard let side = row.sides.first(where: { $0.key == context.selected }) else {
            return .refused("Nothing serves it.")
        }
        state.go(to: Location(.endpoint, side.view))
        return .done([])
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        guard let row = Self.selected(state) else { return .ignored }
        let cursor = RowCursor(rows: row.sides.map(\.key), page: max(1, click.rect.height - 2))
        let opens = cursor.click(click, heading: 2, pane: context.pane, state: &state)
        return opens ? perform(.open, context: context, state: &state) : .done([])
    }
}
