/// Rows of tables in the order of the screen, kept for as long as what they were made from is the same.
package struct TableCache: Sendable {
    package var memos: [PaneID: TableMemo] = [:]

    /// Nothing kept yet.
    package init() {}
}

/// One table, filtered, sorted and grouped.
package struct TableMemo: Sendable {
    package var key: Key
    package var lines: [TableLine] = []
    /// Rows that the filter let through, and all.
    package var shown = 0
    package var all = 0
    /// Longest text of the columns that grow, and of subtotals; -1 for a column that no row has.
    package var widths: [String: Int] = [:]

    /// What a memo depends on.
    package struct Key: Hashable, Sendable {
        package var generation: UInt64
        package var filter: String
        package var sortColumn: String?
        package var isDescending: Bool
        package var group: Grouping?
        package var collapsed: Set<String>
    }
}

/// A line of a table: a row, or the heading of a group.
package enum TableLine: Sendable {
    case row(RowReference)
    case group(GroupLine)
}

/// The heading of a group: its name, how many rows, and the columns summed up.
package struct GroupLine: Sendable, Hashable {
    package var name: String
    package var count: Int
    /// By column id; `84% 7/8` where not all rows have a value.
    package var totals: [String: String]
    package var isCollapsed: Bool
}
