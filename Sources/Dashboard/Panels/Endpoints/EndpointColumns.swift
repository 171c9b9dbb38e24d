import Fleet

/// The columns of the Endpoints view, the most telling first.
enum EndpointColumns {
    static let all: [TableColumn] =
        identity + traffic + latency + tokens + age + [health.words] + server

    private static let rows = ColumnMaker<EndpointRow> { EndpointRow($0, $1) }
    private static let health = rows.health(width: 10) { $0.health($1) }

    private static let identity: [TableColumn] = [
        health.glyph,
        rows.text("endpoint", "endpoint", 8, "name, and variant", .bright) { $0.identity.label }
            .growing(8...28).pinned,
        rows.text("kind", "kind", 4, "kind of server") { $0.identity.kind }.growing(4...10),
        site,
    ]

    private static let site = TableColumn(
        "site", "site", width: 6, key: .text { rows.read($0, $1.snapshot)?.site },
        summary: "where it runs"
    ) { row, table in
        guard let site = rows.read(row, table.snapshot)?.site else { return .absent }
        return TableCell(site, SideRow.role(of: site, table.snapshot))
    }.growing(4...14)

    private static let traffic: [TableColumn] = [
        number("ready", "ready", 5, "replicas that serve, of those wanted", .replicasReady) {
            endpoint in
            guard let ready = endpoint.value(.replicasReady) else {
                return endpoint.applies(.replicasReady) ? .absent : .blank
            }
            let wanted = endpoint.value(.replicasDesired)
            let text = wanted.map { "\(Format.count(ready))/\(Format.count($0))" }
            let isShort = wanted.map { ready < $0 } ?? false
            return TableCell(text ?? Format.count(ready), isShort ? .warning : .text)
        }.totalled(.sum(Format.count)).hiddenWhenEmpty,
        number("rate", "req/s", 6, "requests a second", .requestRate) {
            $0.cell(.requestRate, .bright, Format.rate)
        }.totalled(.sum(Format.rate)),
        TableColumn(
            "trend", "trend 10m", width: 10, key: .none,
            summary: "requests a second over ten minutes"
        ) { row, table in EndpointCells.trend(row, table) }.with { $0.isRight = false }
            .wideningTo(24),
        number("share", "share", 5, "share of its endpoint's traffic", .share) { endpoint in
            endpoint.shareText.map { TableCell($0) } ?? .blank
        }.optional,
    ]

    private static let latency: [TableColumn] = [
        number(
            "p95", "p95 ms", 7,
            "95th percentile latency; \(Glyph.mean) where only the mean is told",
            .latencyP95
        ) { endpoint in
            if let mean = endpoint.meanInstead {
                return TableCell([
                    Piece(Glyph.mean, .dim), Piece(Format.milliseconds(mean), .text),
                ])
            }
            return endpoint.cell(.latencyP95, .text, Format.milliseconds)
        }.totalled(.highest(Format.milliseconds)),
        number("ttft", "TTFT ms", 7, "time to first token, p95", .firstTokenP95) {
            $0.cell(.firstTokenP95, .text, Format.milliseconds)
        }.totalled(.highest(Format.milliseconds)),
        number("err", "err %", 6, "share of failed requests", .errorRatio) {
            $0.cell(
                .errorRatio, EndpointLook.errorRole($0.value(.errorRatio) ?? 0), Format.finePercent)
        }.totalled(.highest(Format.finePercent)),
        number("queue", "queue", 5, "requests that wait", .requestsWaiting) {
            $0.cell(.requestsWaiting, .text, Format.count)
        }.totalled(.sum(Format.count)),
        number("run", "run", 5, "requests that run", .requestsRunning) {
            $0.cell(.requestsRunning, .text, Format.count)
        }.totalled(.sum(Format.count)).optional,
        number("mean", "mean ms", 7, "mean latency", .latencyMean) {
            $0.cell(.latencyMean, .text, Format.milliseconds)
        }.optional.hiddenWhenEmpty,
        number("p50", "p50 ms", 7, "median latency", .latencyP50) {
            $0.cell(.latencyP50, .text, Format.milliseconds)
        }.optional,
        number("p99", "p99 ms", 7, "99th percentile latency", .latencyP99) {
            $0.cell(.latencyP99, .text, Format.milliseconds)
        }.optional,
        number("tpot", "TPOT ms", 7, "time per output token, p95", .outputTokenP95) {
            $0.cell(.outputTokenP95, .text, Format.milliseconds)
        }.optional,
    ]

    private static let tokens: [TableColumn] = [
        number("kv", "KV", 4, "KV cache in use", .cacheUsage) {
            $0.cell(
                .cacheUsage, ($0.value(.cacheUsage) ?? 0) >= 0.95 ? .warning : .text, Format.percent
            )
        }.totalled(.highest(Format.percent)),
        number("tokens", "tok/s", 6, "generated tokens a second", .tokensOut) {
            $0.cell(.tokensOut, .text, Format.compact)
        }.totalled(.sum(Format.compact)),
        number("in", "in/s", 6, "prompt tokens a second", .tokensIn) {
            $0.cell(.tokensIn, .text, Format.compact)
        }.totalled(.sum(Format.compact)).optional,
    ]

    private static let age: [TableColumn] = [
        TableColumn(
            "age", "age", width: 4,
            key: .number { rows.read($0, $1.snapshot)?.age(at: $1.snapshot.time)?.inSeconds },
            summary: "age of the figures"
        ) { row, table in
            guard let endpoint = rows.read(row, table.snapshot),
                let age = endpoint.age(at: table.now)
            else { return .absent }
            return TableCell(Format.wholeAge(age), endpoint.source.isLive ? .dim : .warning)
        }
    ]

    private static let server: [TableColumn] = [
        rows.text("model", "model", 12, "model served") { $0.identity.model }.growing(8...30)
            .optional,
        rows.text("source", "source", 16, "which source tells") { $0.source.id.description }
            .growing(8...32).optional,
    ]

    private static func number(
        _ id: String, _ title: String, _ width: Int, _ summary: String, _ metric: EndpointMetric,
        cell: @escaping @Sendable (EndpointRow) -> TableCell
    ) -> TableColumn {
        rows.number(id, title, width, summary, { $0.value(metric) }, cell: cell)
    }
}

/// Cells of endpoints that are more than a number.
enum EndpointCells {
    /// The request rate over the last ten minutes, newest at the right.
    static func trend(_ row: RowReference, _ table: TableContext) -> TableCell {
        let series = EndpointRow(row, table.snapshot)?
            .series(.requestRate, in: table.snapshot, at: table.now)
        guard let series, !series.isEmpty else { return .blank }
        let width = max(10, table.width)
        return TableCell(series.trend().text(width: width, glyphs: table.plots), .graph1)
    }
}
