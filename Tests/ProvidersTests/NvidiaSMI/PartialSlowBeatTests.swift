import Collector
import Fleet
import Foundation
import Glibc
import Support
import Synchronization
import Testing

@testable import Providers

/// A slow beat of which parts hang or fail: what the others say arrives.
@Suite(.timeLimit(.minutes(1))) struct PartialSlowBeatTests {
    private let smi: StandInSMI
    private let provider: NvidiaSMIProvider
    private let clock = PassingClock()
    private static let fallen =
        "[ 100.5] NVRM: Xid (PCI:0000:41:00): 79, pid=12, GPU has fallen off the bus."

    init() throws {
        smi = try StandInSMI()
        try smi.log(Self.fallen)
        try smi.write("proc/uptime", "1000.0 1.0\n")
        try smi.write("proc/loadavg", "3.5 2 1 1/2 3\n")
        try smi.write("proc/sys/kernel/random/boot_id", "boot-1\n")
        provider = try StandInSMI.provider(smi, clock: clock, deadline: .seconds(1))
    }

    @Test func aHungQueryLeavesTheHostAndItsKernelLog() async throws {
        try smi.behave(["FAKE_SMI_HANG": "-x"])
        let sample = try await provider.poll().sample
        #expect(sample.nodes[.load1, 0] == .value(3.5))
        #expect(sample.inventory.nodes.first?.bootID == "boot-1")
        #expect(sample.kernelEvents.value?.map(\.xid) == [79])
        #expect(sample.inventory.accelerators.isEmpty)
        #expect(sample.processes == .absent(.notReported))
        let note = try #require(sample.notes.first)
        #expect(note.hasPrefix("nvidia-smi -q -x did not come back within 0.9 s."))
        #expect(note.contains("state D"))
    }

    @Test func whatAHungQueryToldIsKeptForAWhile() async throws {
        let before = try await provider.poll().sample
        #expect(before.accelerators.value(.eccUncorrected, 2) != nil)
        try smi.behave(["FAKE_SMI_HANG": "-x"])
        clock.step(.seconds(30))
        let soon = try await provider.poll().sample
        #expect(soon.inventory.accelerators == before.inventory.accelerators)
        #expect(soon.accelerators[.eccUncorrected, 2] == before.accelerators[.eccUncorrected, 2])
        #expect(soon.notes.first?.contains("What only it tells is 30 s old.") == true)
        clock.step(.seconds(90))
        let late = try await provider.poll().sample
        #expect(late.inventory.accelerators == before.inventory.accelerators)
        #expect(late.accelerators[.eccUncorrected, 2] == .absent(Absence(.stale)))
        #expect(late.nodes[.load1, 0] == .value(3.5))
        try smi.behave([:])
        let again = try await provider.poll().sample
        #expect(again.notes.isEmpty)
        #expect(again.accelerators[.eccUncorrected, 2] == before.accelerators[.eccUncorrected, 2])
    }

    @Test(arguments: [
        (["FAKE_SMI_HANG": "--query-compute-apps"], "did not come back"),
        (["FAKE_SMI_FAIL": "--query-compute-apps"], "The list of compute processes failed."),
    ])
    func withoutTheListOfProcessesTheRestStands(_ mode: [String: String], _ why: String)
        async throws
    {
        try smi.behave(mode)
        let sample = try await provider.poll().sample
        #expect(sample.inventory.accelerators.count == 8)
        #expect(sample.accelerators[.power, 2] == .value(302.25))
        #expect(sample.nodes[.load1, 0] == .value(3.5))
        #expect(sample.processes.value != nil, "the log itself lists them")
        #expect(sample.notes.count == 1 && sample.notes[0].contains(why), "\(sample.notes)")
    }

    /// A file of the host that nobody ever writes to: reading it does not return.
    @Test func whatTheHostSaysComesBackAfterItHung() async throws {
        #expect(try await provider.poll().sample.nodes[.load1, 0] == .value(3.5))
        try FileManager.default.removeItem(atPath: "\(smi.root)/proc/loadavg")
        #expect(mkfifo("\(smi.root)/proc/loadavg", 0o600) == 0)
        for _ in 0..<2 {
            let hung = try await provider.poll().sample
            #expect(hung.nodes[.load1, 0].value == nil)
            #expect(hung.inventory.accelerators.count == 8, "the GPUs are told all the same")
            #expect(hung.notes.contains { $0.hasPrefix("The host ") }, "\(hung.notes)")
        }
        try FileManager.default.removeItem(atPath: "\(smi.root)/proc/loadavg")
        try smi.write("proc/loadavg", "4.5 2 1 1/2 3\n")
        let isBack = await eventually(within: .seconds(20)) {
            (try? await provider.poll())?.sample.nodes[.load1, 0] == .value(4.5)
        }
        #expect(isBack)
        #expect(try await provider.poll().sample.kernelEvents.value?.map(\.xid) == [79])
    }

    /// A command that heeds no signal (state D) is not asked again until it has returned, and then is.
    @Test func aHostThatCannotEvenBeEndedComesBackWhenItReturns() async throws {
        let (returned, end) = AsyncStream.makeStream(of: Void.self)
        let stuck = StuckHost(returned: returned)
        var settings = try NvidiaSMISettings(
            ProviderSettings(
                provider: "nvidia-smi", name: "gpu-a01", interval: .seconds(1),
                deadline: .milliseconds(500), values: ["command": .string(smi.command)]))
        settings.root = smi.root
        let provider = NvidiaSMIProvider(
            settings,
            transports: Transports(
                http: NoHTTP(), commands: stuck, clock: clock, environment: [:]))
        for _ in 0..<3 { _ = await failureOf { _ = try await provider.poll() } }
        #expect(stuck.hosts == 1, "nothing is started on top of what does not end")
        end.finish()
        let isBack = await eventually(within: .seconds(20)) {
            (try? await provider.poll())?.sample.nodes[.load1, 0] == .value(3.5)
        }
        #expect(isBack)
    }

    @Test func aBrokenDriverLeavesTheHost() async throws {
        try smi.behave(["FAKE_SMI_MODE": "mismatch"])
        let sample = try await provider.poll().sample
        #expect(sample.nodes[.load1, 0] == .value(3.5))
        #expect(sample.notes.first?.contains("different versions") == true)
    }

    @Test func aHungProbeIsNamed() async throws {
        try smi.behave(["FAKE_SMI_HANG": "--help-query-gpu"])
        let failure = await failureOf { _ = try await provider.openStream() }
        #expect(failure?.kind == .hung, "\(failure?.message ?? "none")")
    }

    @Test func nothingOfAStandInStaysBehindIt() async throws {
        var gone: StandInSMI? = try StandInSMI(["FAKE_SMI_HANG": "--help-query-gpu"])
        let folder = try #require(gone?.root)
        let asked = Task { [command = gone?.command ?? ""] in
            try await SubprocessCommandTransport().run(
                Command(command, ["--help-query-gpu"]), limit: 64)
        }
        let isThere = await eventually {
            !ProcessTable.running(withVariable: "STAND_IN_SMI", folder).isEmpty
        }
        #expect(isThere)
        gone = nil
        let isEmpty = await eventually {
            ProcessTable.running(withVariable: "STAND_IN_SMI", folder).isEmpty
        }
        #expect(isEmpty)
        _ = await asked.result
    }

    @Test func anXidFindsTheRowOfAGPUThatIsNotListedAnyMore() async throws {
        let whole = try await provider.poll().sample
        let three = whole.inventory.accelerators.filter { $0.index != 3 }
        let fast = Sample(
            inventory: Inventory(nodes: [NodeIdentity(name: "n")], accelerators: three))
        var slow = Sample(inventory: fast.inventory)
        slow.kernelEvents = .value([
            KernelEvent(
                xid: 79, accelerator: nil, node: 0, time: nil, text: "", pciBusID: "0000:41:00")
        ])
        let now = provider.combine(fast: fast, slow: slow, previous: whole)
        let lost = try #require(now.inventory.accelerators.firstIndex { $0.index == 3 })
        #expect(now.acceleratorStates[lost] == .lost(.unseen))
        #expect(now.kernelEvents.value?.first?.accelerator == lost)
    }
}

/// A clock that tests move.
final class PassingClock: FleetClock {
    private let passed = Mutex(Duration.zero)

    func now() -> Instant {
        let passed = passed.withLock { $0 }
        return Instant(
            wall: WallTime(seconds: 1_772_366_400) + passed,
            monotonic: MonotonicTime(nanoseconds: 1 << 40) + passed)
    }

    func step(_ duration: Duration) { passed.withLock { $0 += duration } }
}

extension StandInSMI {
    /// A provider of this machine that runs the stand-in as a real child.
    static func provider(
        _ smi: StandInSMI, clock: any FleetClock, deadline: Duration
    ) throws -> NvidiaSMIProvider {
        var settings = try NvidiaSMISettings(
            ProviderSettings(
                provider: "nvidia-smi", name: "gpu-a01", interval: .seconds(1), deadline: deadline,
                values: ["command": .string(smi.command)]))
        settings.root = smi.root
        return NvidiaSMIProvider(
            settings,
            transports: Transports(
                http: NoHTTP(), commands: SubprocessCommandTransport(), clock: clock,
                environment: [:]))
    }
}
