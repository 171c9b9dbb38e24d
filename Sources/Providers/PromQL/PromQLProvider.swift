import Collector
import Fleet

/// Reads a whole fleet from a Prometheus-compatible server (Prometheus, Thanos, Mimir, VictoriaMetrics,
/// Google's managed service) over the series of exporters and inference servers: one query for each
/// metric, however large the fleet.
actor PromQLProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "promql", title: "Prometheus query API",
        summary: "Reads GPUs and endpoints of a whole fleet from a Prometheus-compatible server.",
        settings: [
            SettingSchema(
                "url", .url, isRequired: true,
                summary: "The server, up to but without /api/v1.",
                example: "http://prometheus:9090"),
            SettingSchema(
                "window", .duration,
                summary:
                    "Time over which rates are taken, at least four scrape intervals (default: 2m).",
                example: "2m"),
            SettingSchema(
                "tenant", .string, summary: "Tenant, sent as X-Scope-OrgID (Mimir, Loki).",
                example: "team-a"),
            SettingSchema(
                "backfill", .boolean,
                summary: "Fetch the graphs' past at start (default: true).", example: "true"),
        ] + HTTPAccess.settings,
        interval: .seconds(15), deadline: .seconds(30),
        capabilities: [.accelerators, .endpoints, .nodes, .history])

    nonisolated let transport: String
    private let client: QueryClient
    private let clock: any FleetClock
    private let window: String
    private let interval: Duration
    private var backfills: Bool
    private var plan = FleetQueries()
    private var rounds = 0
    private var acceleratorDecoder = QueryDecoder()
    private var endpointDecoder = QueryDecoder()
    private var fleet: QueriedFleet

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        guard var url = settings.string("url"), HTTPAddress.origin(url) != nil else {
            throw SettingError(key: "url", message: "an absolute URL is expected")
        }
        while url.hasSuffix("/") { url.removeLast() }
        if url.hasSuffix("/api/v1") { url.removeLast("/api/v1".count) }
        var settings = settings
        if let tenant = settings.string("tenant") {
            var headers = settings.mapping("headers") ?? [:]
            headers["X-Scope-OrgID"] = tenant
            settings.values["headers"] = .mapping(headers)
        }
        client = QueryClient(
            base: url, access: try HTTPAccess(settings), http: transports.http)
        clock = transports.clock
        transport = url.hasPrefix("https:") ? "https" : "http"
        let seconds = (settings.duration("window") ?? .seconds(120)).inSeconds
        window = "\(max(1, Int(seconds.rounded())))s"
        interval = settings.interval
        backfills = settings.boolean("backfill") ?? true
        fleet = QueriedFleet(labels: settings.labels)
    }

    func poll() async throws(SourceFailure) -> Answer {
        var tally = Tally()
        if rounds % 20 == 0 || plan.isEmpty { try await discover(&tally) }
        rounds += 1
        fleet.begin(acceleratorDecoder.catalogue)
        for query in plan.accelerators {
            let answer = try await ask(query.text, .accelerators, &tally)
            fleet.take(query, answer.page, acceleratorDecoder.catalogue)
        }
        for query in plan.endpoints {
            let answer = try await ask(query.text, .endpoints, &tally)
            fleet.take(query, answer.page, endpointDecoder.catalogue)
        }
        try await hosts(&tally)
        var sample = fleet.sample()
        sample.measured = tally.newest
        sample.notes = tally.notes
        if plan.isEmpty { sample.notes.append("The server has no series that are known here.") }
        var answer = Answer(sample: sample, bytes: tally.bytes)
        if backfills, !plan.isEmpty {
            backfills = false
            answer.history = await recall(sample)
        }
        return answer
    }

    /// What one round has cost and said.
    private struct Tally {
        var bytes = 0
        var notes: [String] = []
        var newest: WallTime?
    }

    /// Which decoder an answer is for: series of different labels would crowd each other out.
    private enum Rows {
        case accelerators, endpoints
    }

    private func decode(
        _ bytes: [UInt8], _ rows: Rows
    ) throws(SourceFailure) -> QueryDecoder.Answer {
        switch rows {
        case .accelerators: try acceleratorDecoder.decode(bytes)
        case .endpoints: try endpointDecoder.decode(bytes)
        }
    }

    private func discover(_ tally: inout Tally) async throws(SourceFailure) {
        let answer = try await ask(FleetQueries.discovery, .endpoints, &tally)
        let names = answer.page.series.compactMap {
            endpointDecoder.catalogue.definitions[Int($0)]?["__name__"]
        }
        plan = FleetQueries(exposed: Set(names), window: window)
    }

    private func hosts(_ tally: inout Tally) async throws(SourceFailure) {
        guard !plan.nodes.isEmpty else { return }
        let names = try await ask(FleetQueries.hostNames, .endpoints, &tally)
        fleet.takeHostNames(names.page, endpointDecoder.catalogue)
        for query in plan.nodes {
            let answer = try await ask(query.text, .endpoints, &tally)
            fleet.take(query, answer.page, endpointDecoder.catalogue)
        }
    }

    private func ask(
        _ text: String, _ rows: Rows, _ tally: inout Tally
    ) async throws(SourceFailure) -> QueryDecoder.Answer {
        let bytes = try await client.query(text)
        tally.bytes += bytes.count
        let answer = try decode(bytes, rows)
        for warning in answer.warnings where !tally.notes.contains(warning) {
            if tally.notes.count < 8 { tally.notes.append(warning) }
        }
        if answer.page.isFull, !tally.notes.contains(Self.fullNote) {
            tally.notes.append(Self.fullNote)
        }
        tally.newest = max(tally.newest, answer.page.newest)
        return answer
    }

    private static let fullNote = "A query has more series than are taken."

    /// Readings from before the start for the graphs. What cannot be had is left out: the present
    /// matters more.
    private func recall(_ sample: Sample) async -> [FleetHistory.Bucket] {
        let length = Answer.historyLength(interval: interval)
        let now = clock.now().wall
        var builder = HistoryBuilder(
            end: now, length: length, accelerators: sample.accelerators.rowCount,
            endpoints: sample.endpoints.rowCount)
        let places = fleet.places
        for query in plan.accelerators {
            guard case .metric(let metric) = query.gauge.target, builder.keeps(metric) else {
                continue
            }
            guard let answer = await past(query.text, builder, .accelerators) else {
                continue
            }
            for (entry, points) in answer.points.enumerated() {
                let series = answer.page.series[entry]
                guard
                    let place = fleet.place(
                        series, acceleratorDecoder.catalogue, query, places: places)
                else { continue }
                builder.add(metric, row: place, points, scale: query.gauge.scale)
            }
        }
        for query in plan.endpoints {
            guard case .metric(let metric, let scale) = query.use, builder.keeps(metric) else {
                continue
            }
            guard let answer = await past(query.text, builder, .endpoints) else { continue }
            for (entry, points) in answer.points.enumerated() {
                let series = Int(answer.page.series[entry])
                guard let definition = endpointDecoder.catalogue.definitions[series],
                    let row = fleet.endpoints.row(query, definition)
                else { continue }
                builder.add(metric, row: row, points, scale: scale)
            }
        }
        return builder.buckets
    }

    private func past(
        _ text: String, _ builder: HistoryBuilder, _ rows: Rows
    ) async -> QueryDecoder.Answer? {
        guard let range = builder.range else { return nil }
        do throws(SourceFailure) {
            let bytes = try await client.range(
                text, from: range.start, to: range.end, step: range.step)
            return try decode(bytes, rows)
        } catch {
            return nil
        }
    }
}

extension FleetQueries {
    /// Whether there is nothing to ask.
    var isEmpty: Bool { accelerators.isEmpty && endpoints.isEmpty }
}

private func max(_ left: WallTime?, _ right: WallTime?) -> WallTime? {
    guard let left, let right else { return left ?? right }
    return left < right ? right : left
}
