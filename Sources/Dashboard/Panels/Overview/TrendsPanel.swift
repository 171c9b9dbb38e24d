import Fleet

/// How the whole fleet went lately: utilisation, requests, power.
struct TrendsPanel: Panel {
    func title(_ context: PanelContext) -> String { "Trends" }
    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {}
}
