import Fleet

/// The help: made from the keymap, the filter words and the palette; typing searches it.
package struct HelpLayer: Layer {
    private var typed = TextField()
    private var top = 0
    private let form: FormHelp?

    /// The whole help.
    package init() { form = nil }

    /// The help of a form alone, over it.
    init(_ form: FormHelp) { self.form = form }

    package var hints: [KeyHint] {
        [KeyHint("a-z", "search"), KeyHint("↑↓", "scroll"), KeyHint("Esc", "close")]
    }

    package mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        switch event {
        case .key(.escape), .key(.control("c")), .key(.function(1)), .key(.enter):
            return .close([])
        case .key(.character("?")) where typed.text.isEmpty,
            .key(.character("q")) where typed.text.isEmpty:
            return .close([])
        case .key(let key): move(key, state)
        case .mouse(let mouse):
            if mouse.kind == .wheelUp { move(.up, state) }
            if mouse.kind == .wheelDown { move(.down, state) }
        case .paste(let text): typed.paste(CleanText.clean(text))
        }
        return .stay([])
    }

    private mutating func move(_ key: Key, _ state: DashboardState) {
        let page = max(1, state.rows - 6)
        switch key {
        case .up: top -= 1
        case .down: top += 1
        case .pageUp: top -= page
        case .pageDown: top += page
        case .home: top = 0
        case .end: top = .max / 2
        default: if typed.handle(key) { top = 0 }
        }
        let count = lines(typed.text, state, width: Self.width(state.columns) - 4).count
        top = max(0, min(top, count - page))
    }

    package func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let width = Self.width(bounds.width)
        // A form's help is as high as it is long, so that it does not look like all there is.
        let whole = form.map { _ in self.lines("", state, width: width - 4).count }
        let height = min(bounds.height - 2, whole.map { $0 + 2 } ?? .max)
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: 1, width: width, height: height)
        canvas.clear(rect)
        let search = typed.text.isEmpty ? "type to search" : "search: \(typed.text)"
        canvas.box(rect, title: form?.title ?? "Help", rightTitle: search, isFocused: true)
        let inner = rect.inset(2, 1)
        let lines = self.lines(typed.text, state, width: inner.width)
        if lines.isEmpty {
            canvas.drawCut(
                "Nothing in the help has '\(typed.text)'.", column: inner.column, row: inner.row,
                width: inner.width, role: .dim)
        }
        let first = max(0, min(top, lines.count - inner.height))
        for (place, line) in lines.dropFirst(first).prefix(inner.height).enumerated() {
            draw(line, row: inner.row + place, inner, into: &canvas)
        }
        if first + inner.height < lines.count {
            canvas.drawRight(
                " \(lines.count - first - inner.height) more ↓ ",
                right: rect.column + rect.width - 2,
                row: rect.row + rect.height - 1, role: .dim)
        }
    }

    private static func width(_ columns: Int) -> Int { min(columns, 92) }

    /// What there is to read, over as many lines as it takes.
    private func lines(
        _ text: String, _ state: DashboardState, width: Int
    ) -> [HelpText.Line] {
        let all = form?.lines(matching: text) ?? HelpText.lines(matching: text, state)
        return all.flatMap { line -> [HelpText.Line] in
            guard case .entry(let key, let text) = line else { return [line] }
            let isLong = DisplayWidth.columns(of: key) > Self.keyWidth
            let texts = FindingText.wrap(text, width: max(8, width - Self.keyWidth - 3))
            if isLong { return [.entry(key, "")] + texts.map { .entry("", $0) } }
            return [.entry(key, texts.first ?? "")] + texts.dropFirst().map { .entry("", $0) }
        }
    }

    /// Columns of a key or a word beside what it does; a longer one has a line of its own.
    private static let keyWidth = 18

    private func draw(
        _ line: HelpText.Line, row: Int, _ inner: Canvas.Rect, into canvas: inout Canvas
    ) {
        switch line {
        case .heading(let text):
            canvas.drawCut(text, column: inner.column, row: row, width: inner.width, role: .heading)
        case .entry(let key, let text):
            let text = inner.width < Self.keyWidth + 11 ? "" : text
            canvas.drawCut(
                key, column: inner.column + 2, row: row,
                width: text.isEmpty ? inner.width - 2 : Self.keyWidth, role: .key)
            canvas.drawCut(
                text, column: inner.column + 21, row: row, width: inner.width - 21, role: .text)
        case .blank: break
        }
    }
}
