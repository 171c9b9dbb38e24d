import Fleet

/// How much of the screen a plan takes.
extension PlanLayer {
    /// All that there is to read of it, wrapped.
    static func text(_ state: DashboardState) -> [[Piece]] {
        PlanText.lines(state, width: width(state) - 4)
    }

    static func width(_ state: DashboardState) -> Int { min(state.columns, 110) }

    /// Below the header and above the key bar.
    static func rect(_ state: DashboardState) -> Canvas.Rect {
        rect(state, lines: text(state).count)
    }

    /// The same where it is known how many lines there are.
    static func rect(_ state: DashboardState, lines: Int) -> Canvas.Rect {
        let width = width(state)
        let height = max(5, min(state.rows - 2, lines + 4))
        return Canvas.Rect(
            column: (state.columns - width) / 2, row: max(1, (state.rows - height) / 3),
            width: width, height: height)
    }
}
