/// Which columns of a table are in sight, and where.
package struct TableLayout: Sendable {
    /// A column in sight.
    package struct Place: Sendable {
        package var column: TableColumn
        package var x: Int
        package var width: Int
    }

    package var places: [Place] = []
    /// Whether there are columns out of sight at either side.
    package var hasLess = false
    package var hasMore = false
    /// How many columns can be scrolled away.
    package var scrollable = 0

    /// Lays out the visible columns in `width`, the pinned ones first, the others from `left` on.
    package init(_ columns: [TableColumn], widths: [String: Int], left: Int, width: Int) {
        let pinned = columns.filter(\.isPinned)
        let others = columns.filter { !$0.isPinned }
        scrollable = max(0, others.count - 1)
        let skipped = max(0, min(left, scrollable))
        hasLess = skipped > 0
        var x = 0
        for (place, column) in (pinned + others.dropFirst(skipped)).enumerated() {
            let wanted = max(column.width, widths[column.id] ?? 0)
            let room = width - x
            // What does not fit is left out; the first columns are cut instead.
            guard wanted <= room || place < 2 && room > 0 else {
                hasMore = true
                break
            }
            places.append(Place(column: column, x: x, width: min(wanted, room)))
            x += wanted + 1
        }
        stretch(to: width)
    }

    /// Gives what is left over to the last column whose text can use it; those after it move.
    private mutating func stretch(to width: Int) {
        guard let last = places.last, let place = places.lastIndex(where: { $0.column.stretches })
        else { return }
        let extra = width - last.x - last.width
        guard extra > 0 else { return }
        places[place].width += extra
        for later in places.indices where later > place { places[later].x += extra }
    }
}
