/// Actions beside the view shown, on screens that are wide enough for both.
enum ActionsSide {
    /// The least columns of a screen with both.
    static let least = 160

    /// What is left to the view, and where Actions are; `nil` where these are not beside it.
    static func split(
        _ body: Canvas.Rect, _ state: DashboardState
    ) -> (rest: Canvas.Rect, side: Canvas.Rect)? {
        guard state.showsActions, body.width >= least, state.view != .actions else { return nil }
        let width = min(80, body.width * 2 / 5)
        return (
            Canvas.Rect(
                column: body.column, row: body.row, width: body.width - width, height: body.height),
            Canvas.Rect(
                column: body.column + body.width - width, row: body.row, width: width,
                height: body.height)
        )
    }

    /// Whether a pane is one of these.
    static func isOne(_ pane: PaneID?) -> Bool {
        pane == ActionsPanel.pane || pane == ActionPanel.pane
    }

    /// Shows them beside the view, or takes them away; where there is no room, goes to their own view, and
    /// back to where one was.
    static func toggle(_ state: inout DashboardState) {
        guard state.view != .actions else { return state.leaveActions() }
        guard state.columns >= least else { return state.go(to: Location(.actions)) }
        state.showsActions.toggle()
        if !state.showsActions, isOne(state.focus[state.view]) {
            state.focus[state.view] = nil
        }
    }
}
