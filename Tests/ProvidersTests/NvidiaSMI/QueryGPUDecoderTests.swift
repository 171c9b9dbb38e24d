import Collector
import Fleet
import Testing

@testable import Providers

/// Rounds of the fast beat, as bytes in pieces of any size.
@Suite struct QueryGPUDecoderTests {
    static let fields = "timestamp,index,uuid,pci.bus_id,utilization.gpu,memory.used,memory.total"

    static func row(_ second: Int, _ index: Int, _ cells: String = "50, 1000, 81559") -> String {
        let time = "2026/03/01 12:00:" + (second < 10 ? "0" : "") + "\(second).00\(index)"
        return "\(time), \(index), GPU-\(index), 00000000:\(index)1:00.0, \(cells)\n"
    }

    static func round(_ second: Int, _ indices: some Sequence<Int> = 0..<4) -> String {
        indices.map { row(second, $0) }.joined()
    }

    @Test(arguments: [1, 2, 7, 63, 4096])
    func piecesOfAnySizeGiveTheSameRounds(size: Int) {
        var decoder = decoder(Self.fields)
        let text = (0..<5).map { Self.round($0) }.joined()
        let samples = feed(&decoder, text, pieces: size)
        #expect(samples.count == 5)
        for sample in samples {
            #expect(sample.inventory.accelerators.map(\.index) == [0, 1, 2, 3])
            #expect(sample.accelerators[.utilization, 3] == .value(0.5))
            #expect(sample.accelerators[.memoryUsed, 0] == .value(1_048_576_000))
        }
    }

    @Test func theNewestRoundDoesNotWaitForTheNext() {
        var decoder = decoder(Self.fields)
        #expect(feed(&decoder, Self.round(0)).isEmpty, "its size is not known yet")
        #expect(feed(&decoder, Self.row(1, 0)).count == 1, "the index starts again")
        #expect(feed(&decoder, Self.round(1, 1..<4)).count == 1, "as large as the last")
        #expect(feed(&decoder, Self.round(2)).count == 1)
    }

    @Test func theDriversOwnCountCompletesTheFirstRound() {
        var decoder = decoder("timestamp,index,count,utilization.gpu")
        let rows = (0..<2).map { "2026/03/01 12:00:00.000, \($0), 2, 5\n" }.joined()
        #expect(feed(&decoder, rows).count == 1)
    }

    @Test func identitiesKeepTheSameInventoryObject() throws {
        var decoder = decoder(Self.fields)
        let samples = feed(&decoder, Self.round(0) + Self.round(1) + Self.round(2))
        try #require(samples.count == 3)
        #expect(samples[0].inventory === samples[1].inventory)
    }

    @Test func aGPUThatDropsOutAndComesBack() {
        var decoder = decoder(Self.fields)
        let without: [Int] = [0, 1, 3]
        let text =
            Self.round(0) + Self.round(1) + Self.round(2, without) + Self.round(3, without)
            + Self.round(4) + Self.round(5)
        let counts = feed(&decoder, text).map(\.inventory.accelerators.count)
        #expect(counts == [4, 4, 3, 3, 4, 4] || counts == [4, 4, 3, 3, 4], "\(counts)")
    }

    @Test func theLastGPUComesBack() {
        var decoder = decoder(Self.fields)
        let text = Self.round(0, 0..<3) + Self.round(1, 0..<3) + Self.round(2) + Self.round(3)
        let samples = feed(&decoder, text)
        #expect(samples.last?.inventory.accelerators.count == 4)
    }

    @Test func noiseAndLineEndsDoNotMatter() throws {
        var decoder = decoder(Self.fields)
        let noise = "Welcome!\r\n3 updates can be applied, 1, 2\n\n"
        let text = noise + Self.round(0) + noise + Self.round(1) + Self.round(2)
        let crlf = text.replacing("\n", with: "\r\n")
        let samples = feed(&decoder, crlf)
        #expect(samples.count == 3)
        #expect(samples.first?.accelerators[.memoryTotal, 1] == .value(81559 * 1_048_576))
    }

    @Test func aRaggedRowIsNoGPUAndItsRoundIsCut() throws {
        var decoder = decoder(Self.fields)
        let text = Self.row(0, 0) + Self.row(0, 1, "50, 10") + Self.row(0, 2) + Self.row(1, 0)
        let sample = try #require(feed(&decoder, text).first)
        #expect(sample.inventory.accelerators.map(\.uuid) == ["GPU-0", "GPU-2"])
        #expect(sample.nodes[.acceleratorsSeen, 0] == .absent(.malformed))
        #expect(sample.notes.first?.contains("cut off") == true)
    }

    /// At every byte of it, a round breaks off and the next stands on the same line.
    @Test func aRoundThatBreaksOffInventsNothingAndLosesNothing() {
        let round = Self.round(0)
        let uuids = Set((0..<4).map { "GPU-\($0)" })
        for place in 1..<round.utf8.count where !round.prefix(place).hasSuffix("\n") {
            var decoder = decoder(Self.fields)
            let cut = (1...4).map { String(Self.round($0).prefix(place)) }.joined()
            var whole = CombinedSampleTests.combine(nil, CombinedSampleTests.sample(0..<4))
            for sample in feed(&decoder, cut + Self.round(5) + Self.round(6)) {
                let named = sample.inventory.accelerators.map(\.uuid)
                #expect(uuids.isSuperset(of: named), "cut at \(place): \(named)")
                whole = CombinedSampleTests.combine(sample, nil, whole)
                #expect(CombinedSampleTests.lost(whole).isEmpty, "cut at \(place)")
            }
            #expect(whole.inventory.accelerators.count == 4, "cut at \(place)")
        }
    }

    @Test func aLineBeyondTheCapIsDroppedAndTheStreamGoesOn() {
        var decoder = decoder(Self.fields)
        let text =
            String(repeating: "9", count: 200_000) + "\n" + Self.round(0) + Self.round(1)
        #expect(feed(&decoder, text, pieces: 1000).count == 2)
    }

    @Test func aLostGPUIsNamedAndItsSiblingsStay() throws {
        var decoder = decoder(Self.fields)
        let message =
            "Unable to determine the device handle for GPU0000:21:00.0: GPU is lost.  "
            + "Reboot the system to recover this GPU\n"
        let indices: [Int] = [0, 1, 3]
        let text = message + Self.round(0, indices) + Self.round(1, indices)
        let sample = try #require(feed(&decoder, text).first)
        #expect(sample.inventory.accelerators.count == 4)
        #expect(sample.acceleratorStates[3] == .lost(Absence(.lost, .gpuLost)))
        #expect(sample.inventory.accelerators[3].index == 2, "the number that is missing")
        #expect(sample.accelerators[.utilization, 3] == .absent(Absence(.lost, .gpuLost)))
        #expect(sample.accelerators[.utilization, 2] == .value(0.5))
    }

    @Test func garbageGivesNothing() {
        var decoder = decoder(Self.fields)
        #expect(feed(&decoder, "\u{1b}[2J\u{7}<gpu>\n,,,,\n1,2,3\n-- 4 --\n").isEmpty)
        let failure = decoder.finish(status: .exited(0), errors: "")
        #expect(failure.kind == .commandFailed)
        #expect(!failure.message.unicodeScalars.contains { $0.value < 0x20 })
    }
}
