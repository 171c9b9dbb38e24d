import Collector
import Fleet
import Testing

@testable import Providers

/// GPU and node exporters, on pages written from their documentation.
@Suite struct ExporterRecipeTests {
    @Test func readsAWholeGPU() async throws {
        let sample = try await ScrapeSetup.sample(
            pages: [Fixture.bytes("exposition/dcgm-mig.1.prom")])
        let table = sample.accelerators
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01"])
        #expect(sample.inventory.nodes.map(\.driver) == ["580.105.08"])
        #expect(sample.inventory.accelerators.map(\.label) == ["0", "1", "1:1", "1:2", "2"])
        #expect(sample.inventory.accelerators[0].model == "NVIDIA H100 80GB HBM3")
        #expect(table[.temperature, 0] == .value(61))
        #expect(table[.power, 0] == .value(433.78))
        #expect(table[.utilization, 0].isNear(0.96))
        #expect(table[.smClock, 0] == .value(1.98e9))
        #expect(table[.memoryUsed, 0] == .value(40000 * 1_048_576))
        #expect(table[.memoryTotal, 0] == .value(81559 * 1_048_576))
        #expect(table[.tensorActive, 0] == .value(0.25))
        #expect(table[.utilization, 4] == .value(0))
        #expect(table[.memoryUsed, 4] == .absent(.notReported))
    }

    @Test func zeroAndSentinelsAreNotReadings() async throws {
        let table = try await ScrapeSetup.sample(
            pages: [Fixture.bytes("exposition/dcgm-mig.1.prom")]
        ).accelerators
        #expect(table[.memoryTemperature, 0] == .absent(.unsupported))
        #expect(table[.lastXid, 0] == .absent(.notReported))
        #expect(table[.eccUncorrected, 0] == .absent(Absence(.unsupported, .blank)))
        #expect(table[.eccCorrected, 0] == .absent(Absence(.unsupported, .blank)))
        #expect(table[.encoderUtilization, 0] == .absent(.malformed))
    }

    @Test func instancesHaveTheirOwnReadingsAndTheGPUTheRest() async throws {
        let sample = try await ScrapeSetup.sample(
            pages: [Fixture.bytes("exposition/dcgm-mig.1.prom")])
        let table = sample.accelerators
        #expect(sample.inventory.accelerators[2].mig?.profile == "3g.40gb")
        // The GPU's power is told once for each instance, and counts once.
        #expect((0..<5).compactMap { table.value(.power, $0) } == [433.78, 250.25, 90.5])
        #expect(table[.utilization, 1] == .absent(Absence(.unsupported, .migEnabled)))
        #expect(table[.utilization, 2] == .value(0.5))
        #expect(table[.utilization, 3] == .value(0))
        #expect(table[.memoryUsed, 2] == .value(10000 * 1_048_576))
        #expect(table[.memoryTotal, 3] == .value(40000 * 1_048_576))
    }

    @Test func aGPUThatIsGoneStaysAsLost() async throws {
        let sample = try await ScrapeSetup.sample(fixture: "dcgm-mig")
        #expect(sample.inventory.accelerators.map(\.label) == ["0", "1", "1:1", "1:2", "2"])
        #expect(sample.acceleratorStates[4] == .lost(Absence(.lost)))
        #expect(sample.acceleratorStates[0] == .present)
        #expect(sample.accelerators[.temperature, 4] == .absent(.notReported))
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(3))
        #expect(sample.nodes[.acceleratorsSeen, 0] == .value(2))
    }

    @Test func aSilentExporterLosesNoGPU() async throws {
        let page = try Fixture.bytes("exposition/dcgm-mig.1.prom")
        let sample = try await ScrapeSetup.sample(pages: [page, Array("up 1\n".utf8)])
        #expect(!sample.acceleratorStates.contains { $0 != .present })
        #expect(sample.accelerators[.temperature, 0] == .absent(.notReported))
        #expect(sample.nodes[.acceleratorsSeen, 0] == .absent(.notReported))
    }

    @Test func theInventoryIsTheSameObjectWhileNothingChanges() async throws {
        let page = try Fixture.bytes("exposition/dcgm-mig.1.prom")
        let provider = try ScrapeSetup.provider(CannedHTTP(pages: [page]))
        let first = try await provider.poll().sample.inventory
        let second = try await provider.poll().sample.inventory
        #expect(first === second)
    }

    @Test func readsTheOtherGPUExporter() async throws {
        let sample = try await ScrapeSetup.sample(fixture: "nvidia-gpu-exporter-1.4")
        let gpu = try #require(sample.inventory.accelerators.first)
        #expect(gpu.uuid == "GPU-df6e7a7c-7314-46f8-abc4-b88b36dcf3aa")
        #expect(gpu.index == 3)
        #expect(gpu.model == "NVIDIA L40S")
        #expect(sample.inventory.nodes.map(\.name) == ["server"])
        #expect(sample.inventory.nodes.map(\.driver) == ["580.65.06"])
        #expect(sample.accelerators[.utilization, 0] == .value(0.5))
        #expect(sample.accelerators[.memoryTotal, 0] == .value(48_305_799_168))
        #expect(sample.accelerators[.performanceState, 0] == .value(0))
    }

    @Test func readsAHost() async throws {
        let sample = try await ScrapeSetup.sample(fixture: "node-exporter-1.9")
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01"])
        #expect(sample.nodes[.load1, 0] == .value(4.37))
        #expect(sample.nodes[.memoryUsed, 0] == .value(5e11))
        #expect(sample.nodes[.memoryTotal, 0] == .value(2e12))
        #expect(sample.nodes[.uptime, 0] == .value(36000))
        #expect(sample.nodes[.cpuCount, 0] == .value(2))
        // 6 s of user in 20 s of CPU time that grew: 7 + 6 + 7 + 0.
        #expect(sample.nodes[.cpuUtilization, 0].isNear(0.3))
        #expect(sample.nodes[.diskUsed, 0].isNear(0.8))
        #expect(sample.nodes[.infinibandPorts, 0] == .value(2))
        #expect(sample.nodes[.infinibandActive, 0] == .value(1))
    }

    @Test(arguments: [
        (404, SourceFailure.Kind.notFound), (401, .unauthorized), (403, .forbidden),
        (429, .throttled), (500, .serverError), (503, .serverError), (307, .malformed),
    ])
    func statusesHaveNames(status: Int, kind: SourceFailure.Kind) async throws {
        let body = Array("\u{1b}[31mno\u{7}".utf8)
        let http = CannedHTTP([
            CannedHTTP.url: [
                .success(
                    HTTPResponse(status: status, headers: [("Retry-After", "7")], body: body))
            ]
        ])
        let provider = try ScrapeSetup.provider(http)
        let failure = await #expect(throws: SourceFailure.self) { try await provider.poll() }
        #expect(failure?.kind == kind)
        #expect(failure?.message.contains("\u{1b}") == false)
        if status == 429 { #expect(failure?.retryAfter == .seconds(7)) }
    }

    @Test(arguments: ["[{\"numActiveRequests\": 1}", "<html>", " {\"error\": 1}"])
    func otherThingsThanMetricsAreRefused(body: String) async throws {
        let provider = try ScrapeSetup.provider(CannedHTTP(pages: [Array(body.utf8)]))
        let failure = await #expect(throws: SourceFailure.self) { try await provider.poll() }
        #expect(failure?.kind == .malformed)
        #expect(failure?.nextStep.isEmpty == false)
    }
}
