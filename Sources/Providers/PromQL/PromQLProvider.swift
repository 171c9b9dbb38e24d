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
    private let deadline: Duration
    private var backfills: Bool
    private var plan = FleetQueries()
    private var rounds = 0
    private var acceleratorDecoder = QueryDecoder()
    private var endpointDecoder = QueryDecoder()
    private var fleet: QueriedFleet

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        HTTPAccess.fileProblems(of: entry)
    }

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        guard var url = settings.string("url"), HTTPAddress.origin(url) != nil else {
            throw SettingError(key: "url", message: "an absolute URL is expected")
        }
        url = try Self.base(url)
        var settings = settings
        if let tenant = settings.string("tenant") {
            guard tenant.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
                throw SettingError(key: "tenant", message: "not one line of text")
            }
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
        deadline = settings.deadline
        backfills = settings.boolean("backfill") ?? true
        fleet = QueriedFleet(labels: settings.labels)
    }

    /// Where the server's API begins, which may be said with or without its own path. A page of the
    /// server is not where it can be asked.
    private static func base(_ url: String) throws(SettingError) -> String {
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        if base.hasSuffix("/api/v1") { base.removeLast("/api/v1".count) }
        let place = base.prefix { $0 != "?" && $0 != "#" }
        var right = place.firstRange(of: "/api/v1/").map { place[..<$0.lowerBound] } ?? place
        for page in ["/graph", "/metrics", "/query", "/targets"] where right.hasSuffix(page) {
            right.removeLast(page.count)
        }
        // A user in it is told by whoever reads the credentials, without the password.
        guard right == base || HTTPAddress.hasUser(url) else {
            let shown = CleanText.clean(String(right))
            throw SettingError(
                key: "url", message: "expected the server itself, without a page of it: `\(shown)`")
        }
        return base
    }

    func poll() async throws(SourceFailure) -> Answer {
        var round = QueryRound(begin: clock.now().monotonic, deadline: deadline)
        if rounds % 20 == 0 || plan.isEmpty {
            do throws(SourceFailure) {
                try await discover(&round)
            } catch {
                if plan.isEmpty || error.kind == .cancelled { throw error }
                round.note(error, about: "names")
            }
        }
        rounds += 1
        fleet.begin(acceleratorDecoder.catalogue)
        await askAll(&round)
        if let failure = round.failure { throw failure }
        var sample = fleet.sample()
        sample.measured = round.newest
        sample.notes = round.notes
        if plan.isEmpty { sample.notes.append("The server has no series that are known here.") }
        var answer = Answer(sample: sample, bytes: round.bytes)
        if backfills, !plan.isEmpty {
            backfills = false
            answer.history = await recall(sample, round)
        }
        return answer
    }

    private func discover(_ round: inout QueryRound) async throws(SourceFailure) {
        let result = await Self.send(FleetQueries.discovery, client, clock, round)
        let bytes = try result.get()
        let answer = try decode(bytes, isAccelerators: false)
        round.note(answer, bytes: bytes.count, isNames: true)
        let names = answer.page.series.compactMap {
            endpointDecoder.catalogue.definitions[Int($0)]?["__name__"]
        }
        plan = FleetQueries(exposed: Set(names), window: window)
    }

    /// Asks everything, a few at a time. The large answers, those about accelerators, are taken over as
    /// they come; the others in their order.
    private func askAll(_ round: inout QueryRound) async {
        let queries = plan.all
        var waiting: [Int: QueryDecoder.Answer] = [:]
        let (client, clock, started) = (client, clock, round)
        await Bounded.forEach(queries, width: QueryRound.width) { query in
            await Self.send(query.text, client, clock, started)
        } take: { place, result in
            let query = queries[place]
            do throws(SourceFailure) {
                let bytes = try result.get()
                guard case .accelerator(let about) = query.purpose else {
                    let answer = try decode(bytes, isAccelerators: false)
                    round.note(answer, bytes: bytes.count)
                    waiting[place] = answer
                    return
                }
                let answer = try decode(bytes, isAccelerators: true)
                round.note(answer, bytes: bytes.count)
                fleet.take(about, answer.page, acceleratorDecoder.catalogue)
            } catch {
                round.note(error, about: query.subject)
            }
        }
        for place in waiting.keys.sorted() {
            if let page = waiting[place]?.page { take(page, for: queries[place].purpose) }
        }
    }

    private func take(_ page: MetricPage, for purpose: FleetQueries.Query.Purpose) {
        let catalogue = endpointDecoder.catalogue
        switch purpose {
        case .accelerator: break
        case .endpoint(let query): fleet.take(query, page, catalogue)
        case .node(let query): fleet.take(query, page, catalogue)
        case .hostNames: fleet.takeHostNames(page, catalogue)
        case .targets: fleet.takeTargets(page, catalogue)
        }
    }

    /// Sends a query within what is left of the round's time.
    private static func send(
        _ text: String, _ client: QueryClient, _ clock: any FleetClock, _ round: QueryRound,
        over range: HistoryBuilder.Range? = nil
    ) async -> Result<[UInt8], SourceFailure> {
        let left = round.left(at: clock.now().monotonic)
        guard left > .zero else {
            return .failure(SourceFailure(.timedOut, "There was no time left for it."))
        }
        do throws(SourceFailure) {
            guard let range else { return .success(try await client.query(text, timeout: left)) }
            return .success(try await client.range(text, over: range, timeout: left))
        } catch {
            return .failure(client.access.redaction.cleared(error))
        }
    }

    /// Series of different labels would crowd each other out of one decoder.
    private func decode(
        _ bytes: [UInt8], isAccelerators: Bool
    ) throws(SourceFailure) -> QueryDecoder.Answer {
        do throws(SourceFailure) {
            return isAccelerators
                ? try acceleratorDecoder.decode(bytes) : try endpointDecoder.decode(bytes)
        } catch { throw client.access.redaction.cleared(error) }
    }

    /// Readings from before the start for the graphs. What cannot be had is left out: the present
    /// matters more.
    private func recall(_ sample: Sample, _ round: QueryRound) async -> [FleetHistory.Bucket] {
        var builder = HistoryBuilder(
            end: clock.now().wall, length: Answer.historyLength(interval: interval),
            accelerators: sample.accelerators.rowCount, endpoints: sample.endpoints.rowCount)
        guard let range = builder.range else { return [] }
        let queries = PastQuery.all(plan, builder)
        let places = fleet.places
        let (client, clock) = (client, clock)
        await Bounded.forEach(queries, width: QueryRound.width) { query in
            await Self.send(query.text, client, clock, round, over: range)
        } take: { place, result in
            guard let bytes = try? result.get() else { return }
            switch queries[place] {
            case .accelerator(let query, let metric):
                guard let answer = try? acceleratorDecoder.decode(bytes) else { return }
                lay(answer, query, metric, places, &builder)
            case .endpoint(let query, let past):
                guard let answer = try? endpointDecoder.decode(bytes) else { return }
                lay(answer, query, past, &builder)
            }
        }
        return builder.buckets
    }

    private func lay(
        _ answer: QueryDecoder.Answer, _ query: FleetQueries.AcceleratorQuery,
        _ metric: AcceleratorMetric, _ places: [Int: Int], _ builder: inout HistoryBuilder
    ) {
        for (entry, points) in answer.points.enumerated() {
            let place = fleet.place(
                answer.page.series[entry], acceleratorDecoder.catalogue, query, places: places)
            guard let place else { continue }
            builder.add(metric, row: place, points, scale: query.gauge.scale)
        }
    }

    private func lay(
        _ answer: QueryDecoder.Answer, _ query: EndpointQuery, _ past: EndpointQuery.Past,
        _ builder: inout HistoryBuilder
    ) {
        for (entry, points) in answer.points.enumerated() {
            let series = Int(answer.page.series[entry])
            guard let definition = endpointDecoder.catalogue.definitions[series],
                let row = fleet.endpoints.row(query, definition)
            else { continue }
            // The server gives the highest finite bound for what lies beyond it, which is no reading.
            let top = past.isQuantile ? fleet.endpoints.highestBound(query, row) : nil
            let kept = top.map { top in points.filter { $0.value < top } } ?? points
            builder.add(past.metric, row: row, kept, scale: past.scale)
        }
    }
}

extension FleetQueries {
    /// Whether there is nothing to ask.
    var isEmpty: Bool { accelerators.isEmpty && endpoints.isEmpty }
}
