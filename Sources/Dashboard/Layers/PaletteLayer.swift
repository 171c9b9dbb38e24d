import Fleet

/// The command palette: a line, and below it what it could become.
package struct PaletteLayer: Layer {
    private var field = TextField()
    private var line = 0
    /// How far back in the history; 0 is what is being typed.
    private var back = 0

    /// An empty line.
    package init() {}

    package var hints: [KeyHint] {
        [
            KeyHint("Tab", "complete"), KeyHint("↑↓", "choose"), KeyHint("^P ^N", "history"),
            KeyHint("Enter", "do it"), KeyHint("Esc", "close"),
        ]
    }

    package mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        let found = Self.completions(field.text, state)
        switch event {
        case .key(.escape), .key(.control("c")): return .close([])
        case .key(.backspace) where field.text.isEmpty: return .close([])
        case .key(.enter): return run(found, &state)
        case .key(.tab): if found.indices.contains(line) { field.set(found[line].completed) }
        case .key(.up): line = max(0, line - 1)
        case .key(.down): line = min(max(0, found.count - 1), line + 1)
        case .key(.control("p")): recall(1, state)
        case .key(.control("n")): recall(-1, state)
        case .key(let key): if field.handle(key) { line = 0 }
        case .paste(let text): field.paste(CleanText.clean(text))
        case .mouse: break
        }
        return .stay([])
    }

    private mutating func recall(_ step: Int, _ state: DashboardState) {
        back = max(0, min(state.history.count, back + step))
        field.set(back == 0 ? "" : state.history[state.history.count - back])
        line = 0
    }

    private func run(_ found: [Completion], _ state: inout DashboardState) -> LayerOutcome {
        var text = field.text
        var request = Self.request(text, state)
        if request == nil || line > 0, found.indices.contains(line) {
            text = found[line].completed
            request = Self.request(text, state)
        }
        guard let request else {
            // Where nothing fits, the palette itself says so.
            if !found.isEmpty {
                let advice = PaletteAdvice.sentences(field.text, state)
                state.tell(Notice(advice.joined(separator: " "), .warning))
            }
            return .stay([])
        }
        let kept = text.trimmed
        state.history.removeAll { $0 == kept }
        state.history = Array((state.history + [kept]).suffix(50))
        return .request(request)
    }

    /// What a whole line asks for.
    static func request(_ text: String, _ state: DashboardState) -> Request? {
        let text = text.trimmed
        let name = text.prefix { $0 != " " }
        guard let command = PaletteCommand.all.first(where: { $0.name == name.lowercased() })
        else { return nil }
        return command.request(String(text.dropFirst(name.count)).trimmed, state)
    }

    /// A line that the text could become.
    struct Completion: Hashable {
        var completed: String
        var summary: String
    }

    /// Best fits first: of command names, or of the arguments of the command typed.
    static func completions(_ text: String, _ state: DashboardState) -> [Completion] {
        let name = text.prefix { $0 != " " }
        let candidates: [(text: String, summary: String)]
        let typed: String
        if name.count < text.count,
            let command = PaletteCommand.all.first(where: { $0.name == name.lowercased() })
        {
            candidates = command.arguments(state).map { ("\(command.name) \($0)", "") }
            typed = text
        } else {
            candidates = PaletteCommand.all.map { ($0.name, $0.summary) }
            typed = String(name)
        }
        let scored = candidates.compactMap { candidate in
            Fuzzy.score(typed, candidate.text).map { (candidate, $0) }
        }
        let order = scored.indices.sorted {
            scored[$0].1 == scored[$1].1 ? $0 < $1 : scored[$0].1 > scored[$1].1
        }
        return order.map {
            Completion(completed: scored[$0].0.text, summary: scored[$0].0.summary)
        }
    }

    package func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let found = Self.completions(field.text, state)
        let width = min(bounds.width, 72)
        let advice = found.isEmpty ? advice(state, width: width - 6) : []
        let count = min(max(found.count, advice.count), max(1, min(10, bounds.height - 6)))
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: min(2, max(0, bounds.height - count - 3)),
            width: width, height: count + 3)
        canvas.clear(rect)
        canvas.box(rect, title: "Command", isFocused: true)
        canvas.draw(":", column: rect.column + 2, row: rect.row + 1, role: .key)
        field.render(
            into: &canvas, column: rect.column + 3, row: rect.row + 1, width: rect.width - 5)
        for (place, sentence) in advice.prefix(count).enumerated() {
            canvas.drawCut(
                sentence, column: rect.column + 3, row: rect.row + 2 + place, width: rect.width - 5,
                role: place == 0 ? .text : .dim)
        }
        let top = TableScroll.top(0, line: line, count: found.count, height: count)
        for place in 0..<max(0, min(count, found.count - top)) {
            draw(found[top + place], row: rect.row + 2 + place, rect, into: &canvas)
            if top + place == line {
                canvas.overlay(
                    Canvas.Rect(
                        column: rect.column + 1, row: rect.row + 2 + place, width: rect.width - 2,
                        height: 1), role: .selection)
            }
        }
    }

    /// What is said where nothing fits, in lines.
    private func advice(_ state: DashboardState, width: Int) -> [String] {
        PaletteAdvice.sentences(field.text, state).flatMap {
            FindingText.wrap($0, width: width)
        }
    }

    private func draw(
        _ item: Completion, row: Int, _ rect: Canvas.Rect, into canvas: inout Canvas
    ) {
        let used = canvas.drawCut(
            item.completed, column: rect.column + 3, row: row, width: rect.width - 5)
        let column = max(rect.column + 18, rect.column + 5 + used)
        canvas.drawCut(
            item.summary, column: column, row: row, width: rect.column + rect.width - 2 - column,
            role: .dim)
    }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
