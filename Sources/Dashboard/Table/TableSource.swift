package import Fleet

/// What a table is about: which rows there are, what they are called, and what they can be compared by.
package protocol TableSource: Sendable {
    /// Its rows as a filter sees them.
    associatedtype Rows: FilterTable
    /// What a row is, in one word: `node`.
    var noun: String { get }
    /// Every column there is, in order; which are in sight is the table's state.
    var columns: [TableColumn] { get }
    /// The column sorted by at first: what is worst, so that what is wrong is at the top, and the rest in
    /// the fleet's own order. `nil` for that order alone.
    var firstSort: String? { get }
    /// The rows of a snapshot in the fleet's own order.
    func references(_ context: TableContext) -> [RowReference]
    /// Whether something could have a row here, whatever is in sight: marks of other views have none.
    func holds(_ identity: Identity) -> Bool
    /// What a row stands for.
    func identity(_ row: RowReference, _ snapshot: FleetSnapshot) -> Identity
    /// Whether a row stands for it: as `identity(row) == identity`, and faster.
    func stands(_ row: RowReference, for identity: Identity, _ snapshot: FleetSnapshot) -> Bool
    /// The rows as a filter reads them.
    func filterable(_ rows: [RowReference], _ context: TableContext) -> Rows
    /// The group that a row belongs to.
    func group(_ row: RowReference, _ grouping: Grouping, _ context: TableContext) -> String
    /// Whether the row's readings are old: it is drawn dimmed.
    func isStale(_ row: RowReference, _ snapshot: FleetSnapshot) -> Bool
    /// Goes into what a row stands for, or says why there is nothing to go into.
    func open(_ identity: Identity, _ state: inout DashboardState) -> Outcome
    /// How many there are, in the title of a table that shows them all.
    func census(_ count: Int, _ snapshot: FleetSnapshot) -> String
    /// What is said where there are no rows at all.
    var emptyText: String { get }
    /// Whether its rows tell of actions, so that they change when these do.
    var showsActions: Bool { get }
}

extension TableSource {
    package var firstSort: String? { "state" }
    package var showsActions: Bool { false }
    package func census(_ count: Int, _ snapshot: FleetSnapshot) -> String {
        Format.count(Double(count))
    }

    /// A table that nobody has arranged yet.
    var firstState: TableState {
        var state = TableState(sortColumn: firstSort)
        state.isDescending = firstSort.flatMap { column($0) }?.startsDescending ?? false
        return state
    }
    package func stands(_ row: RowReference, for identity: Identity, _ snapshot: FleetSnapshot)
        -> Bool
    {
        self.identity(row, snapshot) == identity
    }

    /// The column of an id, or of its heading.
    package func column(_ name: String) -> TableColumn? {
        columns.first { $0.id == name }
            ?? columns.first { $0.title.lowercased() == name.lowercased() }
    }
}
