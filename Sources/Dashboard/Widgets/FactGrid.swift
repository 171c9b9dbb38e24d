/// Short facts with their names, in columns: down first, then to the right.
struct FactGrid {
    let facts: [(name: String, value: Piece)]
    /// Columns that one fact has at least.
    let pitch: Int

    init(facts: [(String, Piece)], pitch: Int) {
        self.facts = facts.map { (name: $0.0, value: $0.1) }
        self.pitch = pitch
    }

    /// Rows that the facts take at a width.
    func rowCount(width: Int) -> Int {
        let columns = max(1, width / max(1, pitch))
        return (facts.count + columns - 1) / columns
    }

    /// Draws as many as there is room for.
    func draw(on canvas: inout Canvas, in rect: Canvas.Rect) {
        guard rect.height > 0, rect.width > 0 else { return }
        let columns = max(1, rect.width / max(1, pitch))
        let rows = min(rect.height, max(1, (facts.count + columns - 1) / columns))
        let width = rect.width / columns
        for (place, fact) in facts.prefix(rows * columns).enumerated() {
            let column = rect.column + place / rows * width
            let row = rect.row + place % rows
            let name =
                facts[(place / rows * rows)..<min(facts.count, (place / rows + 1) * rows)]
                .map { DisplayWidth.columns(of: $0.name) }.max() ?? 0
            canvas.drawCut(fact.name, column: column, row: row, width: width - 1, role: .dim)
            canvas.drawCut(
                fact.value.text, column: column + name + 2, row: row,
                width: width - name - 4, role: fact.value.role)
        }
    }
}
