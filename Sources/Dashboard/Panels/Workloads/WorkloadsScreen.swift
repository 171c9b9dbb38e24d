import Fleet

/// 4 Workloads: every service over all the places that serve it, owned and rented; below the list the
/// sides of the selected one.
package struct WorkloadsScreen: Screen {
    package var view: ViewID { .workloads }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let table = TablePanel(WorkloadTable(), title: "Workloads")
        let all = state.shown.workloads
        guard rect.height >= 14, !all.isEmpty else { return [Pane("workloads", table, rect)] }
        let most = all.map(\.sides.count).max() ?? 0
        // As much as the sides need, and no more than half; the list keeps the rest.
        let below = max(7, min(most + 6, rect.height / 2))
        let height = max(5, min(rect.height - below, all.count + 3))
        return [
            Pane(
                "workloads", table,
                Canvas.Rect(
                    column: rect.column, row: rect.row, width: rect.width, height: height)),
            Pane(
                WorkloadSides.pane, WorkloadSides(),
                Canvas.Rect(
                    column: rect.column, row: rect.row + height, width: rect.width,
                    height: rect.height - height)),
        ]
    }
}
