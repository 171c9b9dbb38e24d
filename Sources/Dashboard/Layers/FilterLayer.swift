import Fleet

/// The line that `/` opens: what is typed filters the tables at once; Enter keeps it, Esc clears it.
/// While the text cannot be read, the rows of the last one that could be stay.
package struct FilterLayer: Layer {
    private var field: TextField
    private var error: FilterError?
    private var trail: FilterTrail

    /// The line with the filter in force in it.
    package init(text: String) {
        field = TextField(text)
        trail = FilterTrail(text)
    }

    package var hints: [KeyHint] {
        [KeyHint("Enter", "keep"), KeyHint("Esc", "clear"), KeyHint("?", "in help: fields")]
    }

    package mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        switch event {
        case .key(.enter):
            if error != nil { return .stay([]) }
            return .close([])
        case .key(.escape), .key(.control("c")):
            try? state.filter.set("")
            return .close([])
        case .key(let key): _ = field.handle(key)
        case .paste(let text): field.paste(CleanText.clean(text))
        case .mouse: return .stay([])
        }
        take(&state)
        return .stay([])
    }

    /// Puts what was typed in force, or what could be read before.
    private mutating func take(_ state: inout DashboardState) {
        do throws(FilterError) {
            try state.filter.set(field.text)
            trail.keep(field.text)
            error = nil
        } catch {
            self.error = error
            try? state.filter.set(trail.last(before: field.text))
        }
    }

    package func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let message = error.map { told($0, width: bounds.width) } ?? []
        let row = max(0, bounds.height - 1 - max(1, message.count))
        canvas.clear(
            Canvas.Rect(
                column: 0, row: row, width: bounds.width, height: max(1, 1 + message.count)),
            role: .input)
        canvas.draw(" /", column: 0, row: row, role: .key)
        let first = field.render(
            into: &canvas, column: 2, row: row, width: max(10, bounds.width - 4))
        if field.text.isEmpty { example(row, bounds, into: &canvas) }
        guard let error else { return }
        mark(error, from: first, row: row, into: &canvas)
        for (place, line) in message.enumerated() {
            canvas.drawCut(
                line, column: 0, row: row + 1 + place, width: bounds.width, role: .warning)
        }
        keeps(row, bounds, state, into: &canvas)
    }

    private func example(_ row: Int, _ bounds: Canvas.Rect, into canvas: inout Canvas) {
        canvas.drawCut(
            "text  /regex/  util<10 & site=hall-a & mem>80%  health!=ok  !stale", column: 3,
            row: row, width: bounds.width - 4, role: .dim)
    }

    /// What the rows show meanwhile, at the right end of the line.
    private func keeps(
        _ row: Int, _ bounds: Canvas.Rect, _ state: DashboardState, into canvas: inout Canvas
    ) {
        let kept = state.filter.text
        let text = kept.isEmpty ? "all rows meanwhile" : "meanwhile /\(kept)"
        let room = bounds.width - 6 - field.characters.count
        guard DisplayWidth.columns(of: text) <= room else { return }
        canvas.drawRight(text, right: bounds.width - 1, row: row, role: .dim)
    }
}

extension FilterLayer {
    private func width(_ characters: ArraySlice<Character>) -> Int {
        characters.reduce(0) { $0 + DisplayWidth.columns(of: $1) }
    }

    /// The wrong characters stand out, or the place after the end where something is missing.
    private func mark(
        _ error: FilterError, from first: Int, row: Int, into canvas: inout Canvas
    ) {
        let count = field.characters.count
        let start = max(first, min(error.offset, count))
        let end = max(start, min(count, error.offset + error.length))
        canvas.overlay(
            Canvas.Rect(
                column: 2 + width(field.characters[min(first, start)..<start]), row: row,
                width: max(1, width(field.characters[start..<end])), height: 1),
            role: .match)
    }

    /// The sentence, with a caret below the first wrong character: beside it where there is room on
    /// either side, else on lines of its own.
    private func told(_ error: FilterError, width: Int) -> [String] {
        let place = 2 + self.width(field.characters.prefix(max(0, error.offset)))
        let length = DisplayWidth.columns(of: error.message)
        guard place < width - 1 else { return own(error, width) }
        let before = String(repeating: " ", count: place)
        if place + 2 + length <= width { return ["\(before)^ \(error.message)"] }
        if length + 3 <= place {
            let lead = String(repeating: " ", count: place - length - 1)
            return ["\(lead)\(error.message) ^"]
        }
        return ["\(before)^"] + own(error, width)
    }

    private func own(_ error: FilterError, _ width: Int) -> [String] {
        FindingText.wrap(error.message, width: width - 4).map { "  \($0)" }
    }
}
