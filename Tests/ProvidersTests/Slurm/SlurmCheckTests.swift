import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// What a plan for nodes in states that a lab cannot bring about says.
@Suite struct SlurmCheckTests {
    private let mark = "[op:20261121T120000-3f9a1c]"

    private func cluster(_ lines: [String]) throws -> SlurmCluster {
        let settings = try SlurmSettings(
            ProviderSettings(
                provider: "slurm", name: "lab", site: "hall-a", interval: .seconds(1),
                deadline: .seconds(5), values: ["cluster": .string("west")]))
        let transports = Transports(
            http: AsyncHTTPTransport(), commands: SubprocessCommandTransport(),
            clock: SystemClock(), environment: [:])
        return SlurmCluster(
            nodes: lines.compactMap { SlurmNode($0) }, jobs: [],
            commands: SlurmCommands(settings, transports: transports))
    }

    private func line(_ name: String, _ state: String, _ tail: String = "") -> String {
        "NodeName=\(name) Gres=gpu:h100:8 GresUsed=gpu:h100:2 State=\(state) Partitions=gpu \(tail)"
    }

    private func drain(_ state: String, _ tail: String = "") throws -> [ActionCheck] {
        let all = try cluster([line("n1", state, tail), line("n2", "IDLE")])
        return all.drain([all.nodes[0]], ActionOrder(.drain, targets: ["n1"], id: "1")).checks
    }

    @Test(arguments: [
        ("ALLOCATED+CLOUD+NOT_RESPONDING+POWERING_UP", ActionCheck.Verdict.block),
        ("ALLOCATED#", .block), ("IDLE+CLOUD+POWERED_DOWN", .warn), ("IDLE~", .warn),
        ("FUTURE", .block), ("DOWN*", .warn), ("MIXED+DRAIN", .block), ("MIXED", .pass),
    ])
    func whatCanBeDrained(_ state: String, _ verdict: ActionCheck.Verdict) throws {
        #expect(try drain(state).first?.verdict == verdict)
    }

    @Test(arguments: [
        ("Not responding", ActionCheck.Verdict.warn), ("riser, RMA 4711", .unknown),
        ("x [op:20261121T120000-3f9a1c]", .warn),
    ])
    func theReasonOfANodeThatIsDownIsNotWrittenOverUnread(
        _ reason: String, _ verdict: ActionCheck.Verdict
    ) throws {
        let check = try drain("DOWN", "Reason=\(reason) [root@2026-11-21T15:12:46]").first
        #expect(check?.verdict == verdict, "\(check?.sentence ?? "")")
    }

    @Test(arguments: [
        ("fan [op:20261121T120000-3f9a1c]", true), ("[op:20261121T120000-3f9a1c]", true),
        ("fan [op:20261121T120000-3f9a1c] no, mine", false), ("[op:x]", false), ("", false),
        ("fan [op:20261121T120000-3F9A1C]", false), ("fan[op:20261121T120000-3f9a1c]", false),
    ])
    func oursIsWhatEndsWithAnIdInItsForm(_ reason: String, _ isOurs: Bool) {
        #expect(SlurmReason.isOurs(reason) == isOurs)
    }

    @Test func ourOwnDrainIsNamedAsOurs() throws {
        let tail = "Reason=x \(mark) [root@2026-11-21T15:12:46]"
        let sentence = try drain("IDLE+DRAIN", tail).first?.sentence
        #expect(sentence?.contains("an action of hybridtop says 'x \(mark)'") == true)
    }

    @Test(arguments: [
        (
            "IDLE+DRAIN", "Reason=x [op:20261121T120000-3f9a1c]", ActionCheck.Verdict.pass,
            SlurmChange.undrain
        ),
        ("DOWN+DRAIN", "Reason=x [op:20261121T120000-3f9a1c]", .pass, .resume),
        ("IDLE+DRAIN+FAIL", "Reason=x [op:20261121T120000-3f9a1c]", .pass, .resume),
        ("IDLE+DRAIN", "Reason=riser", .unknown, .undrain),
        ("IDLE+DRAIN", "", .unknown, .undrain),
        ("IDLE+DRAIN+INVALID_REG", "Reason=gres/gpu count", .block, .undrain),
        ("DOWN+DRAIN+REBOOT_ISSUED", "Reason=x [op:20261121T120000-3f9a1c]", .block, .resume),
        ("IDLE", "", .block, .undrain),
    ])
    func whatCanBeResumed(
        _ state: String, _ tail: String, _ verdict: ActionCheck.Verdict, _ change: SlurmChange
    ) throws {
        let all = try cluster([line("n1", state, tail)])
        let plan = try all.resume([all.nodes[0]], ActionOrder(.resume, targets: ["n1"], id: "2"))
        #expect(plan.checks.first?.verdict == verdict)
        #expect(plan.stages[0].steps[0].after == change.rawValue)
        // Whose drain it was is the journal's to say.
        #expect(verdict != .pass || plan.checks.allSatisfy { $0.kind != .ownership })
        #expect(
            plan.stages[0].steps[0].request.shown
                == "env TZ=UTC scontrol -M west update NodeName=n1 State=\(change.rawValue)")
    }

    /// Not the word of the command, but what SLURM makes of it.
    @Test(arguments: [
        ("IDLE+DRAIN", "IDLE"), ("MIXED+DRAIN", "MIXED"),
        ("DOWN+DRAIN", "IDLE once slurmd answers"),
        ("IDLE*+DRAIN", "IDLE once slurmd answers"),
    ])
    func aResumeSaysWhatItComesTo(_ state: String, _ end: String) throws {
        let all = try cluster([line("n1", state, "Reason=riser")])
        let plan = try all.resume([all.nodes[0]], ActionOrder(.resume, targets: ["n1"], id: "2"))
        #expect(plan.stages[0].steps[0].shownEnd == end)
        #expect(plan.stages[0].steps[0].before == state)
    }

    @Test func aMisspeltNodeGetsTheNearestName() throws {
        let all = try cluster([line("gpu-a01", "IDLE"), line("gpu-b01", "IDLE")])
        #expect(
            throws: ActionRefusal("SLURM has no node `gpu-a1`: did you mean `gpu-a01`?")
        ) { _ = try all.targets(["gpu-a1"]) }
    }

    @Test func whatAPartitionKeepsIsCounted() throws {
        let all = try cluster([line("n1", "MIXED"), line("n2", "IDLE"), line("n3", "DOWN")])
        let plan = all.drain([all.nodes[0]], ActionOrder(.drain, targets: ["n1"], id: "3"))
        #expect(
            plan.checks.last?.sentence
                == "Partition gpu keeps 1 of 3 nodes and 8 of 24 GPUs, 6 of them free.")
        #expect(plan.checks.last?.verdict == .pass)
        #expect(
            plan.claims == [
                CapacityClaim(group: "slurm/lab gpu", unit: "nodes", total: 3, out: 1, taking: 1)
            ])
        let both = all.drain(
            Array(all.nodes.prefix(2)), ActionOrder(.drain, targets: ["n[1-2]"], id: "4"))
        #expect(both.tier == .destructive && plan.tier == .disruptive)
    }

    /// A node that is left with nothing to give is no room for anybody.
    @Test func aPartitionWithoutAFreeGPUIsWarnedOf() throws {
        let full = "NodeName=n2 Gres=gpu:h100:8 GresUsed=gpu:h100:8 State=ALLOCATED Partitions=gpu"
        let plain = "NodeName=c2 State=IDLE Partitions=cpu"
        let all = try cluster([
            line("n1", "MIXED"), full, "NodeName=c1 State=IDLE Partitions=cpu", plain,
        ])
        let order = ActionOrder(.drain, targets: ["n1", "c1"], id: "5")
        let checks = all.drain([all.nodes[0], all.nodes[2]], order).checks.filter {
            $0.kind == .capacity
        }
        #expect(checks.map(\.verdict) == [.pass, .warn], "without GPUs there is none to miss")
        #expect(
            checks.last?.sentence
                == "Partition gpu keeps 1 of 2 nodes and 8 of 16 GPUs, 0 of them free.")
    }

    @Test(arguments: ["n9", "n[1-", ""])
    func namesThatAreNoneAreRefused(_ name: String) throws {
        let all = try cluster([line("n1", "IDLE")])
        #expect(throws: ActionRefusal.self) { try all.targets([name]) }
    }
}
