import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// The provider against a real moto server that checks every signature. The figures are those that the
/// fixture `aws/moto_fleet.py` put there.
@Suite(.serialized) struct SageMakerProviderTests {
    private func provider(
        _ fleet: MotoFleet, key: String? = nil, secret: String? = nil
    ) throws -> SageMakerProvider {
        let settings = ProviderSettings(
            provider: "sagemaker", name: "test", interval: .seconds(60), deadline: .seconds(30),
            values: [
                "region": .string("us-east-1"),
                "endpoint": .string("http://127.0.0.1:\(fleet.port)"),
            ])
        let environment = [
            "AWS_ACCESS_KEY_ID": key ?? fleet.key, "AWS_SECRET_ACCESS_KEY": secret ?? fleet.secret,
            "HOME": "/nonexistent",
        ]
        return try SageMakerProvider(
            settings,
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: environment),
                clock: SystemClock(), environment: environment))
    }

    @Test func readsVariantsAndTheirFigures() async throws {
        let fleet = try MotoFleet(moreEndpoints: 120)
        defer { fleet.stop() }
        let answer = try await provider(fleet).poll()
        let sample = answer.sample
        let labels = sample.inventory.endpoints.map(\.label)
        // 120 more than one page of ListEndpoints holds, and three variants of two endpoints.
        #expect(labels.count == 123)
        let blue = try #require(labels.firstIndex(of: "chat/blue"))
        #expect(sample.inventory.endpoints[blue].instanceType == "ml.g4dn.12xlarge")
        #expect(sample.inventory.endpoints[blue].acceleratorCount == 8)
        #expect(sample.endpointStates[blue] == .serving)
        #expect(sample.endpoints[.replicasReady, blue] == .value(2))
        #expect(sample.endpoints[.share, blue] == .value(0.75))
        // 600 invocations in the newest minute, 6 of them 5xx; the older minute does not count.
        #expect(sample.endpoints[.requestRate, blue] == .value(10))
        #expect(sample.endpoints[.errorRatio, blue] == .value(0.01))
        #expect(sample.endpoints[.clientErrorRatio, blue] == .value(0))
        // Microseconds: the mean of 250,000 and 350,000.
        #expect(sample.endpoints[.latencyMean, blue] == .value(0.3))
        #expect(sample.endpoints[.overheadLatency, blue] == .value(0.012))
        // 200 of 400 per cent: four GPUs an instance.
        #expect(sample.endpoints[.acceleratorUtilization, blue] == .value(0.5))
        #expect(sample.endpoints[.acceleratorMemory, blue] == .value(0.25))
        #expect(answer.billedDollars ?? 0 > 0)
    }

    @Test func whatIsNotPublishedIsNotZero() async throws {
        let fleet = try MotoFleet()
        defer { fleet.stop() }
        let sample = try await provider(fleet).poll().sample
        let quiet = try #require(sample.inventory.endpoints.firstIndex { $0.name == "quiet" })
        #expect(
            sample.endpoints[.requestRate, quiet] == .absent(Absence(.notReported, .noDatapoint)))
        #expect(sample.endpoints[.acceleratorUtilization, quiet] == .absent(.unsupported))
        #expect(sample.endpointTimes[quiet] == nil)
        // This server refuses percentiles: only they are missing.
        #expect(sample.endpoints[.latencyP95, quiet] == .absent(.unsupported))
    }

    @Test func aWrongSecretIsNamedAndNotShown() async throws {
        let fleet = try MotoFleet()
        defer { fleet.stop() }
        let provider = try provider(fleet, secret: "wrong-secret-wrong-secret")
        await #expect {
            _ = try await provider.poll()
        } throws: { error in
            guard let failure = error as? SourceFailure else { return false }
            return failure.kind == .unauthorized && !failure.nextStep.isEmpty
                && !failure.message.contains("wrong-secret")
        }
    }

    @Test func anUnknownKeyIsNamed() async throws {
        let fleet = try MotoFleet()
        defer { fleet.stop() }
        let provider = try provider(fleet, key: "AKIAIOSFODNN7EXAMPLE")
        await #expect {
            _ = try await provider.poll()
        } throws: { error in
            (error as? SourceFailure)?.kind == .unauthorized
        }
    }

    @Test func nobodyListening() async throws {
        let fleet = try MotoFleet()
        let provider = try provider(fleet)
        fleet.stop()
        await #expect {
            _ = try await provider.poll()
        } throws: { error in
            (error as? SourceFailure)?.kind == .refused
        }
    }
}
