import Collector
import Fleet
import Foundation
import Testing

@testable import Providers

/// 40,960 GPUs of 5,120 nodes in one poll. Prints what it takes; asserts what must not be lost by it.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LargeFleetTests {
    private static let nodes = 5120
    private static let perNode = 8
    private static let gauges = [
        "DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE",
        "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_SM_CLOCK",
    ]

    /// An answer of one number for each GPU, as long as those of a real exporter.
    private static func answer(adding offset: Int) -> [UInt8] {
        var text = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        for node in 0..<nodes {
            for gpu in 0..<perNode {
                if node + gpu > 0 { text += "," }
                text += "{\"metric\":{\"Hostname\":\"gpu-\(node)\",\"UUID\":"
                text += "\"GPU-df6e7a7c-7314-46f8-abc4-\(100_000_000_000 + node * 8 + gpu)\","
                text += "\"gpu\":\"\(gpu)\",\"modelName\":\"NVIDIA H100 80GB HBM3\","
                text += "\"pci_bus_id\":\"00000000:0\(gpu):00.0\","
                text += "\"DCGM_FI_DRIVER_VERSION\":\"580.105.08\"},"
                text += "\"value\":[1763130021.5,\"\((node + gpu + offset) % 100)\"]}"
            }
        }
        return Array((text + "]}}").utf8)
    }

    /// Memory that is resident, in MB.
    private static var resident: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
    }

    @Test func oneScreenfulOfACampus() async throws {
        let bodies = (0..<Self.gauges.count).map(Self.answer(adding:))
        let server = ScriptedQueries { query in
            if query.contains("__name__") { return ScriptedQueries.names(Self.gauges) }
            let place = Self.gauges.firstIndex { query.contains($0) } ?? 0
            return .success(HTTPResponse(status: 200, body: bodies[place]))
        }
        let provider = try server.provider(deadline: .seconds(100))
        let before = Self.resident
        var sample = Sample(inventory: .empty)
        for name in ["first", "second"] {
            let begin = ContinuousClock.now
            let answer = try await provider.poll()
            sample = answer.sample
            let took = (ContinuousClock.now - begin).inSeconds
            print(
                "figure: 40,960 GPUs, \(Self.gauges.count) gauges, \(name) poll: "
                    + "\(Int(took * 1000)) ms, \(answer.bytes >> 20) MiB, "
                    + "+\(Self.resident - before) MiB resident")
        }
        #expect(sample.inventory.nodes.count == Self.nodes)
        #expect(sample.inventory.accelerators.count == Self.nodes * Self.perNode)
        let temperature = try #require(sample.accelerators[.temperature])
        #expect(temperature.total().count == Self.nodes * Self.perNode)
        // Rows are in the order of nodes; the answer's number is (node + gpu + 3) % 100.
        let row = try #require(
            sample.inventory.accelerators.firstIndex {
                $0.uuid == "GPU-df6e7a7c-7314-46f8-abc4-100000032772"
            })
        #expect(sample.inventory.nodes[sample.inventory.accelerators[row].node].name == "gpu-4096")
        #expect(temperature.value(row) == Double((4096 + 4 + 3) % 100))
        #expect(sample.notes.isEmpty)
    }
}
