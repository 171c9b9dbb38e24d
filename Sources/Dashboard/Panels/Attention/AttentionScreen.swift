/// 0 Attention: what is wrong, why, what to do about it, and what changed lately.
package struct AttentionScreen: Screen {
    package var view: ViewID { .attention }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        if rect.height < 14 { return [Pane("findings", FindingsPanel(), rect)] }
        if rect.width >= 100 { return wide(rect, state) }
        // The list gets what it needs as long as the longest evidence is not cut for it.
        let reserved = rect.height >= 26 ? min(8, rect.height / 4) : 0
        let room = rect.height - reserved
        let lines = FindingsPanel.lines(state.shown).count
        let needed = FindingPanel.rowCount(rect.width - 4, state) + 2
        let list = max(min(6, lines + 2), min(lines + 2, room - max(4, needed)))
        let spare = rect.height - list - max(4, needed)
        let log = spare >= 4 ? spare : reserved
        let detail = rect.height - list - log
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
        let left = rect.width / 2
        let needed = min(FindingPanel.rowCount(left - 4, state) + 2, rect.height * 3 / 5)
        let list = max(5, min(lines + 2, rect.height - max(8, rect.height * 2 / 5, needed)))
        let below = part(rect, list, rect.height - list)
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
