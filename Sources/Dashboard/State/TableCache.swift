/// Rows of tables in the order of the screen, kept for as long as what they were made from is the same.
package struct TableCache: Sendable {
    /// By the pane that shows the table.
    package var memos: [PaneID: TableMemo] = [:]

    /// Nothing kept yet.
    package init() {}
}

/// One table, filtered, sorted and grouped.
package struct TableMemo: Sendable {
    /// What it was made from.
    package var key: Key
    /// As drawn, headings of groups among them.
    package var lines: [TableLine] = []
    /// Rows that the filter let through, and all.
    package var shown = 0
    /// Rows there are without a filter.
    package var all = 0
    /// Longest text of the columns that grow, and of subtotals; -1 for a column that no row has.
    package var widths: [String: Int] = [:]

    /// What a memo depends on.
    package struct Key: Hashable, Sendable {
        /// Of the snapshot.
        package var generation: UInt64
        /// As typed; empty for none.
        package var filter: String
        /// Id of a column; `nil` for the fleet's own order.
        package var sortColumn: String?
        /// Whether the greatest come first.
        package var isDescending: Bool
        /// What rows are brought together by.
        package var group: Grouping?
        /// Names of groups of which only the heading is a line.
        package var collapsed: Set<String>
        /// How often actions have changed, where rows tell of them.
        package var actions = 0
    }
}

/// A line of a table: a row, or the heading of a group.
package enum TableLine: Sendable {
    /// One thing of the fleet.
    case row(RowReference)
    /// Stands before the rows of its group.
    case group(GroupLine)
}

/// The heading of a group: its name, how many rows, and the columns summed up.
package struct GroupLine: Sendable, Hashable {
    /// What its rows have in common; empty for those that do not tell.
    package var name: String
    /// Rows in it.
    package var count: Int
    /// By column id; `84% 7/8` where not all rows have a value.
    package var totals: [String: String]
    /// How many rows are broken, warned of, or silent.
    package var states: [RowState: Int] = [:]
    /// Whether its rows are left out.
    package var isCollapsed: Bool
}
