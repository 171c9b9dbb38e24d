import Fleet

/// The line that `/` opens: what is typed filters the tables at once; Enter keeps it, Esc clears it.
package struct FilterLayer: Layer {
    private var field: TextField
    private var error: FilterError?

    /// The line with the filter in force in it.
    package init(text: String) { field = TextField(text) }

    package var hints: [KeyHint] {
        [KeyHint("Enter", "keep"), KeyHint("Esc", "clear"), KeyHint("?", "in help: fields")]
    }

    package mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        switch event {
        case .key(.enter):
            if let error {
                state.tell(Notice(error.message, .warning))
                return .stay([])
            }
            return .close([])
        case .key(.escape), .key(.control("c")):
            try? state.filter.set("")
            return .close([])
        case .key(let key): _ = field.handle(key)
        case .paste(let text): field.paste(CleanText.clean(text))
        case .mouse: return .stay([])
        }
        do {
            try state.filter.set(field.text)
            error = nil
        } catch {
            self.error = error
        }
        return .stay([])
    }

    package func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let row = bounds.height - 1
        canvas.clear(Canvas.Rect(column: 0, row: row, width: bounds.width, height: 1), role: .input)
        canvas.draw(" /", column: 0, row: row, role: .key)
        let message = error.map(\.message) ?? ""
        let room = max(10, bounds.width - 4 - DisplayWidth.columns(of: message))
        field.render(into: &canvas, column: 3, row: row, width: min(bounds.width - 4, room))
        guard let error else {
            if field.text.isEmpty {
                canvas.drawCut(
                    "text  /regex/  util<10 & site=hall-a & mem>80%  !stale", column: 4, row: row,
                    width: bounds.width - 5, role: .dim)
            }
            return
        }
        let end = min(field.characters.count, error.offset + max(1, error.length))
        if error.offset < end, end < room {
            canvas.overlay(
                Canvas.Rect(
                    column: 3 + error.offset, row: row, width: end - error.offset, height: 1),
                role: .match)
        }
        canvas.drawRight(
            "\(Glyph.warning) \(message)", right: bounds.width - 1, row: row, role: .warning,
            limit: bounds.width - 6 - min(room, field.characters.count + 1))
    }
}
