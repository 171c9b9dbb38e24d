/// 0 Attention: what is wrong, why, what to do about it, and what changed lately.
package struct AttentionScreen: Screen {
    package var view: ViewID { .attention }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        if rect.height < 14 { return [Pane("findings", FindingsPanel(), rect)] }
        if rect.width >= 100 { return wide(rect) }
        let detail = min(9, rect.height / 3)
        let log = rect.height >= 26 ? min(8, rect.height / 4) : 0
        let list = rect.height - detail - log
        var panes = [
            Pane("findings", FindingsPanel(), part(rect, 0, list)),
            Pane("finding", FindingPanel(), part(rect, list, detail), canFocus: false),
        ]
        if log > 0 {
            panes.append(Pane("changes", ChangesPanel(), part(rect, list + detail, log)))
        }
        return panes
    }

    private func part(_ rect: Canvas.Rect, _ top: Int, _ height: Int) -> Canvas.Rect {
        Canvas.Rect(
            column: rect.column, row: rect.row + top, width: rect.width, height: height)
    }

    private func wide(_ rect: Canvas.Rect) -> [Pane] {
        let left = rect.width * 3 / 5
        let detail = max(8, rect.height / 2)
        let right = Canvas.Rect(
            column: rect.column + left, row: rect.row, width: rect.width - left, height: detail)
        let log = Canvas.Rect(
            column: right.column, row: rect.row + detail, width: right.width,
            height: rect.height - detail)
        let list = Canvas.Rect(
            column: rect.column, row: rect.row, width: left, height: rect.height)
        return [
            Pane("findings", FindingsPanel(), list),
            Pane("finding", FindingPanel(), right, canFocus: false),
            Pane("changes", ChangesPanel(), log),
        ]
    }
}
