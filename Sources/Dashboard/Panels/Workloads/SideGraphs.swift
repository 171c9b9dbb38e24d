import Fleet

/// How requests, latency and errors of a workload's sides went, each side in its own colour: whether the
/// figures follow what was shifted. As the router tells them, so that all are of the same moments.
struct SideGraphs {
    /// A graph: the metric, or the one that stands in for it.
    private static let plans: [(title: String, metrics: [EndpointMetric])] = [
        ("requests/s", [.requestRate]), ("p95", [.latencyP95]), ("mean", [.latencyMean]),
        ("errors", [.errorRatio]), ("queue", [.requestsWaiting]),
    ]
    private static let colors: [Role] = [.graph1, .graph2, .graph3]

    private let sides: [SideRow]
    private let context: PanelContext

    /// The graphs of the sides that get most, as many as there are colours for.
    init(_ row: WorkloadRow, _ context: PanelContext) {
        self.context = context
        let all = row.workload.source == nil ? [] : row.sides
        let order = all.indices.sorted { all[$0].share ?? 0 > all[$1].share ?? 0 }
        let shown = Set(order.prefix(Self.colors.count))
        sides = all.indices.filter(shown.contains).map { all[$0] }
    }

    /// Those of which anything was recorded.
    func entries(rows: Int) -> [GraphStrip.Entry] {
        Self.plans.compactMap { entry($0.title, $0.metrics[0], rows: rows) }
    }

    private func entry(_ title: String, _ metric: EndpointMetric, rows: Int) -> GraphStrip.Entry? {
        let lines = zip(sides, Self.colors).compactMap { side, role in
            side.routed.map {
                (
                    side: side, role: role,
                    series: $0.series(metric, in: context.snapshot, at: context.now)
                )
            }
        }.filter { !$0.series.isEmpty }
        guard let first = lines.first else { return nil }
        let peak = max(
            lines.map(\.series.peak).max() ?? 0, metric == .errorRatio ? 0.01 : 0)
        var graph = Graph(
            lines.map { line in
                Graph.Series(line.series.values, role: line.side.isLive ? line.role : .stale)
            },
            scale: GraphScale(
                holding: peak, ticks: rows >= 12 ? 4 : 2, isCount: metric.unit == .count),
            bucket: first.series.bucket)
        graph.newest = first.series.newest
        graph.label = { Self.label($0, metric.unit) }
        return GraphStrip.Entry(
            title: legend(title, lines.map { ($0.side, $0.role) }, metric),
            shorter: [[Piece(title, .heading)]], graph: graph)
    }

    private static func label(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .perSecond: Format.compact(value)
        case .ratio: value == 0 ? "0%" : Format.finePercent(value) + "%"
        default: Format.value(value, unit)
        }
    }

    private func legend(
        _ title: String, _ lines: [(side: SideRow, role: Role)], _ metric: EndpointMetric
    ) -> [Piece] {
        var pieces = [Piece(title, .heading)]
        for line in lines {
            let value = line.side.routed?.value(metric).map { Self.label($0, metric.unit) }
            pieces += [
                Piece("  \(line.side.name)", line.role),
                Piece(" \(value ?? Format.absent)", line.side.isLive ? .bright : .stale),
            ]
        }
        return pieces
    }
}
