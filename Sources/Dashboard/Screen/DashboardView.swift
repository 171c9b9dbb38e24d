import Fleet

/// Draws the state. Pure: the same state, size and theme give the same frame.
package enum DashboardView {
    /// The smallest size with a screen on it; below, one line says what is needed.
    package static let minimum = PanelSize(columns: 40, rows: 10)

    /// The frame of a state.
    package static func render(
        _ state: DashboardState, width: Int, height: Int, theme: Theme, isASCII: Bool
    ) -> Frame {
        var canvas = Canvas(width: width, height: height, theme: theme, isASCII: isASCII)
        canvas.plot(with: state.graphs)
        let usual: Role = state.shown.isProduction ? .productionFrame : .border
        canvas.frameRole = state.options.frame ?? usual
        guard width >= minimum.columns, height >= minimum.rows else {
            tooSmall(&canvas)
            return canvas.frame
        }
        var state = state
        state.columns = width
        state.rows = height
        state.options.isASCII = isASCII
        let panes = state.panes
        let focused = state.focusedPane(panes)
        for pane in panes {
            draw(pane, isFocused: pane.id == focused?.id, among: panes.count, state, into: &canvas)
        }
        HeaderLine.render(into: &canvas, row: 0, state: state)
        KeyBar.render(into: &canvas, row: height - 1, state: state, focused: focused)
        for layer in state.layers {
            layer.render(into: &canvas, bounds: canvas.bounds, state: state)
        }
        return canvas.frame
    }

    /// Where screens lie: between the header and the key bar.
    package static func body(columns: Int, rows: Int) -> Canvas.Rect {
        Canvas.Rect(column: 0, row: 1, width: columns, height: rows - 2)
    }

    private static func draw(
        _ pane: Pane, isFocused: Bool, among count: Int, _ state: DashboardState,
        into canvas: inout Canvas
    ) {
        guard pane.rect.width > 0, pane.rect.height > 0 else { return }
        let context = state.context(pane, isFocused: isFocused)
        if pane.isBordered {
            canvas.box(
                pane.rect, title: pane.panel.title(context),
                rightTitle: pane.panel.rightTitle(context), isFocused: isFocused && count > 1)
        }
        let inner = pane.inner
        guard inner.width > 0, inner.height > 0 else { return }
        pane.panel.render(into: &canvas, rect: inner, context: context)
    }

    private static func tooSmall(_ canvas: inout Canvas) {
        let size = "\(canvas.frame.width)x\(canvas.frame.height)"
        let needed = "\(minimum.columns)x\(minimum.rows)"
        let long = "hybridtop needs \(needed), this is \(size)"
        let short = "needs \(needed)"
        let text = long.count <= canvas.frame.width ? long : short
        canvas.draw(text, column: 0, row: 0, role: .warning)
    }
}
