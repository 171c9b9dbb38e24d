import Fleet

/// Every endpoint with its rate, trend, latency, errors and queue.
struct EndpointsDigest: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 30, rows: 2) }
    var commands: [Command] { [.open] }

    func title(_ context: PanelContext) -> String {
        "Endpoints \(EndpointRow.census(context.snapshot))"
    }

    func rightTitle(_ context: PanelContext) -> String {
        context.more(of: EndpointRow.count(context.snapshot), then: "3 all")
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let endpoints = EndpointRow.all(context.snapshot)
        let cursor = cursor(endpoints, rows: rect.height - 1)
        let top = cursor.top(context.selected)
        let shown = Array(endpoints.dropFirst(top).prefix(max(0, rect.height - 1)))
        var table = FigureTable(
            columns: Self.columns, rows: shown.map { Self.entries($0, context) })
        table.stale = Set(shown.indices.filter { !shown[$0].isLive })
        if context.isFocused, let place = cursor.place(context.selected) {
            table.selected = place - top
        }
        table.draw(on: &canvas, in: rect)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        if command == .metric { return HeatMapPanel.switchMetric(&state) }
        let endpoints = EndpointRow.all(context.snapshot)
        let cursor = cursor(endpoints, rows: 4)
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        guard command == .open else { return .ignored }
        guard let place = cursor.place(context.selected) else {
            return .refused("Select an endpoint first.")
        }
        state.go(to: Location(.endpoint, endpoints[place].key))
        return .done([])
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        let cursor = cursor(EndpointRow.all(context.snapshot), rows: click.rect.height - 1)
        let opens = cursor.click(click, heading: 1, pane: context.pane, state: &state)
        return opens ? perform(.open, context: context, state: &state) : .done([])
    }

    private func cursor(_ endpoints: [EndpointRow], rows: Int) -> RowCursor {
        RowCursor(rows: endpoints.map(\.key), page: max(1, rows))
    }

    static let columns: [FigureTable.Column] = [
        .text("", 1, most: 1, rank: 0), .text("endpoint", 8, most: 24, rank: 0),
        .text("kind", 4, most: 10, rank: 9), .text("site", 6, most: 16, rank: 5),
        .figure("ready", 5, rank: 6), .figure("req/s", 6, rank: 1),
        .text("trend 10m", 10, most: 48, rank: 3, stretches: true),
        .figure("p50 ms", 6, rank: 12), .figure("p95 ms", 6, rank: 2),
        .figure("p99 ms", 6, rank: 13), .figure("TTFT ms", 7, rank: 7),
        .figure("err %", 5, rank: 4), .figure("queue", 5, rank: 4), .figure("KV %", 4, rank: 8),
        .figure("tok/s", 6, rank: 11), .figure("age", 3, rank: 10),
        .text("model", 10, most: 40, rank: 14),
    ]

    static func entries(_ endpoint: EndpointRow, _ context: PanelContext)
        -> [FigureTable.Entry]
    {
        let rates = endpoint.series(.requestRate, in: context.snapshot, at: context.now)
        let state = endpoint.health(context.state.index).state
        return [
            .text(state.glyph, state.role),
            .text(endpoint.identity.label, .bright), .text(endpoint.identity.kind, .dim),
            .text(endpoint.site, .text), EndpointLook.ready(endpoint),
            EndpointLook.figure(endpoint, .requestRate, Format.rate),
            rates.isEmpty ? .blank : .trend(rates.trend(), .graph1),
            EndpointLook.figure(endpoint, .latencyP50, Format.milliseconds),
            EndpointLook.tail(endpoint),
            EndpointLook.figure(endpoint, .latencyP99, Format.milliseconds),
            EndpointLook.figure(endpoint, .firstTokenP95, Format.milliseconds),
            EndpointLook.errors(endpoint), EndpointLook.queue(endpoint),
            EndpointLook.cache(endpoint),
            EndpointLook.figure(endpoint, .tokensOut, Format.compact),
            age(endpoint, context), .text(endpoint.identity.model ?? "", .dim),
        ]
    }

    /// Blank while it is fresh: what is old says how old.
    private static func age(_ endpoint: EndpointRow, _ context: PanelContext) -> FigureTable.Entry {
        guard let age = endpoint.age(at: context.now) else { return .absent }
        let isOld = !endpoint.isLive || age > max(.seconds(15), endpoint.source.staleAfter)
        return isOld ? .text(Format.age(age), endpoint.isLive ? .dim : .warning) : .blank
    }
}
