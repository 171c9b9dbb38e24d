/// 0 Attention: what is wrong, why, what to do about it, and what changed lately.
package struct AttentionScreen: Screen {
    package var view: ViewID { .attention }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        if rect.height < 14 { return [Pane("findings", FindingsPanel(), rect)] }
        if rect.width >= 100 { return wide(rect, state) }
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

    /// The list over the whole width, as high as it needs; below it the evidence beside the changes.
    private func wide(_ rect: Canvas.Rect, _ state: DashboardState) -> [Pane] {
        let lines = FindingsPanel.lines(state.shown).count
        let list = max(5, min(lines + 2, rect.height - max(8, rect.height * 2 / 5)))
        let below = part(rect, list, rect.height - list)
        let left = rect.width / 2
        var (detail, log) = (below, below)
        detail.width = left
        log.column += left
        log.width -= left
        return [
            Pane("findings", FindingsPanel(), part(rect, 0, list)),
            Pane("finding", FindingPanel(), detail, canFocus: false),
            Pane("changes", ChangesPanel(), log),
        ]
    }
}
