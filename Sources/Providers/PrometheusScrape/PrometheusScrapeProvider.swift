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
    private let http: any HTTPTransport
    private let clock: any FleetClock
    private let access: HTTPAccess
    private let url: String
    private let health: HealthCheck
    private var decoder = ExpositionDecoder()
    private var track: CounterTrack
    private var rows: ScrapedRows

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        guard let url = settings.string("url"), HTTPAddress.origin(url) != nil else {
            throw SettingError(key: "url", message: "an absolute URL is expected")
        }
        self.url = url
        access = try HTTPAccess(settings)
        health = try HealthCheck(setting: settings.string("health"), url: url)
        http = transports.http
        clock = transports.clock
        transport = url.hasPrefix("https:") ? "https" : "http"
        track = CounterTrack(window: settings.duration("window") ?? .seconds(15))
        rows = ScrapedRows(
            endpoint: settings.string("endpoint"), url: url, labels: settings.labels)
    }

    func poll() async throws(SourceFailure) -> Answer {
        let request = access.request(
            url: url, accept: "text/plain;version=0.0.4;q=1,*/*;q=0.1")
        let response = try await http.send(request)
        if let failure = HTTPFailure.of(response) { throw failure }
        let now = clock.now()
        if let statistics = ScrapedBody.statistics(response.body) {
            rows.take(statistics)
            let state = await health.state(.tensorRTLLM, access: access, http: http)
            return Answer(sample: rows.sample(state), bytes: response.body.count)
        }
        if let failure = ScrapedBody.refusal(response.body) { throw failure }
        let page = decoder.decode(response.body)
        track.note(page, decoder.catalogue, at: now.monotonic)
        let readings = ServingReadings(page: page, catalogue: decoder.catalogue, track: track)
        let kind = rows.take(readings)
        let state = await health.state(kind, access: access, http: http)
        return Answer(sample: rows.sample(state), bytes: response.body.count)
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
