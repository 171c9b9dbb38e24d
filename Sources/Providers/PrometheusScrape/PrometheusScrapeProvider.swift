import Collector
import Fleet

/// Scrapes one metrics page of an inference server or an exporter and recognises by the names on it
/// what it tells: endpoints, accelerators, nodes.
actor PrometheusScrapeProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "prometheus-scrape", title: "Prometheus metrics page",
        summary: "Reads the metrics page of an inference server or GPU exporter.",
        settings: [
            SettingSchema(
                "url", .url, isRequired: true, summary: "The metrics page.",
                example: "http://vllm-1:8000/metrics"),
            SettingSchema(
                "endpoint", .string, summary: "Name of the endpoint (default: the model's name).",
                example: "chat-70b"),
            SettingSchema(
                "health", .string,
                summary: "Path or URL of the health check, or none (default: the server's own).",
                example: "/health"),
            SettingSchema(
                "window", .duration,
                summary: "Time over which rates and percentiles are taken (default: 15s).",
                example: "15s"),
        ] + HTTPAccess.settings,
        interval: .seconds(5), deadline: .seconds(4),
        capabilities: [.endpoints, .accelerators, .nodes])

    nonisolated let transport: String
    nonisolated let expectation: Sample?
    private let http: any HTTPTransport
    private let clock: any FleetClock
    private let access: HTTPAccess
    private let url: String
    private let health: HealthCheck
    private let deadline: Duration
    private var decoder = ExpositionDecoder()
    private var track: CounterTrack
    private var rows: ScrapedRows

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        HTTPAccess.fileProblems(of: entry)
    }

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        guard let url = settings.string("url"), HTTPAddress.origin(url) != nil else {
            throw SettingError(key: "url", message: "an absolute URL is expected")
        }
        self.url = url
        access = try HTTPAccess(settings)
        health = try HealthCheck(setting: settings.string("health"), url: url)
        deadline = settings.deadline
        http = transports.http
        clock = transports.clock
        transport = url.hasPrefix("https:") ? "https" : "http"
        track = CounterTrack(window: settings.duration("window") ?? .seconds(15))
        expectation = ExpectedPage.sample(settings, url)
        rows = ScrapedRows(
            endpoint: settings.string("endpoint"), url: url, labels: settings.labels)
    }

    func poll() async throws(SourceFailure) -> Answer {
        let begin = clock.now().monotonic
        let body = try await page()
        let arrival = clock.now()
        let now = arrival.monotonic
        let recipe = try take(body, at: arrival)
        // What is left of the deadline, if it is enough for a verdict: late metrics are worth more
        // than an endpoint that was called dead because there was no time to ask it.
        let left = deadline * 9 / 10 - (now - begin)
        let found = try await health.state(
            recipe, access: access, http: http, timeout: left > deadline / 4 ? left : .zero)
        return Answer(sample: rows.sample(found), bytes: body.count)
    }

    private func page() async throws(SourceFailure) -> [UInt8] {
        let request = access.request(
            url: url, accept: "text/plain;version=0.0.4;q=1,*/*;q=0.1")
        do throws(SourceFailure) {
            let response = try await http.send(request)
            guard var failure = HTTPFailure.of(response, access.redaction) else {
                return response.body
            }
            if failure.kind == .notFound {
                failure.nextStep =
                    "Check the path: /metrics, of NIM /v1/metrics, of TensorRT-LLM "
                    + "/prometheus/metrics; some servers want metrics to be enabled."
            }
            throw failure
        } catch { throw access.redaction.cleared(error) }
    }

    /// Takes over a body; returns the recipe of the server that it is of.
    private func take(
        _ body: [UInt8], at now: Instant
    ) throws(SourceFailure) -> ServerRecipe? {
        if let statistics = ScrapedBody.statistics(body) {
            rows.take(statistics)
            return .tensorRTLLM
        }
        if let failure = ScrapedBody.refusal(body) { throw failure }
        let page = decoder.decode(body)
        track.note(page, decoder.catalogue, at: now)
        return rows.take(ServingReadings(page: page, catalogue: decoder.catalogue, track: track))
    }
}

/// What a body is, from its first bytes.
enum ScrapedBody {
    /// TensorRT-LLM's JSON, if the body is that.
    static func statistics(_ body: [UInt8]) -> IterationStatistics? {
        guard body.first(where: { $0 > 0x20 }) == 0x5b else { return nil }
        return IterationStatistics.decode(body)
    }

    /// Why a body cannot be a metrics page, if it cannot.
    static func refusal(_ body: [UInt8]) -> SourceFailure? {
        guard let first = body.first(where: { $0 > 0x20 }) else { return nil }
        switch first {
        case 0x3c:
            return SourceFailure(
                .malformed, "a web page came instead of metrics",
                nextStep: "Check the path: most servers use /metrics.")
        case 0x5b, 0x7b:
            return SourceFailure(
                .malformed, "JSON came instead of metrics",
                nextStep: "For TensorRT-LLM use /prometheus/metrics with return_perf_metrics.")
        default: return nil
        }
    }
}
