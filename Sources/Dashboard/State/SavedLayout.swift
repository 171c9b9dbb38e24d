/// What is remembered of a screen from one start to the next. Every part is optional in the file that
/// the program keeps it in.
package struct SavedLayout: Hashable, Sendable {
    /// Name of the theme.
    package var theme: String
    /// What graphs are drawn with; `nil` for what is usual.
    package var graphs: String?
    /// Tables by the name of their pane.
    package var tables: [String: Table]

    /// How one table was left.
    package struct Table: Hashable, Sendable {
        /// Id of a column; `nil` for the fleet's own order.
        package var sortColumn: String?
        /// Whether the greatest come first.
        package var isDescending: Bool
        /// Ids of columns taken out, sorted.
        package var hidden: [String]
        /// Ids of columns added, sorted.
        package var shown: [String]
        /// As ``Grouping`` is spelt; `nil` for none.
        package var group: String?

        /// A table's layout.
        package init(
            sortColumn: String?, isDescending: Bool, hidden: [String], shown: [String],
            group: String?
        ) {
            self.sortColumn = sortColumn
            self.isDescending = isDescending
            self.hidden = hidden
            self.shown = shown
            self.group = group
        }
    }

    /// A layout to save, or one that was saved.
    package init(theme: String, graphs: String? = nil, tables: [String: Table]) {
        self.theme = theme
        self.graphs = graphs
        self.tables = tables
    }
}
