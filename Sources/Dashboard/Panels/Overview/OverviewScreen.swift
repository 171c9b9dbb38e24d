import Fleet

/// Everything at a glance: what needs attention, sites, GPUs, endpoints.
package struct OverviewScreen: Screen {
    /// The overview.
    package init() {}

    package var view: ViewID { .overview }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        let wishes = OverviewWishes(state: state, width: rect.width - 4)
        var row = rect.row
        return wishes.heights(in: rect.height).map { part, height in
            defer { row += height }
            let place = Canvas.Rect(
                column: rect.column, row: row, width: rect.width, height: height)
            return Pane(part.id, part.panel, place)
        }
    }
}

/// The parts of the overview, in the order of the screen.
enum OverviewPart: CaseIterable {
    case attention, sites, map, endpoints, trends

    var id: PaneID {
        switch self {
        case .attention: "overview.attention"
        case .sites: "overview.sites"
        case .map: "overview.map"
        case .endpoints: "overview.endpoints"
        case .trends: "overview.trends"
        }
    }

    var panel: any Panel {
        switch self {
        case .attention: AttentionDigest()
        case .sites: SitesPanel()
        case .map: HeatMapPanel()
        case .endpoints: EndpointsDigest()
        case .trends: TrendsPanel()
        }
    }
}
