import Fleet

/// How an endpoint went: rate, latencies, time to first token, tokens, queue, cache. A graph of which
/// nothing was ever recorded is left out.
struct EndpointGraphs: Panel {
    /// A graph: the metrics that share its scale.
    private struct Plan {
        let title: String
        /// What it is called where the readings take the room.
        var short: String?
        let metrics: [(metric: EndpointMetric, name: String, role: Role?)]
    }

    private static let plans: [Plan] = [
        Plan(title: "requests/s", metrics: [(.requestRate, "", nil)]),
        Plan(
            title: "latency", short: "lat",
            metrics: [
                (.latencyP99, "p99", .graph3), (.latencyP95, "p95", .graph2),
                (.latencyP50, "p50", .graph1),
            ]),
        Plan(
            title: "first token", short: "TTFT",
            metrics: [
                (.firstTokenP99, "p99", .graph3), (.firstTokenP95, "p95", .graph2),
                (.firstTokenP50, "p50", .graph1),
            ]),
        Plan(title: "queue", metrics: [(.requestsWaiting, "", nil)]),
        Plan(
            title: "tokens/s", metrics: [(.tokensIn, "in", .graph2), (.tokensOut, "out", .graph1)]),
        Plan(title: "KV cache", metrics: [(.cacheUsage, "", nil)]),
        Plan(title: "errors", metrics: [(.errorRatio, "", .graph3)]),
        Plan(title: "latency, mean", metrics: [(.latencyMean, "", .graph1)]),
    ]

    func title(_ context: PanelContext) -> String { "Graphs" }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else { return }
        let graphs = Self.plans.compactMap { entry($0, endpoint, context, rows: rect.height) }
        guard !graphs.isEmpty else {
            canvas.center("nothing recorded yet", in: rect, row: rect.row, role: .dim)
            return
        }
        GraphStrip(graphs: graphs, least: 34).draw(on: &canvas, in: rect)
    }

    private func entry(
        _ plan: Plan, _ endpoint: EndpointRow, _ context: PanelContext, rows: Int
    ) -> GraphStrip.Entry? {
        let lines = plan.metrics.map { line in
            (line, endpoint.series(line.metric, in: context.snapshot, at: context.now))
        }.filter { !$0.1.isEmpty }
        guard let (first, timed) = lines.first else { return nil }
        // Errors of a healthy endpoint are a line at the bottom of a small scale, not of a whole.
        let peak = max(
            lines.map { $0.1.peak }.max() ?? 0, first.metric == .errorRatio ? 0.01 : 0)
        let scale =
            first.metric == .cacheUsage
            ? .ratio(ticks: 2)
            : GraphScale(
                holding: peak, ticks: rows >= 20 ? 4 : 2, isCount: first.metric.unit == .count)
        var graph = Graph(
            lines.map { line, series in
                // Old readings have the colour of what is old.
                let role = endpoint.isLive ? line.role : .stale
                return Graph.Series(series.values, role: role, isFilled: line.role == nil)
            },
            scale: scale,
            bucket: timed.bucket)
        graph.newest = timed.newest
        let unit = first.metric.unit
        graph.label = { unit == .perSecond ? Format.compact($0) : Self.label($0, unit) }
        let told = lines.map(\.0)
        return GraphStrip.Entry(
            title: legend(plan.title, told, endpoint),
            shorter: [(plan.title, " "), (plan.short ?? plan.title, " ")].map {
                legend($0.0, gap: $0.1, told, endpoint)
            }, graph: graph)
    }

    private static func label(_ value: Double, _ unit: Unit) -> String {
        unit == .ratio && value < 0.1 && value > 0
            ? Format.finePercent(value) + "%" : Format.value(value, unit)
    }

    /// The title with the reading of now of each line, in the line's colour.
    private func legend(
        _ title: String, gap: String = "  ",
        _ lines: [(metric: EndpointMetric, name: String, role: Role?)], _ endpoint: EndpointRow
    ) -> [Piece] {
        var pieces = [Piece(title, .heading)]
        for line in lines {
            let value = endpoint[line.metric].value.map {
                line.metric.unit == .perSecond
                    ? Format.compact($0) : Self.label($0, line.metric.unit)
            }
            if !line.name.isEmpty { pieces.append(Piece(gap + line.name, line.role ?? .dim)) }
            pieces.append(
                Piece(" \(value ?? Format.absent)", endpoint.isLive ? .bright : .stale))
        }
        return pieces
    }
}
