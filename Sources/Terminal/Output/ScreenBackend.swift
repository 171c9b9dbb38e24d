import Dashboard

/// What the presenter draws on: curses, or a recording in tests.
protocol ScreenBackend: AnyObject {
    /// Style `index` of the cells that follow looks like this. An index may be defined again.
    func define(style: Style, at index: Int)
    /// Cells with `Cell.clusterBase + index` show this text.
    func define(cluster: String, at index: Int)
    /// A run of cells of one row. It never begins or ends within a wide one.
    func put(_ cells: ArraySlice<Cell>, column: Int, row: Int)
    /// Where the cursor shows; `nil` hides it.
    func place(cursor: Frame.Point?)
}
