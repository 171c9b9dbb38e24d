/// 2 Nodes: the table of all nodes.
package struct NodesScreen: Screen {
    package var view: ViewID { .nodes }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        [Pane("nodes", TablePanel(NodeTable(), title: "Nodes"), rect)]
    }
}
