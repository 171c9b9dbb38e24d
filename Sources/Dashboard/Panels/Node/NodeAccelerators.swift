import Fleet

/// The GPUs of a node, one a row, MIG instances indented below theirs.
struct NodeAccelerators: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 30, rows: 2) }
    var commands: [Command] { [.yank] }

    func title(_ context: PanelContext) -> String { "GPUs" }

    func rightTitle(_ context: PanelContext) -> String {
        context.more(of: NodeSubject(context.subject, in: context.state)?.rows.count ?? 0)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let node = NodeSubject(context.subject, in: context.state) else { return }
        let cursor = cursor(node, rows: rect.height - 1)
        let selected = node.row(of: context.selected).map(node.key)
        let top = cursor.top(selected)
        let shown = Array(node.rows.dropFirst(top).prefix(max(0, rect.height - 1)))
        var table = FigureTable(
            columns: AcceleratorLook.columns,
            rows: shown.map { AcceleratorLook(sample: node.sample, row: $0).entries })
        if !node.isLive { table.stale = Set(shown.indices) }
        if context.isFocused { table.selected = cursor.place(selected).map { $0 - top } }
        table.draw(on: &canvas, in: rect)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        guard let node = NodeSubject(context.subject, in: context.state) else { return .ignored }
        if state.selection[context.pane] == nil {
            state.selection[context.pane] = node.row(of: nil).map(node.key)
        }
        let cursor = cursor(node, rows: 8)
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        guard command == .open, let row = node.row(of: context.selected) else { return .ignored }
        let label = node.sample.inventory.accelerators[row].label
        let hasGraphs = state.panes.contains { $0.id == "node.graphs" }
        return .refused(
            hasGraphs
                ? "GPU \(label) is shown: its graphs are below."
                : "There is no more of GPU \(label); a taller screen has its graphs.")
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        guard let node = NodeSubject(context.subject, in: context.state) else { return .ignored }
        let cursor = cursor(node, rows: click.rect.height - 1)
        _ = cursor.click(click, heading: 1, pane: context.pane, state: &state)
        return .done([])
    }

    private func cursor(_ node: NodeSubject, rows: Int) -> RowCursor {
        RowCursor(rows: node.rows.map(node.key), page: max(1, rows))
    }
}
