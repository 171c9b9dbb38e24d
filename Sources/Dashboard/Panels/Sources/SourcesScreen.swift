/// 8 Sources: every source, and below it what is the matter with the selected one.
package struct SourcesScreen: Screen {
    package var view: ViewID { .sources }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let below = rect.height >= 16 ? 7 : 0
        let table = Canvas.Rect(
            column: rect.column, row: rect.row, width: rect.width, height: rect.height - below)
        let panes = [Pane("sources", TablePanel(SourceTable(), title: "Sources"), table)]
        if below == 0 { return panes }
        let rest = Canvas.Rect(
            column: rect.column, row: rect.row + table.height, width: rect.width, height: below)
        return panes + [Pane("source", SourcePanel(), rest, canFocus: false)]
    }
}
