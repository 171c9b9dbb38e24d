package import Fleet

/// Where a row of a table reads: places in one snapshot, valid for that snapshot alone.
package struct RowReference: Hashable, Sendable {
    /// Place in ``FleetSnapshot/sources``.
    package var source: Int
    /// Row in the source's inventory: of nodes, or of endpoints.
    package var row: Int
    /// For a node, every source's group of it; the first is that of `source`.
    package var groups: [AcceleratorRoster.Group]

    /// A reference into one snapshot.
    package init(source: Int, row: Int = 0) {
        self.source = source
        self.row = row
        groups = []
    }

    /// A host, known from so many groups; the first speaks for it.
    package init?(_ groups: [AcceleratorRoster.Group]) {
        guard let first = groups.first else { return nil }
        source = first.source
        row = first.node
        self.groups = groups
    }
}
