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
        let rows = min(rect.height, max(1, rowCount(width: rect.width)))
        let most = max(1, rect.width / max(1, pitch))
        let groups = stride(from: 0, to: min(facts.count, rows * most), by: rows).map {
            Array(facts[$0..<min(facts.count, $0 + rows)])
        }
        let names = groups.map { $0.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0 }
        let wanted = zip(groups, names).map { group, name in
            name + 2 + (group.map { DisplayWidth.columns(of: $0.value.text) }.max() ?? 0) + 3
        }
        var column = rect.column
        for (place, width) in Self.shares(wanted, of: rect.width).enumerated() {
            for (line, fact) in groups[place].enumerated() {
                let row = rect.row + line
                canvas.drawCut(fact.name, column: column, row: row, width: width - 1, role: .dim)
                canvas.drawCut(
                    fact.value.text, column: column + names[place] + 2, row: row,
                    width: min(width, rect.column + rect.width - column + 2) - names[place] - 4,
                    role: fact.value.role)
            }
            column += width
        }
    }

    /// Divides a width: who wants little gets it, the others share the rest; what is over goes to all.
    static func shares(_ wanted: [Int], of width: Int) -> [Int] {
        var shares = [Int](repeating: 0, count: wanted.count)
        var left = width
        var waiting = wanted.count
        for place in wanted.indices.sorted(by: { wanted[$0] < wanted[$1] }) {
            shares[place] = min(wanted[place], left / waiting)
            left -= shares[place]
            waiting -= 1
        }
        guard !wanted.isEmpty else { return [] }
        return shares.map { $0 + left / wanted.count }
    }
}
