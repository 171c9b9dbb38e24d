import Fleet

/// The GPUs of a node, one a row, MIG instances indented below theirs.
struct NodeAccelerators: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 30, rows: 2) }
    var commands: [Command] { [.yank] }

    func title(_ context: PanelContext) -> String { "GPUs" }

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
        return cursor.move(command, pane: context.pane, state: &state) ?? .ignored
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
