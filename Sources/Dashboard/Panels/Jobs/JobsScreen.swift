/// 5 Jobs: the table of everything that a batch scheduler runs or keeps waiting.
package struct JobsScreen: Screen {
    package var view: ViewID { .jobs }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        [Pane("jobs", TablePanel(JobTable(), title: "Jobs"), rect)]
    }
}
