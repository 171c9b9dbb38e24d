/// Where a row of a table reads: places in one snapshot, valid for that snapshot alone.
package struct RowReference: Hashable, Sendable {
    /// Place in ``FleetSnapshot/sources``.
    package var source: Int
    /// Row in the source's inventory: of nodes, or of endpoints.
    package var row: Int
    /// The accelerators of a node: first row, and how many.
    package var first: Int
    package var count: Int

    /// A reference into one snapshot.
    package init(source: Int, row: Int = 0, first: Int = 0, count: Int = 0) {
        self.source = source
        self.row = row
        self.first = first
        self.count = count
    }

    /// The rows of a node's accelerators.
    package var accelerators: Range<Int> { first..<first + count }
}
