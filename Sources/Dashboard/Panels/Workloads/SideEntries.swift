import Fleet

/// How a side of a workload becomes a row.
enum SideEntries {
    static let columns: [FigureTable.Column] = [
        .text("", 1, most: 1, rank: 0), .text("side", 6, most: 24, rank: 0),
        .text("site", 6, most: 16, rank: 2),
        FigureTable.Column(
            title: "share", width: 9, most: 28, stretches: true, isRight: false, rank: 0),
        .figure("req/s", 6, rank: 1),
        .text("trend 10m", 10, most: 48, rank: 7, stretches: true),
        .figure("p95 ms", 6, rank: 3), .figure("TTFT ms", 7, rank: 8), .figure("err %", 5, rank: 4),
        .figure("queue", 5, rank: 6), .figure("running", 7, rank: 9),
        .text("state", 7, most: 24, rank: 5), .text("endpoint", 8, most: 28, rank: 10),
    ]

    /// Rows for all sides of a workload: their shares are told so that they sum to 100.
    static func entries(_ sides: [SideRow], _ context: PanelContext) -> [[FigureTable.Entry]] {
        zip(sides, ShareSplit.texts(of: sides.map(\.share))).map { entries($0, $1, context) }
    }

    private static func entries(
        _ side: SideRow, _ percent: String?, _ context: PanelContext
    ) -> [FigureTable.Entry] {
        let health = side.health(context.state.index)
        let trend = side.trend(at: context.now)
        return [
            .text(health.state.glyph, health.state.role), .text(side.name, .bright),
            side.side.site.map { .text($0, side.role) } ?? .absent, share(side, percent),
            figure(side, .requestRate, Format.rate),
            trend.map { .trend($0.trend(), .graph1) } ?? .blank, tail(side),
            figure(side, .firstTokenP95, Format.milliseconds), errors(side),
            figure(side, .requestsWaiting, Format.count),
            figure(side, .requestsRunning, Format.count),
            .text(health.text.isEmpty ? side.state.rawValue : health.text, word(health.state)),
            side.endpoint.map { .text($0, .dim) } ?? .blank,
        ]
    }

    private static func word(_ state: RowState) -> Role { state == .good ? .dim : state.role }

    private static func share(_ side: SideRow, _ percent: String?) -> FigureTable.Entry {
        guard let share = side.share, let percent else { return .absent }
        return .meter(Meter(share, role: side.role), percent, .bright)
    }

    /// Rate, latency and errors apply to everything that serves; the rest to what has it.
    private static func figure(
        _ side: SideRow, _ metric: EndpointMetric, _ text: (Double) -> String
    ) -> FigureTable.Entry {
        let reading = side.reading(metric)
        if let value = reading.value { return .plain(text(value)) }
        let applies = [.requestRate, .errorRatio, .latencyP95].contains(metric)
        return applies ? .absent : .blank
    }

    private static func tail(_ side: SideRow) -> FigureTable.Entry {
        if let mean = side.meanInstead { return .plain(Glyph.mean + Format.milliseconds(mean)) }
        return figure(side, .latencyP95, Format.milliseconds)
    }

    private static func errors(_ side: SideRow) -> FigureTable.Entry {
        guard let ratio = side.reading(.errorRatio).value else { return .absent }
        return .text(Format.finePercent(ratio), EndpointLook.errorRole(ratio))
    }
}
