/// 3 Endpoints: the table of everything that serves a model.
package struct EndpointsScreen: Screen {
    package var view: ViewID { .endpoints }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        [Pane("endpoints", TablePanel(EndpointTable(), title: "Endpoints"), rect)]
    }
}
