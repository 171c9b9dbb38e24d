import Fleet

/// One endpoint: what it is, how it does now, and how it went.
package struct EndpointScreen: Screen {
    /// The screen.
    package init() {}

    package var view: ViewID { .endpoint }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        guard let endpoint = EndpointRow.find(state.location.subject, in: state.shown) else {
            return [Pane("endpoint.facts", EndpointFacts(), rect)]
        }
        var stack = PaneStack(rect)
        stack.wantFindings(state, width: rect.width)
        let facts = 2 + EndpointFacts.rowCount(endpoint, width: rect.width - 4)
        stack.want(
            "endpoint.facts", EndpointFacts(),
            PaneStack.Wish(least: 4, decent: min(facts, 8), most: facts), canFocus: false)
        stack.want(
            "endpoint.graphs", EndpointGraphs(), PaneStack.Wish(least: 7, decent: 14, most: 40),
            canFocus: false)
        let siblings = EndpointVariants.rows(endpoint, in: state.shown).count
        if siblings > 1 {
            stack.want(
                "endpoint.variants", EndpointVariants(),
                PaneStack.Wish(least: 4, decent: min(3 + siblings, 8), most: 3 + siblings))
        }
        return stack.panes(growing: "endpoint.graphs")
    }
}
