import Collector
import Fleet

/// Asks any URL whether it answers: status, latency, and how long its certificate is still good.
actor HTTPProbeProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "http-probe", title: "HTTP probe",
        summary: "Checks status, latency and certificate of a URL.",
        settings: [
            SettingSchema(
                "url", .url, isRequired: true, summary: "What to ask.",
                example: "https://api.example.com/health"),
            SettingSchema(
                "endpoint", .string,
                summary: "Name of the endpoint (default: the source's, or host, port and path).",
                example: "chat-70b"),
            SettingSchema(
                "method", .choice(["GET", "HEAD"]), summary: "Request method (default: GET).",
                example: "GET"),
            SettingSchema(
                "expect", .strings,
                summary: "Statuses that are good, such as 200 or 2xx (default: 2xx).",
                example: "[200, 401]"),
        ] + HTTPAccess.settings,
        interval: .seconds(15), deadline: .seconds(10), capabilities: [.endpoints])

    nonisolated let transport: String
    private let http: any HTTPTransport
    private let clock: any FleetClock
    private let access: HTTPAccess
    private let request: HTTPRequest
    private let expected: ExpectedStatuses
    private nonisolated let inventory: Inventory
    private var certificate: Reading<WallTime>?
    private var certificateAsked: MonotonicTime?

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        HTTPAccess.fileProblems(of: entry)
    }

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        guard let url = settings.string("url"), HTTPAddress.host(url) != nil else {
            throw SettingError(key: "url", message: "an absolute URL is expected")
        }
        access = try HTTPAccess(settings)
        request = access.request(
            settings.string("method") ?? "GET", url: url, accept: "*/*", limit: 4 << 20,
            timeout: settings.deadline * 9 / 10)
        expected = try ExpectedStatuses(settings.strings("expect") ?? ["2xx"])
        http = transports.http
        clock = transports.clock
        transport = url.hasPrefix("https:") ? "https" : "http"
        inventory = Inventory(endpoints: [
            EndpointIdentity(
                name: Self.name(settings, url), kind: "http",
                url: HTTPAddress.origin(url), labels: settings.labels)
        ])
    }

    nonisolated var expectation: Sample? {
        Sample(expecting: inventory, endpoints: [.probeLatency, .statusCode])
    }

    /// The configured name. A source that was given none is called after the host, which does not
    /// tell two probes of one host apart.
    private static func name(_ settings: ProviderSettings, _ url: String) -> String {
        if let name = settings.string("endpoint") { return CleanText.clean(name) }
        let host = HTTPAddress.host(url) ?? ""
        let authority = HTTPAddress.authority(url) ?? ""
        let isMade =
            [host, authority, ""].contains(settings.name)
            || settings.name.hasPrefix(authority + "-")
        return isMade ? HTTPAddress.place(url) ?? host : CleanText.clean(settings.name)
    }

    /// Never fails for what the other side says or does not say: that nobody answers is the reading.
    func poll() async throws(SourceFailure) -> Answer {
        var sample = Sample(inventory: inventory)
        var bytes = 0
        let begin = clock.now().monotonic
        do throws(SourceFailure) {
            let response = try await http.send(request)
            let took = clock.now().monotonic - begin
            bytes = response.body.count
            sample.endpoints[.probeLatency, 0] = .value(took.inSeconds)
            sample.endpoints[.statusCode, 0] = .value(Double(response.status))
            let isGood = expected.contains(response.status)
            sample.endpointStates[0] = isGood ? .serving : .failed
            if !isGood { sample.endpointFailures = [unexpected(response)] }
        } catch {
            if error.kind == .cancelled { throw error }
            sample.endpoints[.probeLatency, 0] = .absent(Absence(.lost))
            sample.endpoints[.statusCode, 0] = .absent(Absence(.lost))
            sample.endpointStates[0] = .failed
            sample.endpointFailures = [access.redaction.cleared(error)]
        }
        if transport == "https" {
            // An expired or untrusted certificate is one that is worth looking at.
            let kind = sample.endpointFailures.first?.map(\.kind)
            let isReached = sample.endpoints.value(.statusCode, 0) != nil || kind == .tlsFailed
            sample.endpoints[.certificateExpiry, 0] = await certificateExpiry(isReached)
        }
        return Answer(sample: sample, bytes: bytes)
    }

    /// What an answer of another status than expected means.
    private func unexpected(_ response: HTTPResponse) -> SourceFailure {
        var failure =
            HTTPFailure.of(response, access.redaction)
            ?? SourceFailure(.malformed, "HTTP \(response.status)")
        failure.message += ", where \(expected.text) is expected."
        return failure
    }

    /// Time until the certificate expires. It is looked at once an hour, and at every poll for as long
    /// as that fails, unless nobody was reached at all: that was the poll's time, then.
    private func certificateExpiry(_ isReached: Bool) async -> Reading<Double> {
        let now = clock.now()
        let isFresh = certificateAsked.map { now.monotonic - $0 < .seconds(3600) } ?? false
        if isReached, !isFresh || certificate?.value == nil {
            certificate = await lookAtCertificate()
            certificateAsked = now.monotonic
        }
        return certificate?.map { ($0 - now.wall).inSeconds } ?? .absent(Absence(.lost))
    }

    private func lookAtCertificate() async -> Reading<WallTime> {
        guard let host = HTTPAddress.host(request.url), let port = HTTPAddress.port(request.url)
        else { return .absent(.notReported) }
        do throws(SourceFailure) {
            return .value(try await http.certificateExpiry(host: host, port: port))
        } catch {
            return .absent(Absence(.lost))
        }
    }
}
