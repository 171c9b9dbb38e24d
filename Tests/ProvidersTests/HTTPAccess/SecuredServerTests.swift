import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// The HTTP providers against servers that want a private CA, a client certificate and credentials.
@Suite(.serialized, .timeLimit(.minutes(1))) final class SecuredServerTests {
    private let lab: TLSLab
    private let http = AsyncHTTPTransport()

    init() throws { lab = try TLSLab() }

    /// One poll of a provider that has everything that the server at this port wants of TLS.
    private func poll(
        _ type: any Provider.Type, _ port: Int, _ path: String = "",
        values: [String: SettingValue] = [:]
    ) async throws -> Sample {
        let own: [String: SettingValue] = [
            "url": .string("https://127.0.0.1:\(port)\(path)"),
            "ca": .string(lab.file("private.pem")), "cert": .string(lab.file("client.pem")),
            "key": .string(lab.file("client.key")),
        ]
        let settings = ProviderSettings(
            provider: type.descriptor.id, name: "secured", interval: .seconds(1),
            deadline: .seconds(5), values: own.merging(values) { $1 })
        let provider = try type.init(
            settings,
            transports: Transports(
                http: http, commands: NoCommands(), clock: SystemClock(), environment: [:]))
        return try await provider.poll().sample
    }

    private let bearer = SettingValue.secret(Secret("t0ken-of-ours"))

    @Test func aPageIsScrapedWithEachKindOfCredential() async throws {
        let kinds: [(path: String, values: [String: SettingValue])] = [
            ("/bearer/metrics", ["bearer": bearer]),
            (
                "/basic/metrics",
                ["username": .string("ops"), "password": .secret(Secret("hunter22"))]
            ),
            ("/tenant/metrics", ["headers": .mapping(["X-Scope-OrgID": "team-a"])]),
        ]
        for (path, values) in kinds {
            let sample = try await poll(
                PrometheusScrapeProvider.self, lab.ports.mutual, path, values: values)
            #expect(sample.endpoints[.requestsRunning, 0] == .value(3), "\(path)")
            #expect(sample.endpointStates == [.serving], "\(path)")
        }
    }

    @Test func aWrongCredentialIsNamedAndNotShown() async throws {
        let failure = await failureOf {
            _ = try await self.poll(
                PrometheusScrapeProvider.self, self.lab.ports.mutual, "/bearer/metrics",
                values: ["bearer": .secret(Secret("wr0ng-token"))])
        }
        #expect(failure?.kind == .unauthorized)
        #expect(failure?.message == "HTTP 401: who is Bearer (secret)?")
        #expect(failure?.nextStep == "Set bearer, or username and password.")
    }

    @Test func aFleetIsQueriedAsATenant() async throws {
        let sample = try await poll(
            PromQLProvider.self, lab.ports.mutual,
            values: ["bearer": bearer, "tenant": .string("team-a")])
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01"])
        #expect(sample.accelerators[.temperature, 0] == .value(61))
        let stranger = await failureOf {
            _ = try await self.poll(
                PromQLProvider.self, self.lab.ports.mutual,
                values: ["bearer": self.bearer, "tenant": .string("team-b")])
        }
        #expect(stranger?.kind == .unauthorized)
    }

    @Test func aProbeTellsHowLongACertificateIsGood() async throws {
        let good = try await poll(HTTPProbeProvider.self, lab.ports.good)
        let left = try #require(good.endpoints[.certificateExpiry, 0].value) / 86_400
        #expect(good.endpointStates == [.serving] && left > 19.9 && left < 20.1)
        let expired = try await poll(HTTPProbeProvider.self, lab.ports.expired)
        #expect(expired.endpointStates == [.failed])
        #expect(expired.endpointFailures.map(\.?.kind) == [.tlsFailed])
        #expect(expired.endpoints[.statusCode, 0] == .absent(Absence(.lost)))
        let past = try #require(expired.endpoints[.certificateExpiry, 0].value)
        #expect(abs(past - (1_609_459_200 - SystemClock().now().wall.seconds)) < 10)
        let unchecked = try await poll(
            HTTPProbeProvider.self, lab.ports.expired, values: ["insecure": .boolean(true)])
        #expect(unchecked.endpointStates == [.serving])
        #expect(unchecked.endpoints.value(.certificateExpiry, 0).map { $0 < 0 } == true)
    }
}
