import Fleet

/// Why something is done, in the operator's words: it is planned anew with it.
struct ReasonLayer: Layer {
    private var field: TextField

    /// With what was said before.
    init(_ state: DashboardState) {
        guard case .order(let order, _) = state.acting.draft?.wish else {
            field = TextField()
            return
        }
        field = TextField(order.reason)
    }

    var hints: [KeyHint] { [KeyHint("Enter", "plan anew"), KeyHint("Esc", "leave it")] }

    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        switch event {
        case .key(.escape), .key(.control("c")): return .close([])
        case .key(.enter):
            guard case .order(var order, let source) = state.acting.draft?.wish else {
                state.tell(Notice("What is undone says so by itself."))
                return .close([])
            }
            order.reason = CleanText.clean(field.text, limit: 120).trimmed
            return .close(Reducer.replan(.order(order, source), &state))
        case .key(let key): _ = field.handle(key)
        case .paste(let text): field.paste(CleanText.clean(text))
        case .mouse: break
        }
        return .stay([])
    }

    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let width = min(bounds.width, 64)
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: max(1, bounds.height / 2 - 2), width: width,
            height: 3)
        canvas.clear(rect)
        canvas.box(rect, title: "Why", isFocused: true)
        let inner = rect.inset(2, 1)
        field.render(into: &canvas, column: inner.column, row: inner.row, width: inner.width)
    }
}
