package import Fleet

/// One typed column of a table: how it is headed, sorted, summed and drawn. Data, not a subclass.
package struct TableColumn: Sendable {
    /// Stable: what is saved and what `:sort` takes.
    package var id: String
    /// The heading; with the unit, so that cells need none.
    package var title: String
    /// What the column chooser and the help say.
    package var summary: String
    /// Columns that a cell takes.
    package var width: Int
    /// Whether cells stand at the right of their column, as figures do.
    package var isRight = true
    /// Shown unless somebody hides it.
    package var isDefault = true
    /// Stays at the left while the others scroll.
    package var isPinned = false
    /// Grows to its longest text, within these columns; `nil` for fixed ones.
    package var growth: ClosedRange<Int>?
    /// Takes what room is left over.
    package var stretches = false
    /// How wide a bar or a trend may become where there is room; 0 for as wide as it is.
    package var most = 0
    /// Left out while no row has a value: for what only a few kinds of rows have.
    package var hidesWhenEmpty = false
    /// Sorted with the greatest first, when it is first chosen.
    package var startsDescending = true
    /// What rows are sorted by.
    package var key: Key
    /// What a group's heading says.
    package var total: Total = .none
    /// What is drawn of a row.
    package var cell: @Sendable (RowReference, TableContext) -> TableCell

    /// What a column is sorted by. What has no value comes last in either direction.
    package enum Key: Sendable {
        /// By a figure; an absent one comes last.
        case number(@Sendable (RowReference, TableContext) -> Double?)
        /// By text, numbers within it by value: `gpu-2` before `gpu-10`.
        case text(@Sendable (RowReference, TableContext) -> String?)
        /// Cannot be sorted by.
        case none
    }

    /// How a column is brought together for a group: over the rows that have a value, of so many.
    package enum Total: Sendable {
        /// Nothing: the heading stays empty here.
        case none
        /// Figures that add up, with the way to write the sum.
        case sum(@Sendable (Double) -> String)
        /// Shares and temperatures, with the way to write the mean.
        case mean(@Sendable (Double) -> String)
        /// What the worst row decides: ages, latencies.
        case highest(@Sendable (Double) -> String)
        /// Told of the rows themselves, old ones included; `nil` for nothing to tell.
        case rows(@Sendable ([RowReference], TableContext) -> String?)
    }

    /// A column; what is not given is the usual.
    package init(
        _ id: String, _ title: String, width: Int, key: Key, summary: String,
        cell: @escaping @Sendable (RowReference, TableContext) -> TableCell
    ) {
        self.id = id
        self.title = title
        self.width = width
        self.key = key
        self.summary = summary
        self.cell = cell
    }

    /// The column changed by `change`: for lists of columns written one a line.
    package func with(_ change: (inout TableColumn) -> Void) -> TableColumn {
        var column = self
        change(&column)
        return column
    }

    /// The column with a way to sum it up.
    package func totalled(_ total: Total) -> TableColumn { with { $0.total = total } }
    /// The column, hidden until it is chosen.
    package var optional: TableColumn { with { $0.isDefault = false } }
    /// The column with its text at the left.
    package var leading: TableColumn {
        with {
            $0.isRight = false
            $0.startsDescending = false
        }
    }
    /// The column, growing with its text.
    package func growing(_ range: ClosedRange<Int>) -> TableColumn {
        leading.with { $0.growth = range }
    }
    /// The column, taking what room is left over.
    package var stretching: TableColumn { leading.with { $0.stretches = true } }
    /// The column, wider where there is room for it.
    package func wideningTo(_ most: Int) -> TableColumn { with { $0.most = most } }
    /// The column, left out while no row has a value.
    package var hiddenWhenEmpty: TableColumn { with { $0.hidesWhenEmpty = true } }
    /// The column, kept at the left.
    package var pinned: TableColumn { with { $0.isPinned = true } }
}

/// What a cell draws.
package struct TableCell: Sendable, Hashable {
    /// From the left; none for what does not apply.
    package var pieces: [Piece]

    /// Text in a role.
    package init(_ text: String, _ role: Role = .text) { pieces = [Piece(text, role)] }
    /// Several pieces.
    package init(_ pieces: [Piece]) { self.pieces = pieces }
    /// For what does not apply.
    package static let blank = TableCell([])
    /// For what is missing.
    package static let absent = TableCell(Format.absent, .dim)

    /// A number as text, or the dash.
    package static func number(
        _ value: Double?, _ role: Role = .text, _ text: (Double) -> String
    ) -> TableCell {
        value.map { TableCell(text($0), role) } ?? .absent
    }

    /// All text without roles.
    package var text: String { pieces.map(\.text).joined() }
}

/// What cells are drawn from.
package struct TableContext: Sendable {
    /// What is shown: the newest, or the frozen one.
    package let snapshot: FleetSnapshot
    /// For ages.
    package let now: Instant
    /// Findings by what they are about.
    package let index: FleetIndex
    /// Every host and GPU once.
    package let roster: AcceleratorRoster
    /// Actions under way, and those that wait for somebody.
    package var actions: [ActionProgress] = []
    /// The columns of the cell being drawn, for what fills them.
    package var width = 0
    /// What trends are drawn with.
    package var plots = PlotGlyphs.braille
    /// Whether only ASCII may be drawn.
    package var isASCII = false

    /// A context of one snapshot.
    package init(
        snapshot: FleetSnapshot, now: Instant, index: FleetIndex, roster: AcceleratorRoster
    ) {
        self.snapshot = snapshot
        self.now = now
        self.index = index
        self.roster = roster
    }
}
