import Fleet

/// What an endpoint is, and its readings of now.
struct EndpointFacts: Panel {
    private static let pitch = 38

    func title(_ context: PanelContext) -> String {
        guard case .endpoint(_, let label) = context.subject else { return "Endpoint" }
        return "Endpoint \(label)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else {
            return ""
        }
        guard let age = endpoint.age(at: context.now).map(Format.age) else { return "" }
        if !endpoint.isLive { return "\(Glyph.stale) \(age) old" }
        return Self.isLate(endpoint) ? "published \(age) ago" : "\(Glyph.good) live \(age)"
    }

    /// Whether the figures carry their own, later time: clouds publish minutes after the fact.
    private static func isLate(_ endpoint: EndpointRow) -> Bool {
        let times = endpoint.sample.endpointTimes
        return times.indices.contains(endpoint.row) && times[endpoint.row] != nil
    }

    /// Rows that the facts need.
    static func rowCount(_ endpoint: EndpointRow, width: Int) -> Int {
        FactGrid(facts: facts(endpoint), pitch: pitch).rowCount(width: width)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let endpoint = EndpointRow.find(context.subject, in: context.snapshot) else {
            canvas.drawCut(
                "No source knows this endpoint now.", column: rect.column, row: rect.row,
                width: rect.width, role: .dim)
            return
        }
        FactGrid(facts: Self.facts(endpoint), pitch: Self.pitch).draw(on: &canvas, in: rect)
    }

    private static func facts(_ endpoint: EndpointRow) -> [(String, Piece)] {
        let identity = endpoint.identity
        let state = endpoint.state
        var list: [(String, Piece)] = []
        if let failure = endpoint.source.failure {
            list.append(("source", Piece(failure.message, .warning)))
        }
        if endpoint.source.isOnlyExpected {
            list.append(("state", Piece("\(Glyph.waiting) never answered", .dim)))
        } else if endpoint.isLive {
            list.append(("state", Piece("\(state.glyph) \(state.rawValue)", state.role)))
        } else {
            list.append(("state", Piece("\(Glyph.stale) was \(state.rawValue)", .stale)))
        }
        list.append(("site", Piece(endpoint.site)))
        if !identity.kind.isEmpty { list.append(("kind", Piece(identity.kind))) }
        if let model = identity.model { list.append(("model", Piece(model))) }
        if let url = identity.url { list.append(("url", Piece(url))) }
        if let type = identity.instanceType { list.append(("instances", Piece(type))) }
        if let count = identity.acceleratorCount {
            list.append(("GPUs", Piece(Format.count(Double(count)))))
        }
        if case .text(let text, let role) = EndpointLook.ready(endpoint) {
            list.append(("replicas", Piece("\(text) ready", role)))
        }
        return list + figures(endpoint)
    }

    /// Readings that have no graph of their own.
    private static func figures(_ endpoint: EndpointRow) -> [(String, Piece)] {
        let wanted: [(EndpointMetric, String)] = [
            (.errorRatio, "errors"), (.clientErrorRatio, "refused (4xx)"), (.share, "share"),
            (.requestsRunning, "running"), (.queueTimeP95, "wait p95"),
            (.outputTokenP95, "per token p95"), (.cacheHitRatio, "prefix hits"),
            (.preemptionRate, "preemptions/s"), (.overheadLatency, "overhead"),
            (.acceleratorUtilization, "GPU busy"), (.acceleratorMemory, "GPU memory"),
            (.coldStart, "cold start"), (.certificateExpiry, "certificate"),
            (.statusCode, "last status"), (.probeLatency, "probe"),
        ]
        return wanted.filter { endpoint.sample.endpoints[$0.0] != nil }.map { metric, title in
            guard let value = endpoint[metric].value else {
                let reason = endpoint[metric].absence.map { " " + Format.reason($0) } ?? ""
                return (title, Piece(Format.absent + reason, .dim))
            }
            let shown = endpoint.isLive ? role(value, metric) : .stale
            return (title, Piece(text(value, metric), shown))
        }
    }

    private static func text(_ value: Double, _ metric: EndpointMetric) -> String {
        switch metric {
        case .errorRatio, .clientErrorRatio: Format.finePercent(value) + "%"
        case .certificateExpiry: Format.age(.seconds(max(0, min(value, 9e8)))) + " left"
        default: Format.value(value, metric.unit)
        }
    }

    private static func role(_ value: Double, _ metric: EndpointMetric) -> Role {
        switch metric {
        case .errorRatio: EndpointLook.errorRole(value)
        case .certificateExpiry: value <= 0 ? .critical : value < 14 * 86_400 ? .warning : .text
        default: .text
        }
    }
}
