import Fleet

/// Every GPU of the fleet as one cell.
struct HeatMapPanel: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 20, rows: 1) }
    var commands: [Command] { [.metric] }

    func title(_ context: PanelContext) -> String {
        let total = context.state.fleetSummary.roster.seats.count
        var text = "GPUs \(Format.count(Double(total)))"
        let room = Self.room(context.state)
        let layout = HeatMapLayout(Self.map(context.state), width: room.width, height: room.height)
        if layout.perCell > 1 { text += " · \(layout.perCell) a cell, worst shown" }
        return text
    }

    func rightTitle(_ context: PanelContext) -> String {
        "v " + HeatScale(context.state).title
    }

    /// The map of what is shown.
    static func map(_ state: DashboardState) -> HeatMap {
        let summary = state.fleetSummary
        let roster = summary.roster
        let snapshot = state.shown
        let tiles = HeatScale(state).tiles(roster, snapshot)
        var sites = roster.sites.map { HeatMap.Site(name: $0, nodes: []) }
        for group in roster.groups where !group.seats.isEmpty {
            let nodes = snapshot.sources[group.source].sample?.inventory.nodes ?? []
            let name = nodes.indices.contains(group.node) ? nodes[group.node].name : ""
            sites[group.site].nodes.append(HeatMap.Node(name: name, tiles: tiles[group.seats]))
        }
        return HeatMap(sites)
    }

    /// Rows that the map can use at a width, the legend included.
    static func wantedRows(_ state: DashboardState, width: Int) -> Int {
        HeatMapLayout(map(state), width: max(1, width), height: 24).rows + 1
    }

    /// The room of the panel on the screen.
    private static func room(_ state: DashboardState) -> (width: Int, height: Int) {
        let pane = state.panes.first { $0.id == OverviewPart.map.id }
        return (pane?.inner.width ?? 0, mapRows(pane?.inner.height ?? 0))
    }

    private static func mapRows(_ height: Int) -> Int { height >= 4 ? height - 1 : height }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        var area = rect
        area.height = Self.mapRows(rect.height)
        Self.map(context.state).draw(on: &canvas, in: area)
        if area.height < rect.height {
            legend(into: &canvas, rect: rect, metric: HeatScale(context.state))
        }
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        command == .metric ? Self.switchMetric(&state) : .ignored
    }

    /// Shows the next metric; every pane of the overview takes the key for it.
    static func switchMetric(_ state: inout DashboardState) -> Outcome {
        state.metric = HeatMetric.after(state.metric)
        return .done([])
    }

    private func legend(into canvas: inout Canvas, rect: Canvas.Rect, metric: HeatScale) {
        let row = rect.row + rect.height - 1
        var column = rect.column
        column += canvas.draw(
            metric.ends.low + " ", column: column, row: row, role: .dim, clip: rect)
        for step in 0..<8 {
            let tile = HeatTile(rawValue: UInt8(step))
            canvas.plot(
                tile.glyph(isASCII: canvas.isASCII), column: column, row: row, role: tile.role)
            column += 1
        }
        let states: [(HeatTile, String)] = [
            (.lost, "lost or failed"), (.stale, "old"), (.unknown, "not told"),
        ]
        column += canvas.draw(
            " " + metric.ends.high, column: column, row: row, role: .dim, clip: rect)
        for (tile, word) in states where column + 5 + word.count <= rect.column + rect.width {
            column += 3
            canvas.plot(
                tile.glyph(isASCII: canvas.isASCII), column: column, row: row, role: .dim)
            column += 2
            column += canvas.draw(word, column: column, row: row, role: .dim, clip: rect)
        }
    }
}
