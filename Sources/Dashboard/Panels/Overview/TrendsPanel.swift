import Fleet

/// How the whole fleet went lately: utilisation, requests, tokens, power, as many as there is room for.
struct TrendsPanel: Panel {
    func title(_ context: PanelContext) -> String { "Trends" }

    /// One graph of the panel.
    private struct Line {
        var title: String
        var tally: KeyPath<FleetTrends.Sums, Tally>
        var isRatio = false
        var role: Role?
        var text: @Sendable (Double) -> String
    }

    private static var lines: [Line] {
        [
            Line(title: "GPUs busy", tally: \.utilization, isRatio: true, text: Format.percent),
            Line(title: "requests/s", tally: \.requestRate, role: .graph1, text: Format.compact),
            Line(title: "tokens/s", tally: \.tokensOut, role: .graph2, text: Format.compact),
            Line(title: "power", tally: \.power, role: .graph3) { Format.compact($0) + "W" },
        ]
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let trends = context.state.trends
        let found = Self.lines.map { ($0, trends.series($0.tally, isMean: $0.isRatio)) }
            .filter { !$0.1.values.isEmpty }
        guard !found.isEmpty else {
            canvas.center("nothing recorded yet", in: rect, row: rect.row, role: .dim)
            return
        }
        let shown = found.prefix(max(1, min(found.count, rect.width / 36)))
        let gap = 3
        let width = (rect.width - gap * (shown.count - 1)) / shown.count
        for (place, (line, series)) in shown.enumerated() {
            let area = Canvas.Rect(
                column: rect.column + place * (width + gap), row: rect.row, width: width,
                height: rect.height)
            draw(line, series, trends.bucket, on: &canvas, in: area)
        }
    }

    private func draw(
        _ line: Line, _ series: (values: [Float?], newest: Int), _ bucket: Duration,
        on canvas: inout Canvas, in rect: Canvas.Rect
    ) {
        let last = series.values.last.flatMap { $0 }.map { line.text(Double($0)) }
        canvas.drawPieces(
            [Piece(line.title + " ", .heading), Piece(last ?? Format.absent, .bright)],
            column: rect.column, row: rect.row, right: rect.column + rect.width)
        let ticks = max(1, (rect.height - 2) / 3)
        let peak = Double(series.values.compactMap { $0 }.max() ?? 0)
        var graph = Graph(
            [Graph.Series(series.values, role: line.role, isFilled: true)],
            scale: line.isRatio ? .ratio(ticks: ticks) : GraphScale(holding: peak, ticks: ticks),
            bucket: bucket)
        graph.newest = series.newest
        graph.label = line.text
        var plot = rect
        plot.row += 1
        plot.height -= 1
        graph.draw(on: &canvas, in: plot)
    }
}
