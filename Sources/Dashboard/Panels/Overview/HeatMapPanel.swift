import Fleet

/// Every GPU of the fleet as one cell, with a cursor that goes from GPU to GPU.
struct HeatMapPanel: Panel {
    /// Under which id the map keeps its cursor.
    static let pane: PaneID = "overview.map"

    var minimumSize: PanelSize { PanelSize(columns: 20, rows: 1) }
    var commands: [Command] { [.open, .metric, .yank] }

    func title(_ context: PanelContext) -> String {
        let summary = context.state.fleetSummary
        let shown = Format.count(Double(summary.roster.seats.count))
        let all = summary.total.acceleratorsExpected
        // Clouds tell how many GPUs an endpoint has, and nothing of each.
        var text = "GPUs \(shown)"
        if all > summary.roster.seats.count { text += " of \(Format.count(Double(all)))" }
        let perCell = context.state.heat?.layout.perCell ?? 1
        if perCell > 1 { text += " · \(perCell) a cell, worst shown" }
        return text
    }

    func rightTitle(_ context: PanelContext) -> String {
        "v " + HeatScale(context.state).title
    }

    /// Rows that are of use to the map, the tightest packing first; the line below it not included.
    static func packings(_ state: DashboardState, width: Int) -> [Int] {
        let roster = state.fleetSummary.roster
        if let known = state.heatRows, known.roster === roster, known.width == width {
            return known.rows
        }
        return rows(state, roster, width)
    }

    /// Keeps what ``packings(_:width:)`` says: it depends on the roster alone, and screens ask often.
    static func remember(_ state: inout DashboardState) {
        let roster = state.fleetSummary.roster
        let width = state.columns - 4
        guard state.heatRows?.roster !== roster || state.heatRows?.width != width else { return }
        state.heatRows = HeatRows(roster: roster, width: width, rows: rows(state, roster, width))
    }

    private static func rows(
        _ state: DashboardState, _ roster: AcceleratorRoster, _ width: Int
    ) -> [Int] {
        let tiles = [HeatTile](repeating: .unknown, count: roster.seats.count)
        return HeatMapLayout.rows(
            of: HeatView.map(roster, state.shown, tiles), width: max(1, width), limit: 24)
    }

    func prepare(_ pane: Pane, state: inout DashboardState) {
        let view = HeatView(
            state, width: pane.inner.width, height: Self.mapRows(pane.inner.height),
            reusing: state.heat)
        state.heat = view
    }

    /// The map has a line below it where there is room.
    private static func mapRows(_ height: Int) -> Int { height >= 2 ? height - 1 : height }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let height = Self.mapRows(rect.height)
        let view = HeatView(
            context.state, width: rect.width, height: height, reusing: context.state.heat)
        var area = rect
        area.height = height
        let selected = context.isFocused ? view.seat.flatMap { view.layout.cell(of: $0) } : nil
        view.layout.draw(on: &canvas, in: area, selected: selected)
        guard height < rect.height else { return }
        let row = rect.row + rect.height - 1
        if let seat = view.seat, selected != nil {
            canvas.drawPieces(
                HeatFoot.pieces(seat, view, context), column: rect.column, row: row,
                right: rect.column + rect.width)
        } else {
            HeatFoot.legend(
                HeatScale(context.state), into: &canvas,
                rect: Canvas.Rect(column: rect.column, row: row, width: rect.width, height: 1))
        }
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        guard let view = state.heat else { return .ignored }
        if command == .metric { return Self.switchMetric(&state) }
        if let next = view.move(command) {
            Self.select(next.seat, &state)
            state.heat?.goal = next.goal
            return .done([])
        }
        guard let seat = view.seat, let gpu = state.fleetSummary.roster.identity(seat, state.shown)
        else {
            return [.open, .yank].contains(command)
                ? .refused("No source tells of a GPU yet.") : .ignored
        }
        // What is copied is what the cursor is on, whether it was moved there or not.
        state.selection[Self.pane] = gpu
        guard command == .open else { return .ignored }
        Self.open(gpu, &state)
        return .done([])
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        guard click.kind == .press, let view = state.heat else { return .ignored }
        let column = click.column - click.rect.column
        let row = click.row - click.rect.row
        let cell = view.layout.cells.first {
            $0.row == row && (0..<$0.width).contains(column - $0.column)
        }
        guard let cell else { return .ignored }
        // As in a table: the first click selects, another one opens.
        let wasHere = view.seat.map { cell.first <= $0 && $0 < cell.first + cell.count } ?? false
        if wasHere, state.selection[Self.pane] != nil {
            return perform(.open, context: context, state: &state)
        }
        Self.select(view.worst(in: cell), &state)
        return .done([])
    }

    /// Shows the next metric; every pane of the overview takes the key for it.
    static func switchMetric(_ state: inout DashboardState) -> Outcome {
        state.metric = HeatMetric.after(state.metric)
        return .done([])
    }

    private static func select(_ seat: Int, _ state: inout DashboardState) {
        state.heat?.seat = seat
        state.heat?.goal = nil
        state.selection[pane] = state.fleetSummary.roster.identity(seat, state.shown)
    }

    /// To the node, with this GPU selected there.
    private static func open(_ gpu: Identity, _ state: inout DashboardState) {
        guard let node = gpu.node else { return }
        state.selection["node.gpus"] = gpu
        state.go(to: Location(.node, .node(source: node.source, name: node.name)))
    }
}
