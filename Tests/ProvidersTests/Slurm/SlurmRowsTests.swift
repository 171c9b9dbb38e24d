import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// A row that cannot be read costs itself, is counted, and is never taken for a node or a job that is gone.
@Suite struct SlurmRowsTests {
    private static let job =
        "12|12|ada|gpu|RUNNING|1|gres:gpu:2|2026-11-21T15:00:00|2026-11-21T16:00:00"
        + "|2026-11-21T14:00:00|n1|None|1:00:00|train"

    private func step(_ target: String, _ field: String = "state") -> ActionStep {
        ActionStep(
            target: ActionTarget(
                source: SourceID(provider: "slurm", instance: "lab"), uid: target, name: target,
                site: ""),
            field: field, before: "IDLE", after: "DRAIN", token: "",
            request: ActionRequest(place: "local", words: ["x"], shown: ""))
    }

    @Test func theOthersAreReadAndItIsCounted() async throws {
        let slurm = ScriptedSlurm(
            nodes: ["NodeName=n1 State=IDLE", "NodeName=n2", "NodeName= State=IDLE"],
            jobs: ["what|is|this", Self.job])
        let sample = try await slurm.provider().poll().sample
        #expect(sample.inventory.nodes.map(\.name) == ["n1"])
        #expect(sample.jobs.value?.map(\.id) == ["12"])
        #expect(
            sample.notes == [
                "scontrol show node: 2 of 3 cannot be read.", "squeue: 1 of 2 cannot be read.",
            ])
    }

    @Test func whatCanAllBeReadNeedsNoWord() async throws {
        let slurm = ScriptedSlurm(nodes: ["NodeName=n1 State=IDLE"], jobs: [Self.job])
        #expect(try await slurm.provider().poll().sample.notes.isEmpty)
        let none = ScriptedSlurm(nodes: ["NodeName=n1 State=IDLE"])
        #expect(try await none.provider().poll().sample.jobs == .value([]))
    }

    @Test func whatCannotBeReadIsNotGone() async throws {
        let slurm = ScriptedSlurm(
            nodes: ["NodeName=n1 State=IDLE", "NodeName=n2"], jobs: [Self.job, "?"])
        let provider = try slurm.provider()
        let failure = await failureOf { _ = try await provider.observe([self.step("n2")]) }
        #expect(failure?.message == "scontrol show node: 1 of 2 cannot be read.")
        let other = await failureOf {
            _ = try await provider.observe([self.step("9", SlurmCluster.partitionField)])
        }
        #expect(other?.message == "squeue: 1 of 2 cannot be read.")
        let empty = ScriptedSlurm(
            nodes: ["NodeName=n1 State=IDLE+DRAIN"],
            jobs: ["?", Self.job.replacing("RUNNING", with: "PENDING")])
        #expect(
            try await empty.provider().prove([step("n1")])
                == .noDataPlane("squeue: 1 of 2 cannot be read."))
    }

    @Test func aPlanSaysWhatItDoesNotKnow() async throws {
        let slurm = ScriptedSlurm(
            nodes: ["NodeName=n1 State=IDLE", "NodeName=n2"], jobs: [Self.job, "?"])
        let provider = try slurm.provider()
        let plan = try await provider.propose(ActionOrder(.drain, targets: ["n1"], id: "d1"))
        #expect(
            plan.checks.contains {
                $0.verdict == .warn
                    && $0.sentence == "squeue: 1 of 2 cannot be read, and may be on any node."
            }, "\(plan.checks)")
        await #expect(
            throws: ActionRefusal(
                "Whether SLURM has a node `n2` is not known: scontrol show node: 1 of 2 cannot be "
                    + "read.")
        ) { try await provider.propose(ActionOrder(.drain, targets: ["n2"], id: "d2")) }
    }
}
