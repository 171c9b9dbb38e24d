/// A list to choose from: columns to sort by, themes, metrics... Typing narrows it down.
package struct MenuLayer: Layer {
    /// One line of a menu.
    package struct Item: Hashable, Sendable {
        /// What is chosen.
        package var label: String
        /// What it means, dimmed beside it; empty for nothing.
        package var detail: String
        /// Whether it is in force now.
        package var isOn: Bool
        /// Asked for when it is chosen.
        package var request: Request

        /// A line that asks for something.
        package init(_ label: String, detail: String = "", isOn: Bool = false, request: Request) {
            self.label = label
            self.detail = detail
            self.isOn = isOn
            self.request = request
        }
    }

    private let title: String
    private var items: [Item]
    /// Menus of switches stay open when something is chosen.
    private let staysOpen: Bool
    /// What to ask for while the cursor moves, so that a theme is seen before it is chosen.
    private let previews: Bool
    /// What Esc asks for: the way it was.
    private let undo: Request?
    /// Makes the items anew out of what is known now; `nil` where they stay as they are.
    private var source: (@Sendable (DashboardState) -> [Item])?
    private var typed = TextField()
    private var line = 0

    /// A menu whose items follow what is known: what is chosen is what it was when the key came.
    package init(
        _ title: String, _ state: DashboardState,
        of source: @escaping @Sendable (DashboardState) -> [Item]
    ) {
        self.init(title, source(state))
        self.source = source
    }

    /// A menu with the cursor on what is in force.
    package init(
        _ title: String, _ items: [Item], staysOpen: Bool = false, undo: Request? = nil
    ) {
        self.title = title
        self.items = items
        self.staysOpen = staysOpen
        self.undo = undo
        previews = undo != nil
        line = staysOpen ? 0 : items.firstIndex(where: \.isOn) ?? 0
    }

    package var hints: [KeyHint] {
        [
            KeyHint("↑↓", "choose"), KeyHint("Enter", staysOpen ? "switch" : "take"),
            KeyHint("a-z", "narrow"), KeyHint("Esc", "close"),
        ]
    }

    /// The items as they are now, with the cursor on the one that it was on.
    private mutating func refresh(_ state: DashboardState) {
        guard let source else { return }
        let chosen = found.indices.contains(line) ? found[line].label : nil
        items = source(state)
        let place = found.firstIndex { $0.label == chosen }
        line = place ?? max(0, min(line, found.count - 1))
    }

    private var found: [Item] {
        typed.text.isEmpty ? items : items.filter { Fuzzy.score(typed.text, $0.label) != nil }
    }

    package mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        refresh(state)
        switch event {
        case .key(.escape), .key(.control("c")):
            return undo.map { .request($0) } ?? .close([])
        case .key(.enter): return take(&state)
        case .key(.character(" ")) where staysOpen: return take(&state)
        case .key(let key): move(key)
        case .mouse(let mouse): return point(mouse, &state)
        case .paste: break
        }
        return .stay(preview(&state))
    }

    private mutating func move(_ key: Key) {
        switch key {
        case .up: line -= 1
        case .down, .tab: line += 1
        case .pageUp: line -= 10
        case .pageDown: line += 10
        case .home: line = 0
        case .end: line = found.count - 1
        default: if typed.handle(key) { line = 0 }
        }
        line = max(0, min(line, found.count - 1))
    }

    private func preview(_ state: inout DashboardState) -> [Effect] {
        guard previews, found.indices.contains(line) else { return [] }
        return Reducer.carryOut(found[line].request, &state)
    }

    private mutating func take(_ state: inout DashboardState) -> LayerOutcome {
        guard found.indices.contains(line) else { return .stay([]) }
        let item = found[line]
        guard staysOpen else { return .request(item.request) }
        if let place = items.firstIndex(of: item) { items[place].isOn.toggle() }
        return .stay(Reducer.carryOut(item.request, &state))
    }

    private mutating func point(_ mouse: MouseEvent, _ state: inout DashboardState) -> LayerOutcome
    {
        switch mouse.kind {
        case .wheelUp: move(.up)
        case .wheelDown: move(.down)
        case .press:
            let rect = rect(
                Canvas.Rect(column: 0, row: 0, width: state.columns, height: state.rows))
            guard rect.contains(column: mouse.column, row: mouse.row) else { return .close([]) }
            let inner = rect.height - 2
            let top = TableScroll.top(0, line: line, count: found.count, height: inner)
            let place = top + mouse.row - rect.row - 1
            guard found.indices.contains(place) else { return .stay([]) }
            line = place
            return take(&state)
        case .release, .drag: break
        }
        return .stay(preview(&state))
    }

    private func rect(_ bounds: Canvas.Rect) -> Canvas.Rect {
        let label = items.map { DisplayWidth.columns(of: $0.label) }.max() ?? 0
        let detail = items.map { DisplayWidth.columns(of: $0.detail) }.max() ?? 0
        // A mark before, two columns between, a border and a blank at either side.
        let widest = label + (detail > 0 ? detail + 2 : 0) + 6
        let width = min(bounds.width - 2, max(24, widest, title.count + 8))
        let height = min(max(3, bounds.height - 4), max(1, items.count) + 2)
        return Canvas.Rect(
            column: max(0, (bounds.width - width) / 2), row: max(0, (bounds.height - height) / 2),
            width: width, height: height)
    }

    package func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        guard source == nil else {
            var now = self
            now.refresh(state)
            now.source = nil
            return now.render(into: &canvas, bounds: bounds, state: state)
        }
        let rect = rect(bounds)
        canvas.clear(rect)
        canvas.box(rect, title: title, rightTitle: typed.text, isFocused: true)
        let inner = rect.inset(2, 1)
        guard !found.isEmpty else {
            canvas.drawCut(
                "nothing like that", column: inner.column, row: inner.row, width: inner.width,
                role: .dim)
            return
        }
        let labels = found.map { DisplayWidth.columns(of: $0.label) }.max() ?? 0
        let top = TableScroll.top(0, line: line, count: found.count, height: inner.height)
        for place in 0..<max(0, min(inner.height, found.count - top)) {
            let item = found[top + place]
            let row = inner.row + place
            canvas.draw(item.isOn ? Glyph.marked : " ", column: inner.column, row: row, role: .good)
            canvas.drawCut(
                item.label, column: inner.column + 2, row: row, width: inner.width - 2,
                role: item.isOn ? .bright : .text)
            let column = inner.column + 2 + labels + 2
            canvas.drawCut(
                item.detail, column: column, row: row,
                width: inner.column + inner.width - column, role: .dim)
            if top + place == line {
                canvas.overlay(
                    Canvas.Rect(
                        column: rect.column + 1, row: row, width: rect.width - 2, height: 1),
                    role: .selection)
            }
        }
    }
}
