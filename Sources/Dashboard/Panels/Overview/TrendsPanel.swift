import Fleet

/// How the whole fleet went lately: utilisation, requests, tokens, power, as many as there is room for.
struct TrendsPanel: Panel {
    func title(_ context: PanelContext) -> String { "Trends" }

    /// One graph of the panel.
    private struct Line {
        var title: String
        var figure: FleetTrends.Figure
        /// What the rest of the screen says of now.
        var now: KeyPath<SiteSummary, Tally>
        var isRatio = false
        var text: @Sendable (Double) -> String
    }

    private static var lines: [Line] {
        [
            Line(
                title: "GPUs busy", figure: .utilization, now: \.busy, isRatio: true,
                text: Format.percent),
            Line(
                title: "requests/s", figure: .requestRate, now: \.requestRate,
                text: Format.compact),
            Line(title: "tokens/s", figure: .tokensOut, now: \.tokensOut, text: Format.compact),
            Line(title: "power", figure: .power, now: \.power) { Format.compact($0) + "W" },
        ]
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let trends = context.state.trends
        var found = Self.lines.map { ($0, trends.series($0.figure)) }
            .filter { !$0.1.values.isEmpty }
        Self.align(&found)
        guard !found.isEmpty else {
            canvas.center("nothing recorded yet", in: rect, row: rect.row, role: .dim)
            return
        }
        GraphStrip(
            graphs: found.map { entry($0, $1, context.state, rows: rect.height) }, least: 34
        ).draw(on: &canvas, in: rect)
    }

    /// Over the same stretch of time, so that what lies above each other happened together.
    private static func align(_ lines: inout [(Line, FleetTrends.Line)]) {
        let newest = lines.map(\.1.newest).max() ?? 0
        let oldest = lines.map { $0.1.newest - $0.1.values.count }.min() ?? 0
        for place in lines.indices {
            let line = lines[place].1
            let before = line.newest - line.values.count - oldest
            lines[place].1.values =
                [Float?](repeating: nil, count: before) + line.values
                + [Float?](repeating: nil, count: newest - line.newest)
            lines[place].1.newest = newest
        }
    }

    private func entry(
        _ line: Line, _ series: FleetTrends.Line, _ state: DashboardState, rows: Int
    ) -> GraphStrip.Entry {
        let tally = state.fleetSummary.total[keyPath: line.now]
        let now = line.isRatio ? tally.mean : tally.counted > 0 ? tally.sum : nil
        let ticks = max(1, (rows - 2) / 3)
        let peak = Double(series.values.compactMap { $0 }.max() ?? 0)
        var graph = Graph(
            [Graph.Series(series.values, role: nil, isFilled: true)],
            scale: line.isRatio ? .ratio(ticks: ticks) : GraphScale(holding: peak, ticks: ticks),
            bucket: FleetTrends.place)
        graph.newest = series.newest
        graph.label = line.text
        return GraphStrip.Entry(
            title: [
                Piece(line.title + " ", .heading),
                Piece(now.map(line.text) ?? Format.absent, .bright),
            ], graph: graph)
    }
}
