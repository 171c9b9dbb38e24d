import Fleet

/// The columns of the Workloads view, the most telling first.
enum WorkloadColumns {
    static let all: [TableColumn] = identity + traffic + [action, health.words] + more

    private static let rows = ColumnMaker<WorkloadRow> { WorkloadRow($0, $1) }
    private static let health = rows.health(width: 12) { $0.health($1) }

    private static let identity: [TableColumn] = [
        health.glyph,
        rows.text("workload", "workload", 8, "the service", .bright) { $0.workload.name }
            .growing(8...24).pinned,
        rows.text("data", "data", 4, "class of its data; \(Format.absent) where nobody says it") {
            $0.workload.dataClass
        }.growing(4...12),
        TableColumn(
            "shares", "shares", width: 8, key: .none,
            summary: "what goes where: owned solid, rented broken"
        ) { row, table in shares(row, table) }.leading.wideningTo(16),
        TableColumn(
            "where", "where", width: 8,
            key: .text { row, table in
                rows.read(row, table.snapshot)
                    .map { words($0.places).map(\.text).joined(separator: "  ") }
            },
            summary: "the sites of its sides, with their shares"
        ) { row, table in places(row, table) }.growing(8...48),
    ]

    private static func shares(_ row: RowReference, _ table: TableContext) -> TableCell {
        guard let row = rows.read(row, table.snapshot), row.workload.source != nil else {
            return .blank
        }
        return ShareBar.pieces(row.sides, width: table.width, isASCII: table.isASCII)
            .map { TableCell($0) } ?? .absent
    }

    private static func places(_ row: RowReference, _ table: TableContext) -> TableCell {
        guard let row = rows.read(row, table.snapshot), !row.workload.sides.isEmpty else {
            return .absent
        }
        var pieces: [Piece] = []
        for place in words(row.places) {
            let space = pieces.isEmpty ? "" : "  "
            pieces.append(
                Piece(space + place.text, SideRow.role(of: place.site, table.snapshot)))
        }
        return TableCell(pieces)
    }

    /// `hall-a 80%`, so that all of them sum to 100.
    private static func words(
        _ places: [(site: String?, share: Double?)]
    ) -> [(site: String?, text: String)] {
        zip(places, ShareSplit.texts(of: places.map(\.share))).map { place, percent in
            let site = place.site ?? "site unknown"
            return (place.site, percent.map { "\(site) \($0)" } ?? site)
        }
    }

    private static let traffic: [TableColumn] = [
        rows.number("rate", "req/s", 6, "requests a second, all sides", { $0.rate }) {
            .number($0.rate, .bright, Format.rate)
        }.totalled(.sum(Format.rate)),
        rows.number(
            "p95", "p95 ms", 7,
            "95th percentile latency of the worst side; \(Glyph.mean) where only the mean is told",
            { $0.workload.latency(in: $0.snapshot)?.seconds }
        ) { row in
            guard let latency = row.workload.latency(in: row.snapshot) else { return .absent }
            let limit = latency.isMean ? nil : row.objective?.latencyP95
            let isOver = limit.map { latency.seconds > $0 } ?? false
            return TableCell([
                Piece(latency.isMean ? Glyph.mean : "", .dim),
                Piece(Format.milliseconds(latency.seconds), isOver ? .warning : .text),
            ])
        }.totalled(.highest(Format.milliseconds)),
        rows.number(
            "err", "err %", 6, "share of failed requests, of the worst side",
            { $0.workload.worst(.errorRatio, in: $0.snapshot) }
        ) { row in
            let ratio = row.workload.worst(.errorRatio, in: row.snapshot)
            return .number(ratio, EndpointLook.errorRole(ratio ?? 0), Format.finePercent)
        }.totalled(.highest(Format.finePercent)),
        rows.number("sides", "sides", 5, "sides that take requests, of all", { Double($0.serving) })
        {
            let all = $0.workload.sides.count
            return all == 0
                ? .blank : TableCell("\($0.serving)/\(all)", $0.serving < all ? .bright : .dim)
        }.optional,
    ]

    /// `◐ reroute 2/4 0:41`.
    private static let action = TableColumn(
        "action", "action", width: 8,
        key: .text { row, table in
            rows.read(row, table.snapshot)?.actions(table.actions).first.map {
                words($0, table)
            }
        },
        summary: "what is done to it, and for how long"
    ) { row, table in
        guard let action = rows.read(row, table.snapshot)?.actions(table.actions).first else {
            return .blank
        }
        return TableCell(words(action, table), ActionLook(action: action).role)
    }.growing(8...30).hiddenWhenEmpty

    private static func words(_ action: ActionProgress, _ table: TableContext) -> String {
        let look = ActionLook(action: action)
        let count = action.plan.stages.count
        let stage =
            action.isGoingBack
            ? " back" : count > 1 ? " \(min(action.stage, count - 1) + 1)/\(count)" : ""
        let time = look.elapsed(at: table.now).prefix { $0 != " " }
        let end = action.needsDecision ? " waits" : time.isEmpty ? "" : " \(time)"
        return "\(look.glyph) \(action.plan.kind.rawValue)\(stage)\(end)"
    }

    private static let more: [TableColumn] = [
        rows.text("router", "router", 8, "what tells how it is spread") { $0.workload.router }
            .growing(8...28).optional
    ]
}
