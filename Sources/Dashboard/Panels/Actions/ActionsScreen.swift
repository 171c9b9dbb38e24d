/// 7 Actions: what is under way, what waits for somebody and what was done; below it the selected one,
/// stage by stage. Where there is room for one of them alone, it is the one that has the focus.
package struct ActionsScreen: Screen {
    package var view: ViewID { .actions }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let lines = ActionsPanel.lines(state).count
        let isReading = state.focus[state.view] == ActionPanel.pane
        guard rect.height >= 14, lines > 0 else {
            let whole = isReading && lines > 0
            return [
                whole
                    ? Pane(ActionPanel.pane, ActionPanel(), rect)
                    : Pane(ActionsPanel.pane, ActionsPanel(), rect)
            ]
        }
        // What is read gets the room.
        let height = max(5, min(lines + 2, rect.height / (isReading ? 4 : 2)))
        let list = Canvas.Rect(
            column: rect.column, row: rect.row, width: rect.width, height: height)
        let rest = Canvas.Rect(
            column: rect.column, row: rect.row + height, width: rect.width,
            height: rect.height - height)
        return [
            Pane(ActionsPanel.pane, ActionsPanel(), list),
            Pane(ActionPanel.pane, ActionPanel(), rest),
        ]
    }
}
