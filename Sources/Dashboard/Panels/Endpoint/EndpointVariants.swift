import Fleet

/// The other places that serve under the same name: variants of the endpoint, and its namesakes at
/// other sites, owned and rented in the same columns.
struct EndpointVariants: Panel {
    var commands: [Command] { [.open] }

    func title(_ context: PanelContext) -> String { "Same name" }

    func rightTitle(_ context: PanelContext) -> String {
        let endpoint = EndpointRow.find(context.subject, in: context.snapshot)
        return context.more(of: endpoint.map { Self.rows($0, in: context.snapshot).count } ?? 0)
    }

    /// The endpoint and its namesakes.
    static func rows(_ endpoint: EndpointRow, in snapshot: FleetSnapshot) -> [EndpointRow] {
        EndpointRow.all(snapshot).filter { $0.identity.name == endpoint.identity.name }
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else { return }
        let list = Self.rows(endpoint, in: context.snapshot)
        let cursor = RowCursor(rows: list.map(\.key), page: max(1, rect.height - 1))
        let selected = context.selected ?? endpoint.key
        let top = cursor.top(selected)
        let shown = Array(list.dropFirst(top).prefix(max(0, rect.height - 1)))
        var table = FigureTable(
            columns: EndpointsDigest.columns,
            rows: shown.map { EndpointsDigest.entries($0, context) })
        table.stale = Set(shown.indices.filter { !shown[$0].isLive })
        if context.isFocused { table.selected = cursor.place(selected).map { $0 - top } }
        table.draw(on: &canvas, in: rect)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else {
            return .ignored
        }
        let list = Self.rows(endpoint, in: context.snapshot)
        let cursor = RowCursor(rows: list.map(\.key), page: 4)
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        guard command == .open else { return .ignored }
        guard let selected = context.selected, selected != endpoint.key else {
            return .refused("This is the endpoint shown.")
        }
        state.go(to: Location(.endpoint, selected))
        return .done([])
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else {
            return .ignored
        }
        let list = Self.rows(endpoint, in: context.snapshot)
        let cursor = RowCursor(rows: list.map(\.key), page: max(1, click.rect.height - 1))
        let opens = cursor.click(click, heading: 1, pane: context.pane, state: &state)
        return opens ? perform(.open, context: context, state: &state) : .done([])
    }
}
