import Fleet

/// The columns of the Sources view.
enum SourceColumns {
    static let all: [TableColumn] = identity + timing + volume + pace + price + manner

    private static let identity: [TableColumn] = [
        TableColumn(
            "state", "", width: 1,
            key: .number { Double(RowState($1.snapshot.sources[$0.source].status).rawValue) },
            summary: "how it is doing"
        ) { row, table in RowState(table.snapshot.sources[row.source].status).cell }
        .leading.pinned.with { $0.startsDescending = true },
        text("source", "source", 10, "provider and instance", .bright) { $0.id.description }
            .growing(10...38).pinned,
        text("site", "site", 6, "the site it belongs to") { $0.site }.growing(4...14),
        TableColumn(
            "status", "status", width: 8,
            key: .text { row, table in
                let source = table.snapshot.sources[row.source]
                return source.failure.map { SourceWords.kind($0.kind) }
                    ?? SourceWords.status(source.status)
            },
            summary: "live, stale, failed, stuck or waiting, and why"
        ) { row, table in
            let source = table.snapshot.sources[row.source]
            let state = RowState(source.status)
            return TableCell(
                source.failure.map { SourceWords.kind($0.kind) }
                    ?? SourceWords.status(source.status), state == .good ? .text : state.role)
        }.growing(8...18),
    ]

    private static let timing: [TableColumn] = [
        TableColumn(
            "age", "age", width: 5,
            key: .number {
                $1.snapshot.sources[$0.source].age(at: $1.snapshot.time.monotonic)?.inSeconds
            },
            summary: "age of the last answer"
        ) { row, table in
            let source = table.snapshot.sources[row.source]
            return .number(
                source.age(at: table.now.monotonic)?.inSeconds, source.isLive ? .text : .warning
            ) { Format.wholeAge(.seconds($0)) }
        },
        number("took", "took", 6, "how long the last answer took; a stream has no such time") {
            $0.lastDuration?.inSeconds
        } text: {
            Format.took(.seconds($0))
        }.blankWhenAbsent,
    ]

    private static let pace: [TableColumn] = [
        TableColumn(
            "next", "next", width: 5,
            key: .number { row, table in
                table.snapshot.sources[row.source].nextDue.map {
                    ($0 - table.snapshot.time.monotonic).inSeconds
                }
            }, summary: "when it is asked again"
        ) { row, table in
            let source = table.snapshot.sources[row.source]
            guard let due = source.nextDue else { return .blank }
            let left = due - table.now.monotonic
            return TableCell(left > .zero ? Format.age(left) : "due", .dim)
        },
        number("every", "every", 5, "interval") {
            $0.interval.inSeconds
        } text: {
            Format.age(.seconds($0))
        },
    ]

    private static let volume: [TableColumn] = [
        number("bytes", "bytes", 6, "bytes of the last answer") {
            Double($0.lastBytes)
        } text: {
            Format.bytes($0)
        },
        TableColumn(
            "failures", "failed", width: 6,
            key: .number { Double($1.snapshot.sources[$0.source].failures) },
            summary: "how often that failed"
        ) { row, table in
            let count = table.snapshot.sources[row.source].failures
            return TableCell(Format.count(Double(count)), count > 0 ? .text : .dim)
        }.totalled(.sum(Format.count)),
        number("total", "total", 6, "bytes of all answers") {
            Double($0.bytesTotal)
        } text: {
            Format.bytes($0)
        }.totalled(.sum(Format.bytes)).optional,
        number("polls", "polls", 7, "how often it was asked") {
            Double($0.polls)
        } text: {
            Format.count($0)
        }.totalled(.sum(Format.count)),
    ]

    private static let price: [TableColumn] = [
        number("calls", "calls", 6, "API calls made that the cloud charges for") {
            $0.billedCalls > 0 ? Double($0.billedCalls) : nil
        } text: {
            Format.count($0)
        }.blankWhenAbsent.hiddenWhenEmpty.totalled(.sum(Format.count)),
        number("price", "$/h", 6, "what these calls cost in US dollars an hour, estimated") {
            $0.billedDollarsPerHour
        } text: {
            Format.fixed($0, 2)
        }.blankWhenAbsent.hiddenWhenEmpty.totalled(.sum { Format.fixed($0, 2) }),
    ]

    private static let manner: [TableColumn] = [
        text("how", "how", 6, "how it is reached") { $0.transport }.growing(4...12)
    ]

    private static func number(
        _ id: String, _ title: String, _ width: Int, _ summary: String,
        value: @escaping @Sendable (SourceState) -> Double?,
        text: @escaping @Sendable (Double) -> String
    ) -> TableColumn {
        TableColumn(
            id, title, width: width, key: .number { value($1.snapshot.sources[$0.source]) },
            summary: summary
        ) { row, table in .number(value(table.snapshot.sources[row.source]), .text, text) }
    }

    private static func text(
        _ id: String, _ title: String, _ width: Int, _ summary: String, _ role: Role = .dim,
        value: @escaping @Sendable (SourceState) -> String
    ) -> TableColumn {
        TableColumn(
            id, title, width: width, key: .text { value($1.snapshot.sources[$0.source]) },
            summary: summary
        ) { row, table in TableCell(value(table.snapshot.sources[row.source]), role) }.leading
    }
}

extension TableColumn {
    /// The column with a blank in the place of the dash: for what most rows do not have.
    var blankWhenAbsent: TableColumn {
        let cell = cell
        return with {
            $0.cell = { row, table in
                let drawn = cell(row, table)
                return drawn == .absent ? .blank : drawn
            }
        }
    }
}
