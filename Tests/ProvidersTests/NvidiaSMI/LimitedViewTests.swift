import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// A login that sees fewer GPUs than the node has, and a node that has lost some: told apart.
@Suite(.timeLimit(.minutes(1))) struct LimitedViewTests {
    /// The addresses of the stand-in's GPUs, as the kernel spells them.
    private static let all = (0..<8).map { "0000:\($0 + 1)1:00.0" }
    private let smi: StandInSMI
    private let provider: NvidiaSMIProvider

    init() throws {
        smi = try StandInSMI()
        try smi.log("[ 1.0] quiet")
        provider = try StandInSMI.provider(smi, clock: PassingClock(), deadline: .seconds(10))
    }

    /// A node on which nvidia-smi lists the first `listed` GPUs.
    private func node(listed: Int, files: Int, cgroup: String = "0::/user.slice") throws {
        let xml = try String(decoding: fixture("h100x8-550.xml"), as: UTF8.self)
        let parts = xml.components(separatedBy: "<gpu id=")
        let last = parts[parts.count - 1].components(separatedBy: "</gpu>")
        let kept = parts[...listed].joined(separator: "<gpu id=")
        try smi.write(
            "some.xml", listed == 8 ? xml : kept.trimmed(to: "</gpu>") + last[last.count - 1])
        try smi.behave(["FAKE_SMI_XML": "\(smi.root)/some.xml", "FAKE_SMI_GPUS": "\(listed)"])
        try smi.attach(Self.all)
        try smi.open(files: files)
        try smi.write("proc/self/cgroup", "\(cgroup)\n")
    }

    private func sample() async throws -> Sample {
        let slow = try await provider.poll().sample
        return provider.combine(
            fast: try await provider.pollFast().sample, slow: slow, previous: nil)
    }

    private func lost(_ sample: Sample) -> [String] { CombinedSampleTests.lostAddresses(sample) }

    @Test func allOfThemIsNoNews() async throws {
        try node(listed: 8, files: 8)
        let sample = try await sample()
        #expect(lost(sample).isEmpty && sample.notes.isEmpty)
        #expect(sample.nodes[.acceleratorsHidden, 0] == .value(0))
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(8))
    }

    @Test func aJobsCgroupHidesAndLosesNothing() async throws {
        try node(listed: 4, files: 4, cgroup: "0::/system.slice/slurmstepd.scope/job_77/step_0")
        let sample = try await sample()
        #expect(lost(sample).isEmpty)
        #expect(sample.inventory.accelerators.count == 4)
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(4))
        #expect(sample.nodes[.acceleratorsSeen, 0] == .value(4))
        #expect(sample.nodes[.acceleratorsHidden, 0] == .value(4))
        #expect(sample.notes.count == 1)
        #expect(sample.notes.first?.hasPrefix("Limited view: 4 of 8 GPUs visible") == true)
    }

    /// Where the files look open although the cgroup closes them (a shell that asks only their mode).
    @Test func inAJobOnlyTheKernelsWordCounts() async throws {
        try node(listed: 4, files: 8, cgroup: "4:devices:/slurm/uid_0/job_9")
        let sample = try await sample()
        #expect(lost(sample).isEmpty)
        #expect(sample.notes.first?.hasPrefix("Limited view: 4 of 8") == true)
    }

    @Test func lostBeforeTheStartIsLost() async throws {
        try node(listed: 7, files: 8)
        try smi.log("[ 5.0] NVRM: Xid (PCI:0000:81:00): 79, pid=1, GPU has fallen off the bus.")
        let sample = try await sample()
        #expect(lost(sample) == ["0000:81:00.0"])
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(8))
        #expect(sample.nodes[.acceleratorsSeen, 0] == .value(7))
        #expect(sample.nodes[.acceleratorsHidden, 0] == .value(0))
        let row = try #require(sample.kernelEvents.value?.first?.accelerator)
        #expect(sample.inventory.accelerators[row].pciBusID == "0000:81:00.0")
        #expect(sample.notes.isEmpty)
    }

    @Test func oneOfAJobsOwnIsLost() async throws {
        try node(listed: 3, files: 4, cgroup: "0::/slurm/job_9")
        try smi.log("[ 5.0] NVRM: Xid (PCI:0000:41:00): 79, pid=1, GPU has fallen off the bus.")
        let sample = try await sample()
        #expect(lost(sample) == ["0000:41:00.0"])
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(4))
        #expect(sample.notes.first?.hasPrefix("Limited view: 4 of 8") == true)
    }

    @Test func aGPUGivenToAVirtualMachineIsNotOurs() async throws {
        try node(listed: 8, files: 8)
        try smi.attach(["0000:f1:00.0"], driver: "vfio-pci")
        let sample = try await sample()
        #expect(lost(sample).isEmpty && sample.notes.isEmpty)
        #expect(sample.nodes[.acceleratorsExpected, 0] == .value(8))
    }

    /// The next login belongs to another job of the same node.
    @Test func anotherJobsGPUsTakeThePlaceOfTheFirst() {
        var slow = CombinedSampleTests.sample(0..<4)
        slow.nodes[.acceleratorsHidden, 0] = .value(4)
        slow.nodes[.acceleratorsExpected, 0] = .value(4)
        let first = CombinedSampleTests.combine(CombinedSampleTests.sample(0..<4), slow)
        let moved = CombinedSampleTests.combine(CombinedSampleTests.sample(4..<8), slow, first)
        #expect(CombinedSampleTests.lost(moved).isEmpty, "until the slow beat has looked again")
        var next = CombinedSampleTests.sample(4..<8)
        next.nodes[.acceleratorsHidden, 0] = .value(4)
        next.nodes[.acceleratorsExpected, 0] = .value(4)
        let second = CombinedSampleTests.combine(CombinedSampleTests.sample(4..<8), next, moved)
        #expect(CombinedSampleTests.lost(second).isEmpty)
        #expect(second.inventory.accelerators.map(\.index) == [4, 5, 6, 7])
    }
}

extension String {
    /// Up to and with the last occurrence of a text.
    fileprivate func trimmed(to text: String) -> String {
        guard let range = range(of: text, options: .backwards) else { return self }
        return String(self[..<range.upperBound]) + "\n"
    }
}

extension CombinedSampleTests {
    static func lostAddresses(_ sample: Sample) -> [String] {
        zip(sample.inventory.accelerators, sample.acceleratorStates).compactMap {
            if case .lost = $1 { $0.pciBusID } else { nil }
        }
    }
}
