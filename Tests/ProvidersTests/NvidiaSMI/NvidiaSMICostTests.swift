import Fleet
import Testing

@testable import Providers

/// What decoding costs; the figures are printed, and only gross excess fails.
@Suite struct NvidiaSMICostTests {
    static let fast = (0..<8).map { index in
        "2026/03/01 12:00:00.00\(index), \(index), GPU-0000000\(index)-1111-2222-3333-444444444444, "
            + "00000000:\(index)1:00.0, NVIDIA H100 80GB HBM3, 550.90.07, 8, Disabled, 57, 23, "
            + "71183, 81559, 61, 70, 664.77, 660.10, 700.00, 1980, 2619, P0, [N/A], "
            + "0x0000000000000004, 5, 16, 0, 0\n"
    }.joined()

    @Test func aFrameOfEightGPUs() throws {
        var decoder = QueryGPUDecoder(
            plan: QueryPlan(known: Set(QueryField.wanted.compactMap(\.names.first))),
            node: NodeIdentity(name: "n"), interval: .seconds(1))
        let bytes = Array(Self.fast.utf8)
        let rounds = 500
        var samples = 0
        let took = ContinuousClock().measure {
            for _ in 0..<rounds {
                samples += bytes.withUnsafeBytes { decoder.consume($0) }.count
            }
        }
        #expect(samples == rounds)
        let each = took.inSeconds / Double(rounds) * 1e6
        print("cost: frame of 8 GPUs, \(bytes.count) bytes: \(Int(each)) us")
        #expect(each < 20_000)
    }

    @Test func aDocumentOfEightGPUs() throws {
        let bytes = try fixture("h100x8-550.xml")
        let rounds = 10
        var devices = 0
        let took = try ContinuousClock().measure {
            for _ in 0..<rounds {
                devices += try bytes.withUnsafeBytes { try DeviceLog($0) }.devices.count
            }
        }
        #expect(devices == 8 * rounds)
        let each = took.inSeconds / Double(rounds) * 1e3
        print("cost: -q -x of 8 GPUs, \(bytes.count) bytes: \(each) ms")
        #expect(each < 2000)
    }

    @Test func bothBeatsTogether() throws {
        let one = CombinedSampleTests.sample(0..<8, power: 300)
        var previous: Sample?
        let rounds = 200
        let took = ContinuousClock().measure {
            for _ in 0..<rounds {
                previous = CombinedSample.of(fast: one, slow: one, previous: previous)
            }
        }
        #expect(previous?.acceleratorStates.count == 8)
        print("cost: combining 8 GPUs: \(Int(took.inSeconds / Double(rounds) * 1e6)) us")
    }
}
