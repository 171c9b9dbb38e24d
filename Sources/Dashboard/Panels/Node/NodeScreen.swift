import Fleet

/// One node: its host, its GPUs one a row, graphs of the selected one, processes, kernel events.
package struct NodeScreen: Screen {
    /// The screen.
    package init() {}

    package var view: ViewID { .node }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        guard let node = NodeSubject(state.location.subject, in: state.shown) else {
            return [Pane("node.facts", NodeFacts(), rect)]
        }
        var stack = PaneStack(rect)
        let facts = 2 + NodeFacts.rowCount(width: rect.width - 4)
        stack.want("node.facts", NodeFacts(), least: 4, decent: facts, most: facts, canFocus: false)
        let gpus = node.rows.count + 3
        stack.want(
            "node.gpus", NodeAccelerators(), least: min(gpus, 11), decent: min(gpus, 19), most: gpus
        )
        stack.want(
            "node.graphs", NodeGraphs(), least: 7, decent: 9, most: 16, canFocus: false)
        let processes = node.sample.processes.value?.count ?? 1
        stack.want(
            "node.processes", NodeProcesses(), least: 4, decent: min(3 + processes, 7),
            most: 3 + processes)
        let events = node.sample.kernelEvents.value?.count ?? 0
        if events > 0 {
            stack.want(
                "node.events", NodeEvents(), least: 3, decent: min(2 + events, 5), most: 2 + events,
                canFocus: false)
        }
        return stack.panes(growing: "node.graphs")
    }
}
