/// Which columns of a table are in sight, and where.
package struct TableLayout: Sendable {
    /// A column in sight.
    package struct Place: Sendable {
        /// Which.
        package var column: TableColumn
        /// Columns from the left edge of the table.
        package var x: Int
        /// Columns it has been given.
        package var width: Int
    }

    /// Those in sight, from the left.
    package var places: [Place] = []
    /// Whether there are columns out of sight at either side.
    package var hasLess = false
    /// Whether there are more at the right.
    package var hasMore = false
    /// How many columns can be scrolled away.
    package var scrollable = 0

    /// Lays out the columns that somebody wants in `width`: the pinned ones first, the others from
    /// `arranged.left` on. Where there is room to spare, columns that are not shown at first come too.
    package init(
        _ columns: [TableColumn], _ arranged: TableState, widths: [String: Int], width: Int
    ) {
        let visible = Self.visible(columns, arranged, widths: widths, width: width)
        let pinned = visible.filter(\.isPinned)
        let others = visible.filter { !$0.isPinned }
        scrollable = max(0, others.count - 1)
        let skipped = max(0, min(arranged.left, scrollable))
        hasLess = skipped > 0
        var x = 0
        for (place, column) in (pinned + others.dropFirst(skipped)).enumerated() {
            let wanted = Self.wanted(column, arranged, widths, width)
            let room = width - x
            // What does not fit is left out; the first columns are cut instead.
            guard wanted <= room || place < 2 && room > 0 else {
                hasMore = true
                break
            }
            places.append(Place(column: column, x: x, width: min(wanted, room)))
            x += wanted + 1
        }
        widen(to: width)
    }

    /// The columns that are shown: those wanted, and as many more as there is room for.
    static func visible(
        _ columns: [TableColumn], _ arranged: TableState, widths: [String: Int], width: Int
    ) -> [TableColumn] {
        let possible = columns.filter {
            !arranged.hidden.contains($0.id) && !($0.hidesWhenEmpty && widths[$0.id] == -1)
        }
        let wanted = possible.filter { $0.isDefault || arranged.shown.contains($0.id) }
        var ids = Set(wanted.map(\.id))
        var used = wanted.reduce(0) {
            $0 + max(Self.wanted($1, arranged, widths, width), $1.most, $1.stretches ? prose : 0)
                + 1
        }
        for column in possible where !ids.contains(column.id) {
            let more = Self.wanted(column, arranged, widths, width) + 1
            guard used + more <= width else { continue }
            used += more
            ids.insert(column.id)
        }
        return possible.filter { ids.contains($0.id) }
    }

    /// A column that takes what is left over keeps this much before others come in addition.
    private static let prose = 32

    /// No text takes more than two fifths of a table. The heading of the column that rows are sorted by
    /// carries a mark, which must not stand against its neighbour.
    private static func wanted(
        _ column: TableColumn, _ arranged: TableState, _ widths: [String: Int], _ width: Int
    ) -> Int {
        let isSorted = column.id == arranged.sortColumn
        let heading = isSorted ? DisplayWidth.columns(of: column.title) + 1 : 0
        let needed = max(column.width, heading, widths[column.id] ?? 0)
        guard let growth = column.growth else { return needed }
        return min(needed, max(growth.lowerBound, column.width, width * 2 / 5))
    }

    /// Gives what is left over to bars and trends, then to the last column whose text can use it.
    private mutating func widen(to width: Int) {
        for place in places.indices {
            let more = places[place].column.most - places[place].width
            if more <= spare(width) { extend(place, by: more) }
        }
        if let place = places.lastIndex(where: { $0.column.stretches }) {
            extend(place, by: spare(width))
        }
    }

    private func spare(_ width: Int) -> Int { places.last.map { width - $0.x - $0.width } ?? 0 }

    /// Makes a column wider; those after it move.
    private mutating func extend(_ place: Int, by extra: Int) {
        guard extra > 0 else { return }
        places[place].width += extra
        for later in places.indices where later > place { places[later].x += extra }
    }
}
