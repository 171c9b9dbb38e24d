import Collector
import Fleet
import Providers
import Support
import Testing

/// The nodes that are known through their exporters only.
@Suite struct SimulatedExporterTests {
    private let fleet = AskedFleet()

    @Test func aNodesGPUsAreReadFromDCGM() async throws {
        let sample = try await fleet.endpoint("gpu-b21-dcgm", polls: [9])
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-b21"])
        #expect(sample.inventory.nodes[0].driver == "580.105.08")
        #expect(sample.inventory.accelerators.map(\.index) == Array(0..<8))
        let table = sample.accelerators
        for row in 0..<8 {
            // What is free, used and reserved makes up what there is.
            #expect(table.value(.memoryTotal, row) == 143_771.0 * 1_048_576)
            #expect((60.0...700).contains(table.value(.power, row) ?? 0))
            let use = try #require(table.value(.utilization, row))
            let tensor = try #require(table.value(.tensorActive, row))
            #expect(abs(tensor - use * 0.46) < 1e-9)
        }
        #expect(
            Set((0..<8).map { table.value(.utilization, $0) }).count > 3, "each somebody else's")
    }

    @Test func theHostIsReadFromNodeExporter() async throws {
        let sample = try await fleet.endpoint("gpu-b21-host", polls: [5, 65])
        let table = sample.nodes
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-b21"])
        #expect(table.value(.cpuCount, 0) == 192)
        #expect((0.02...0.5).contains(table.value(.cpuUtilization, 0) ?? 0))
        #expect((0.3...0.7).contains(table.value(.diskUsed, 0) ?? 0))
        #expect(table.value(.infinibandActive, 0) == 8)
        #expect((table.value(.uptime, 0) ?? 0) > 86_400 * 8)
    }

    @Test func theSameWorldStandsBehindBothWays() async throws {
        // The driver's stream and the exporter's page are two views of one simulated node.
        let host = try #require(RemoteHost("gpu-b22"))
        let clock = AskedFleet.HandClock()
        let transports = SimulatedFleet.transports(clock: clock)
        clock.move(.seconds(40))
        let rows = try await transports.commands.run(
            Command("nvidia-smi", ["--query-gpu=index,utilization.gpu"], host: host), limit: 4096)
        let page = try await fleet.endpoint("gpu-b22-dcgm", polls: [40])
        let expected = (0..<8).map { index in
            "\(index), \(Int(((page.accelerators.value(.utilization, index) ?? -1) * 100).rounded()))"
        }
        let lines = String(decoding: rows.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.map(String.init) == expected)
    }
}
