import Fleet

/// One node: its host, its GPUs one a row, graphs of the selected one, processes, kernel events.
package struct NodeScreen: Screen {
    /// The screen.
    package init() {}

    package var view: ViewID { .node }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        guard let node = NodeSubject(state.location.subject, in: state) else {
            return [Pane("node.facts", NodeFacts(), rect)]
        }
        var stack = PaneStack(rect)
        stack.wantFindings(state, width: rect.width)
        let facts = 2 + NodeFacts.rowCount(node, width: rect.width - 4)
        let gpus = node.rows.count + 3
        let processes = 3 + (node.sample.processes.value?.count ?? 1)
        stack.want(
            "node.facts", NodeFacts(), PaneStack.Wish(least: 4, decent: facts, most: facts),
            place: 0, canFocus: false)
        stack.want(
            "node.gpus", NodeAccelerators(),
            // On a small screen a few GPUs are more than none.
            PaneStack.Wish(
                least: min(gpus, rect.height >= 18 ? 11 : 4), decent: min(gpus, 19), most: gpus),
            place: 1)
        stack.want(
            "node.graphs", NodeGraphs(), PaneStack.Wish(least: 7, decent: 9, most: 10), place: 2,
            canFocus: false)
        stack.want(
            "node.processes", NodeProcesses(),
            PaneStack.Wish(least: 4, decent: min(processes, 7), most: min(processes, 19)),
            place: 3)
        let events = node.sample.kernelEvents.value?.count ?? 0
        if events > 0 {
            stack.want(
                "node.events", NodeEvents(),
                PaneStack.Wish(least: 3, decent: min(2 + events, 5), most: 2 + events), place: 4,
                canFocus: false)
        }
        return stack.panes(growing: "node.graphs")
    }
}
