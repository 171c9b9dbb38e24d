import Fleet

/// Everything at a glance: what needs attention, sites, GPUs, endpoints, and how it went lately.
package struct OverviewScreen: Screen {
    /// The overview.
    package init() {}

    package var view: ViewID { .overview }

    /// Served in another order than shown: the endpoints before the map, the trends last of all.
    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let snapshot = state.shown
        let summary = state.fleetSummary
        let findings = snapshot.findings.lazy.filter { $0.acknowledgement == nil }.count
        let sites = SitesPanel.rowCount(summary)
        let endpoints = snapshot.sources.reduce(0) {
            $0 + ($1.sample?.inventory.endpoints.count ?? 0)
        }
        var stack = PaneStack(rect)
        stack.want(
            "overview.attention", AttentionDigest(),
            wish(least: 3, rows: 2 + max(1, min(8, findings)), decent: 5), place: 0)
        stack.want(
            "overview.sites", SitesPanel(),
            wish(least: sites > 1 && rect.height >= 14 ? 5 : 4, rows: 3 + sites, decent: 9),
            place: 1)
        if endpoints > 0 {
            stack.want(
                "overview.endpoints", EndpointsDigest(),
                wish(least: 4, rows: 3 + endpoints, decent: 7), place: 3)
        }
        if !summary.roster.seats.isEmpty {
            stack.want(
                HeatMapPanel.pane, HeatMapPanel(), Self.map(state, width: rect.width - 4),
                place: 2)
        }
        stack.want(
            "overview.trends", TrendsPanel(),
            PaneStack.Wish(least: 9, decent: 9, most: 9, isExtra: true), place: 4, canFocus: false)
        return stack.panes(
            growing: "overview.trends", "overview.endpoints", HeatMapPanel.pane, "overview.sites")
    }

    private func wish(least: Int, rows: Int, decent: Int) -> PaneStack.Wish {
        PaneStack.Wish(least: least, decent: max(least, min(rows, decent)), most: max(least, rows))
    }

    /// The map looks better at certain heights only: one row, then what each way of packing takes.
    private static func map(_ state: DashboardState, width: Int) -> PaneStack.Wish {
        let packings = HeatMapPanel.packings(state, width: width).map { $0 + 3 }
        let steps = Array(Set([3] + packings)).sorted()
        let most = steps.last ?? 3
        return PaneStack.Wish(
            least: 3, decent: steps.last { $0 <= 13 } ?? 3, most: most, steps: steps)
    }
}
