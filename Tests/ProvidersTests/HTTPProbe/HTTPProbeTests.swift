import Collector
import Fleet
import Testing

@testable import Providers

/// The probe over canned answers, with a clock that goes on by 10 s each time it is asked.
@Suite struct HTTPProbeTests {
    /// A transport with an answer and a certificate.
    private struct Site: HTTPTransport {
        var answer: Result<HTTPResponse, SourceFailure>
        var expiry: Result<WallTime, SourceFailure> = .failure(SourceFailure(.tlsFailed, "none"))

        func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
            try answer.get()
        }

        func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
            guard host == "api.example.com", port == 8443 else {
                throw SourceFailure(.nameNotFound, "\(host):\(port)")
            }
            return try expiry.get()
        }
    }

    private func sample(
        _ site: Site, url: String = "https://api.example.com:8443/health",
        name: String = "api.example.com", values: [String: SettingValue] = [:]
    ) async throws -> Sample {
        let settings = ProviderSettings(
            provider: "http-probe", name: name, interval: .seconds(15), deadline: .seconds(5),
            values: ["url": .string(url)].merging(values) { $1 })
        let provider = try HTTPProbeProvider(
            settings,
            transports: Transports(
                http: site, commands: NoCommands(), clock: SteppingClock(), environment: [:]))
        return try await provider.poll().sample
    }

    @Test func readsStatusLatencyAndCertificate() async throws {
        // The clock stands at 10 s before and 20 s after the request, and at 30 s for the certificate.
        let expiry = WallTime(nanoseconds: 1_795_219_200_000_000_000) + .seconds(30 + 86400)
        let sample = try await sample(
            Site(answer: .success(HTTPResponse(status: 200, body: [1])), expiry: .success(expiry)))
        #expect(sample.inventory.endpoints.map(\.name) == ["api.example.com:8443/health"])
        #expect(sample.endpointStates == [.serving])
        #expect(sample.endpoints[.statusCode, 0] == .value(200))
        #expect(sample.endpoints[.probeLatency, 0] == .value(10))
        #expect(sample.endpoints[.certificateExpiry, 0] == .value(86400))
    }

    @Test(arguments: [
        (200, ["2xx"], EndpointState.serving), (204, ["200"], .failed),
        (401, ["200", "401"], .serving), (503, ["2xx"], .failed), (302, ["3xx"], .serving),
    ])
    func statusesAreGoodAsConfigured(
        status: Int, expect: [String], state: EndpointState
    ) async throws {
        let sample = try await sample(
            Site(answer: .success(HTTPResponse(status: status, body: []))),
            values: ["expect": .strings(expect)])
        #expect(sample.endpointStates == [state])
        #expect(sample.endpoints[.statusCode, 0] == .value(Double(status)))
        #expect(sample.endpointFailures.isEmpty == (state == .serving))
        let message = sample.endpointFailures.first??.message ?? ""
        #expect(message.hasPrefix("HTTP \(status)") == (state == .failed))
    }

    @Test func nobodyAnsweringIsAReading() async throws {
        let sample = try await sample(Site(answer: .failure(SourceFailure(.refused, "refused"))))
        #expect(sample.endpointStates == [.failed])
        #expect(sample.endpoints[.statusCode, 0] == .absent(Absence(.lost)))
        #expect(sample.endpoints[.probeLatency, 0] == .absent(Absence(.lost)))
        #expect(sample.endpoints[.certificateExpiry, 0] == .absent(Absence(.lost)))
        #expect(sample.endpointFailures.map(\.?.kind) == [.refused])
        #expect(sample.notes.isEmpty)
    }

    /// Source names that were made from the URL, and one that was given.
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1:8000/a"), ("10.0.0.1:8000", "10.0.0.1:8000/a"),
        ("10.0.0.1:8000-2", "10.0.0.1:8000/a"), ("front door", "front door"),
    ])
    func probesOfOneHostAreToldApart(name: String, shown: String) async throws {
        let sample = try await sample(
            Site(answer: .success(HTTPResponse(status: 200, body: []))),
            url: "http://10.0.0.1:8000/a/?token=x", name: name)
        #expect(sample.inventory.endpoints.map(\.name) == [shown])
    }

    @Test func plainHTTPHasNoCertificate() async throws {
        let sample = try await sample(
            Site(answer: .success(HTTPResponse(status: 200, body: []))), url: "http://a/")
        #expect(sample.endpoints[.certificateExpiry, 0] == .absent(.notReported))
    }

    @Test(arguments: ["20", "600", "0xx", "2x", "ok", ""])
    func refusesOtherStatuses(word: String) {
        #expect(throws: SettingError.self) { try ExpectedStatuses([word]) }
    }

    @Test func readsAddresses() {
        #expect(HTTPAddress.origin("https://a:1/b?c") == "https://a:1")
        #expect(HTTPAddress.origin("/b") == nil)
        #expect(HTTPAddress.host("http://user:pw@[fe80::1]:80/x") == "fe80::1")
        #expect(HTTPAddress.host("http://10.0.0.1:9400/metrics") == "10.0.0.1")
        #expect(HTTPAddress.port("https://a/") == 443)
        #expect(HTTPAddress.port("http://[::1]:8080/") == 8080)
        #expect(HTTPAddress.port("http://[::1]/") == 80)
    }

    @Test func encodesCredentials() {
        #expect(Base64.encode("Aladdin:open sesame") == "QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(Base64.encode("ab") == "YWI=")
        #expect(Base64.encode("abc") == "YWJj")
    }
}
