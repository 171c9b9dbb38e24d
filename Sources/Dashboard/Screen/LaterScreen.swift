/// A view whose number is kept for it.
package struct LaterScreen: Screen, Panel {
    /// The view that it stands in for.
    package let view: ViewID

    /// The announcement of a view.
    package init(view: ViewID) { self.view = view }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        [Pane("later", self, rect)]
    }

    package func title(_ context: PanelContext) -> String { view.title }

    package func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let lines = ["\(view.title) comes later.", "Its number is kept for it."]
        for (place, line) in lines.enumerated() {
            canvas.center(
                line, in: rect, row: rect.row + max(0, rect.height / 2 - 1) + place,
                role: place == 0 ? .text : .dim)
        }
    }
}
