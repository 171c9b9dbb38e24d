/// 7 Actions: what is under way, what waits for somebody and what was done; below it the selected one,
/// stage by stage.
package struct ActionsScreen: Screen {
    package var view: ViewID { .actions }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let lines = ActionsPanel.lines(state).count
        guard rect.height >= 14, lines > 0 else { return [Pane("actions", ActionsPanel(), rect)] }
        let height = max(5, min(lines + 2, rect.height / 2))
        let list = Canvas.Rect(
            column: rect.column, row: rect.row, width: rect.width, height: height)
        let rest = Canvas.Rect(
            column: rect.column, row: rect.row + height, width: rect.width,
            height: rect.height - height)
        return [
            Pane("actions", ActionsPanel(), list),
            Pane("action", ActionPanel(), rest, canFocus: false),
        ]
    }
}
