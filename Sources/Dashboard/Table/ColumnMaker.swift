import Fleet

/// Makes the columns of a table whose rows are read as one kind of value: numbers and texts of it, and
/// the state and site that every such table begins with.
struct ColumnMaker<Row> {
    /// The row; `nil` if the snapshot has none there.
    let read: @Sendable (RowReference, FleetSnapshot) -> Row?

    /// A column sorted by a number.
    func number(
        _ id: String, _ title: String, _ width: Int, _ summary: String,
        _ value: @escaping @Sendable (Row) -> Double?,
        cell: @escaping @Sendable (Row) -> TableCell
    ) -> TableColumn {
        let read = read
        return TableColumn(
            id, title, width: width, key: .number { read($0, $1.snapshot).flatMap(value) },
            summary: summary
        ) { row, table in read(row, table.snapshot).map(cell) ?? .absent }
    }

    /// A column of text.
    func text(
        _ id: String, _ title: String, _ width: Int, _ summary: String, _ role: Role = .dim,
        value: @escaping @Sendable (Row) -> String?
    ) -> TableColumn {
        let read = read
        return TableColumn(
            id, title, width: width, key: .text { read($0, $1.snapshot).flatMap(value) },
            summary: summary
        ) { row, table in
            read(row, table.snapshot).flatMap(value).map { TableCell($0, role) } ?? .absent
        }.leading
    }

    /// What is wrong with a row, in a glyph and in words, the worst first.
    func health(
        width: Int,
        _ health: @escaping @Sendable (Row, FleetIndex) -> (state: RowState, text: String)
    ) -> (glyph: TableColumn, words: TableColumn) {
        let read = read
        let key = TableColumn.Key.number { row, table in
            read(row, table.snapshot).map { Double(health($0, table.index).state.rawValue) }
        }
        let glyph = TableColumn("state", "", width: 1, key: key, summary: "how it is doing") {
            row, table in
            read(row, table.snapshot).map { health($0, table.index).state.cell } ?? .absent
        }
        let words = TableColumn(
            "health", "health", width: width, key: key, summary: "what is wrong with it"
        ) { row, table in
            guard let found = read(row, table.snapshot).map({ health($0, table.index) }) else {
                return .absent
            }
            return TableCell(found.text, found.state == .good ? .dim : found.state.role)
        }
        return (
            glyph.leading.pinned.with { $0.startsDescending = true },
            words.stretching.with { $0.startsDescending = true }
        )
    }

    /// Where a row is, owned and rented told apart.
    static var site: TableColumn {
        TableColumn(
            "site", "site", width: 6, key: .text { $1.snapshot.sources[$0.source].site },
            summary: "where it runs"
        ) { row, table in
            let site = table.snapshot.site(table.snapshot.sources[row.source].site)
            let role: Role = site.placement.map { $0.isOwned ? .owned : .rented } ?? .dim
            return TableCell(site.name, role)
        }.growing(4...14)
    }
}
