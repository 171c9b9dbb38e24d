/// Panes one above the other that share the rows there are: each in turn gets the least it needs, then
/// what is decent, then what it can use. What finds no room for its least is left out.
struct PaneStack {
    private struct Wish {
        let id: PaneID
        let panel: any Panel
        let least: Int
        let decent: Int
        let most: Int
        let canFocus: Bool
    }

    private let rect: Canvas.Rect
    private var wishes: [Wish] = []

    /// An empty stack in a rectangle.
    init(_ rect: Canvas.Rect) { self.rect = rect }

    /// Adds a pane below the others, borders included in its rows. Earlier ones are served first.
    mutating func want(
        _ id: PaneID, _ panel: any Panel, least: Int, decent: Int, most: Int, canFocus: Bool = true
    ) {
        wishes.append(
            Wish(
                id: id, panel: panel, least: least, decent: max(least, decent),
                most: max(least, decent, most), canFocus: canFocus))
    }

    /// The panes. Rows that nobody wants go to `growing`, or to the last pane.
    func panes(growing: PaneID) -> [Pane] {
        var given = [Int](repeating: 0, count: wishes.count)
        var left = rect.height
        for goal in [\Wish.least, \Wish.decent, \Wish.most] {
            for (place, wish) in wishes.enumerated() {
                if given[place] == 0, goal != \Wish.least || left < wish.least { continue }
                let more = max(0, min(left, wish[keyPath: goal] - given[place]))
                given[place] += more
                left -= more
            }
        }
        let last =
            wishes.indices.first { wishes[$0].id == growing && given[$0] > 0 }
            ?? given.lastIndex { $0 > 0 }
        if let last { given[last] += left }
        var row = rect.row
        return wishes.indices.filter { given[$0] > 0 }.map { place in
            defer { row += given[place] }
            return Pane(
                wishes[place].id, wishes[place].panel,
                Canvas.Rect(
                    column: rect.column, row: row, width: rect.width, height: given[place]),
                canFocus: wishes[place].canFocus)
        }
    }
}
