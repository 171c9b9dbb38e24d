package import Fleet

/// What changed lately, newest first.
package struct ChangesPanel: Panel {
    /// The change log.
    package init() {}

    package func title(_ context: PanelContext) -> String { "Changes" }

    package func rightTitle(_ context: PanelContext) -> String {
        context.more(of: context.state.changes.count, heading: 0)
    }

    package func perform(_ command: Command, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        let count = state.changes.count
        let page = state.panes.first { $0.id == context.pane }?.inner.height ?? 5
        let top = state.tables[context.pane]?.top ?? 0
        guard let next = TableScroll.move(command, from: top, count: count, page: page) else {
            return .ignored
        }
        state.tables[context.pane, default: TableState()].top = max(0, min(next, count - page))
        return .done([])
    }

    package func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let changes = context.state.changes
        if changes.isEmpty {
            canvas.drawCut(
                "Nothing changed since the start.", column: rect.column, row: rect.row,
                width: rect.width, role: .dim)
            return
        }
        let top = max(
            0, min(context.state.tables[context.pane]?.top ?? 0, changes.count - rect.height))
        let names = context.names
        let wide = changes.map { DisplayWidth.columns(of: names.name($0.subject)) }.max() ?? 0
        let name = min(max(16, rect.width * 2 / 5), wide)
        let shown = changes.dropFirst(top).prefix(rect.height)
        let times = shown.map { time($0, context) }
        let clock = times.map(\.count).max() ?? 0
        for (place, change) in shown.enumerated() {
            let isBad = change.severity != .notice
            canvas.drawPieces(
                [
                    Piece(Format.right(times[place], clock) + " ", .dim),
                    Piece(
                        isBad ? Glyph.of(change.severity) + " " : "  ", Role(change.severity)),
                    Piece(Format.left(names.name(change.subject), name) + "  ", .bright),
                    Piece(change.text),
                ], column: rect.column, row: rect.row + place, right: rect.column + rect.width)
        }
    }
}

extension ChangesPanel {
    private func time(_ change: Change, _ context: PanelContext) -> String {
        Format.moment(
            change.time, now: context.now.wall, offset: context.state.options.zoneOffset)
    }
}

extension Role {
    /// The colour of a severity.
    package init(_ severity: Severity) {
        switch severity {
        case .notice: self = .notice
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}
