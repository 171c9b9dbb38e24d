/// A view whose number is kept for it: what it will tell, what it lacks, and where to look meanwhile.
package struct LaterScreen: Screen, Panel {
    /// The view that it stands in for.
    package let view: ViewID

    /// The announcement of a view.
    package init(view: ViewID) { self.view = view }

    package func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane] {
        [Pane("later", self, rect)]
    }

    package func title(_ context: PanelContext) -> String { view.title }

    package func rightTitle(_ context: PanelContext) -> String { "comes later" }

    package func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let told = view.announcement else { return }
        let width = min(rect.width, 76)
        let parts: [(String, Role)] = [
            ("\(view.title) comes later: \(told.tells).", .bright), (told.lacks, .text),
            (told.meanwhile, .dim),
        ]
        let lines = parts.map { part in
            FindingText.wrap(part.0, width: width).map { ($0, part.1) }
        }
        // A blank line between the parts where there is room for it.
        let count = lines.reduce(0) { $0 + $1.count }
        let isLoose = count + 2 <= rect.height
        let all =
            isLoose ? Array(lines.joined(separator: [("", Role.text)])) : Array(lines.joined())
        let column = rect.column + (rect.width - width) / 2
        for (place, line) in all.prefix(rect.height).enumerated() {
            canvas.drawCut(
                line.0, column: column,
                row: rect.row + max(0, (rect.height - all.count) / 3) + place,
                width: width, role: line.1)
        }
    }
}
