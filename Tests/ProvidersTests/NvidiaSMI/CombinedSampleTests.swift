import Fleet
import Testing

@testable import Providers

/// Both beats as one sample, and what was seen once.
@Suite struct CombinedSampleTests {
    static func sample(_ indices: some Sequence<Int>, power: Double? = nil) -> Sample {
        let rows = indices.map {
            AcceleratorIdentity(
                node: 0, index: $0, uuid: "GPU-\($0)", model: "H100",
                pciBusID: "00000000:\($0)1:00.0")
        }
        var sample = Sample(
            inventory: Inventory(
                nodes: [NodeIdentity(name: "n", driver: "550")], accelerators: rows))
        if let power {
            for row in rows.indices { sample.accelerators[.power, row] = .value(power) }
        }
        return sample
    }

    static func combine(_ fast: Sample?, _ slow: Sample?, _ previous: Sample? = nil) -> Sample {
        CombinedSample.of(fast: fast, slow: slow, previous: previous)
    }

    static func lost(_ sample: Sample) -> [Int] {
        zip(sample.inventory.accelerators, sample.acceleratorStates).compactMap {
            if case .lost = $1 { $0.index } else { nil }
        }
    }

    @Test func sevenOfEight() {
        let whole = Self.combine(Self.sample(0..<8, power: 300), Self.sample(0..<8))
        let indices: [Int] = [0, 1, 2, 4, 5, 6, 7]
        let now = Self.combine(Self.sample(indices, power: 310), nil, whole)
        #expect(Self.lost(now) == [3])
        #expect(now.nodes[.acceleratorsExpected, 0] == .value(8))
        #expect(now.nodes[.acceleratorsSeen, 0] == .value(7))
        #expect(now.accelerators[.power, 3] == .absent(Absence(.lost)))
        #expect(now.accelerators[.power, 4] == .value(310))
        let back = Self.combine(Self.sample(0..<8, power: 320), nil, now)
        #expect(Self.lost(back).isEmpty)
        #expect(back.inventory === now.inventory, "the rows did not move")
    }

    /// One that is there and reports an error is no more at work than one that is gone.
    @Test func aGPUThatFailedDoesNotAnswer() {
        var fast = Self.sample(0..<4, power: 300)
        fast.acceleratorStates[2] = .failed(Absence(.notReported, .unknownError))
        let now = Self.combine(fast, Self.sample(0..<4))
        #expect(now.nodes[.acceleratorsExpected, 0] == .value(4))
        #expect(now.nodes[.acceleratorsSeen, 0] == .value(3))
        #expect(Self.lost(now).isEmpty)
    }

    @Test func aNodeThatAlwaysShowedFourHasLostNone() {
        var previous: Sample?
        for _ in 0..<3 {
            previous = Self.combine(Self.sample(0..<4), Self.sample(0..<4), previous)
        }
        #expect(previous.map(Self.lost) == [])
        #expect(previous?.nodes[.acceleratorsExpected, 0] == .value(4))
    }

    @Test func theFastBeatIsNewerAndTheSlowOneFillsUp() {
        var fast = Self.sample(0..<2, power: 400)
        var slow = Self.sample(0..<2, power: 100)
        slow.accelerators[.eccCorrected, 1] = .value(3)
        slow.accelerators[.utilization, 0] = .value(0.5)
        fast.accelerators[.utilization, 0] = .absent(Absence(.unsupported, .migEnabled))
        slow.nodes[.load1, 0] = .value(2)
        let now = Self.combine(fast, slow)
        #expect(now.accelerators[.power, 1] == .value(400))
        #expect(now.accelerators[.eccCorrected, 1] == .value(3))
        #expect(
            now.accelerators[.utilization, 0] == .absent(Absence(.unsupported, .migEnabled)))
        #expect(now.nodes[.load1, 0] == .value(2))
    }

    @Test func instancesComeFromTheSlowBeatAndGoWithIt() {
        let fast = Self.sample(0..<2)
        let whole = Self.sample(0..<2)
        let instance = AcceleratorIdentity(
            node: 0, index: 0, uuid: "MIG-1", model: "H100",
            pciBusID: "00000000:01:00.0", mig: MIGInstance(gpuInstance: 7, computeInstance: 0))
        var slow = Sample(
            inventory: Inventory(
                nodes: whole.inventory.nodes,
                accelerators: [whole.inventory.accelerators[0], instance]
                    + [whole.inventory.accelerators[1]]))
        slow.accelerators[.memoryUsed, 1] = .value(5)
        slow.processes = .value([
            ComputeProcess(accelerator: 1, pid: 9, name: "x", memory: .value(5)),
            ComputeProcess(accelerator: 2, pid: 10, name: "y", memory: .value(5)),
        ])
        let with = Self.combine(fast, slow)
        #expect(with.inventory.accelerators.map(\.label) == ["0", "0:7", "1"])
        #expect(Self.lost(with).isEmpty)
        #expect(with.accelerators[.memoryUsed, 1] == .value(5))
        #expect(with.processes.value?.map(\.accelerator) == [1, 2])
        let without = Self.combine(fast, whole, with)
        #expect(without.inventory.accelerators.map(\.label) == ["0", "1"])
        #expect(with.nodes[.acceleratorsExpected, 0] == .value(2), "instances are no GPUs")
        let gone = Self.combine(Self.sample([1]), slow, with)
        #expect(Self.lost(gone) == [0, 0], "with its GPU")
    }

    @Test func nothingAtAllIsEmptyAndOneBeatIsEnough() {
        #expect(Self.combine(nil, nil).inventory.accelerators.isEmpty)
        #expect(Self.combine(nil, Self.sample(0..<2)).acceleratorStates == [.present, .present])
        #expect(Self.combine(Self.sample(0..<2), nil).acceleratorStates == [.present, .present])
    }

    @Test func oneAddressInAnySpelling() {
        #expect(PCIAddress.normalised("00000000:9B:00.0") == "0000:9b:00")
        #expect(PCIAddress.normalised("0000:9b:00") == "0000:9b:00")
        #expect(PCIAddress.normalised("0000000F:01:00.0") == "000f:01:00")
        #expect(PCIAddress.normalised("9B:00.0") == "0000:9b:00")
        #expect(PCIAddress.normalised("00018ED0:01:00.0") == "18ed0:01:00")
        #expect(PCIAddress.normalised("nonsense") == "nonsense")
    }

    @Test(arguments: [
        ("00000000:9B:00.0", "0000:9b:00"), ("9B:00.0", "00000000:9B:00.0"),
        ("00018ED0:01:00.0", "18ed0:01:00"), ("Nonsense", "nonsense"),
    ])
    func spellingsOfOneDeviceAreTheSame(_ one: String, _ other: String) {
        #expect(PCIAddress.isSame(one, other))
        #expect(PCIAddress.normalised(one) == PCIAddress.normalised(other))
    }

    @Test(arguments: ["0000:9C:00.0", "0001:9B:00.0", "0000:9B:01.0", "9B", "", "::::", "x:9B:00"])
    func otherDevicesAreNot(_ other: String) {
        #expect(!PCIAddress.isSame("00000000:9B:00.0", other))
    }

    @Test func anotherOrderOfTheSlowBeatChangesNothing() {
        let fast = Self.sample(0..<4)
        var slow = Self.sample(0..<4)
        slow.inventory = Inventory(
            nodes: slow.inventory.nodes, accelerators: slow.inventory.accelerators.reversed())
        let combined = Self.combine(fast, slow)
        #expect(combined.inventory.accelerators.map(\.index) == [0, 1, 2, 3])
        #expect(combined.acceleratorStates.count == 4)
    }
}
