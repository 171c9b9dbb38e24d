import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// Nodes of a real SLURM are drained and resumed: what the executor says against what SLURM says.
@Suite(.serialized)
struct SlurmDrainTests {
    @Test func aDrainShowsTheJobAndItsEndAndIsResumed() async throws {
        try await SlurmScene.run { scene in
            let id = try await scene.submit(
                "train", "--gres=gpu:2", "-t", "90", "-w", "gpu-a01")
            let provider = try scene.provider(witness: MadeWitness())
            let drain = scene.order(.drain, "gpu-a01", "fan 'two' \"rattles\"")
            let plan = try await scene.executor.plan(drain, with: provider)
            #expect(plan.state == .checked, "\(plan.sentence)")
            #expect(plan.plan.tier == .disruptive)
            let words = try #require(plan.plan.stages.first?.steps.first?.request.shown)
            #expect(
                words == "env TZ=UTC SLURM_CONF=\(scene.lab.place.configuration) "
                    + "scontrol update NodeName=gpu-a01 State=DRAIN "
                    + "Reason='fan two rattles [op:\(drain.id)]'")
            let held = plan.checks.first { $0.sentence.contains("train of root") }
            #expect(held?.verdict == .warn)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(drain.id) }
            let isShown = await eventually {
                guard let action = await scene.executor.action(drain.id),
                    let missing = action.places.compactMap({ action.steps[$0]?.missing }).first
                else { return false }
                return missing.hasPrefix("DRAINING: 1 job, until 2")
                    && missing.hasSuffix(" UTC: \(id) train of root")
            }
            #expect(isShown, "the job and its end are shown")
            #expect(await scene.executor.action(drain.id)?.state == .progressing)
            #expect(try scene.lab.state("gpu-a01") == "MIXED+DRAIN")
            try scene.lab.say("finish", "train")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence == "4 GPUs of gpu-a01 are empty, by nvidia-smi")
            #expect(try scene.lab.state("gpu-a01") == "IDLE+DRAIN")
            let resume = scene.order(.resume, "gpu-a01")
            let back = try await scene.carryOut(resume, with: provider)
            #expect(back.plan.tier == .reversible)
            #expect(back.plan.stages[0].steps[0].after == "UNDRAIN")
            #expect(back.state == .converged, "\(back.sentence)")
            #expect(try scene.lab.state("gpu-a01").hasPrefix("IDLE"))
            #expect(try !scene.lab.state("gpu-a01").contains("DRAIN"))
        }
    }

    @Test func withoutOtherEyesItIsConvergedAndNotVerified() async throws {
        try await SlurmScene.run { scene in
            let end = try await scene.carryOut(
                scene.order(.drain, "gpu-a02"), with: scene.provider())
            #expect(end.state == .converged)
            #expect(end.sentence.contains("no source watches its GPUs"))
        }
    }

    @Test func whatIsLeftOnTheGPUsKeepsItFromBeingVerified() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider(
                witness: MadeWitness(processes: ["/usr/bin/nvidia-persistenced", "/opt/stray"]))
            let drain = scene.order(.drain, "gpu-a02")
            _ = try await scene.executor.plan(drain, with: provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(drain.id) }
            let isSaid = await eventually {
                await scene.executor.action(drain.id)?.sentence
                    == "gpu-a02: /opt/stray is still on its GPUs"
            }
            #expect(isSaid)
            #expect(await scene.executor.action(drain.id)?.state == .converged)
            await scene.executor.cancel(drain.id)
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.sentence)")
            #expect(try !scene.lab.state("gpu-a02").contains("DRAIN"))
        }
    }

    @Test func severalNodesAreDrainedEachByItself() async throws {
        try await SlurmScene.run { scene in
            let order = ActionOrder(.drain, targets: ["gpu-a02,gpu-b01"], id: "7f3a")
            let plan = try await scene.executor.plan(order, with: scene.provider())
            #expect(plan.plan.targets.map(\.uid) == ["gpu-a02", "gpu-b01"])
            // It is the only node of its partition.
            #expect(plan.plan.tier == .destructive)
            #expect(
                plan.checks.contains {
                    $0.sentence == "Partition infer would have no node left that takes jobs."
                })
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(try scene.lab.state("gpu-b01") == "IDLE+DRAIN")
        }
    }

    @Test func aLaterProgramTakesADrainBackOnceAndOnlyIfItIsStillOurs() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            let first = scene.order(.drain, "gpu-a01")
            let second = scene.order(.drain, "gpu-b01")
            for order in [first, second] {
                #expect(try await scene.carryOut(order, with: provider).state == .converged)
            }
            let later = try scene.later(acting: provider)
            let undo = try await later.planUndo(of: first.id, as: "undo-1")
            #expect(undo.plan.stages[0].steps[0].after == "UNDRAIN")
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try !scene.lab.state("gpu-a01").contains("DRAIN"))
            await #expect(throws: ActionRefusal.self) {
                try await later.planUndo(of: first.id, as: "undo-2")
            }
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-b01", "State=DRAIN", "Reason=riser")
            await #expect(throws: ActionRefusal.self) {
                try await later.planUndo(of: second.id, as: "undo-3")
            }
            #expect(try scene.lab.state("gpu-b01") == "IDLE+DRAIN")
        }
    }

    /// The words of whoever drained it are what was taken away, and not ours to replace.
    @Test func anUndoneResumeGivesTheOldReasonBack() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a02", "State=DRAIN",
                "Reason=bad DIMM ticket 4711")
            let resume = scene.order(.resume, "gpu-a02")
            _ = try await scene.executor.plan(resume, with: provider)
            await scene.executor.acknowledge(.ownership, of: resume.id)
            #expect(try await scene.executor.carryOut(resume.id).state == .converged)
            let later = try scene.later(acting: provider)
            let undo = try await later.planUndo(of: resume.id, as: "undo-1")
            #expect(undo.plan.stages[0].steps[0].request.shown.contains("bad DIMM ticket 4711'"))
            #expect(try await later.carryOut("undo-1").state == .converged)
            let said = try scene.lab.say("scontrol", "show", "node", "gpu-a02")
            #expect(said.contains("Reason=bad DIMM ticket 4711 ["), "\(said)")
            #expect(!said.contains("[op:"))
        }
    }

    @Test func aNodeThatIsDownIsCalledUpAgain() async throws {
        try await SlurmScene.run { scene in
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a02", "State=DOWN", "Reason=riser")
            let plan = try await scene.executor.plan(
                scene.order(.resume, "gpu-a02"), with: scene.provider())
            await scene.executor.acknowledge(.ownership, of: plan.plan.id)
            #expect(plan.plan.stages[0].steps[0].after == "RESUME")
            let end = try await scene.executor.carryOut(plan.plan.id)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(try scene.lab.state("gpu-a02").hasPrefix("IDLE"))
            // That it was down is no state that anybody chose.
            await #expect(throws: ActionRefusal.self) {
                try await scene.later(acting: scene.provider()).planUndo(
                    of: plan.plan.id, as: "undo-1")
            }
        }
    }

    /// A drain lets jobs run to their end: one that was there all along says nothing of a resume.
    @Test func aJobThatRanAllAlongProvesNoResume() async throws {
        try await SlurmScene.run { scene in
            _ = try await scene.submit("train", "--gres=gpu:2", "-t", "90", "-w", "gpu-a01")
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a01", "State=DRAIN", "Reason=bob")
            let plan = try await scene.executor.plan(
                scene.order(.resume, "gpu-a01"), with: scene.provider())
            await scene.executor.acknowledge(.ownership, of: plan.plan.id)
            let end = try await scene.executor.carryOut(plan.plan.id)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(end.sentence == "No job has begun there to see it by.")
            #expect(try scene.lab.state("gpu-a01") == "MIXED")
        }
    }

    /// A GPU that does not answer may have anything on it.
    @Test func aGPUThatDoesNotAnswerKeepsADrainFromBeingVerified() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider(
                witness: MadeWitness(
                    memoryUsed: [0, 0, 0], findings: ["gpu-a02: GPU 3 lost (Xid 79)"]))
            let end = try await scene.carryOut(scene.order(.drain, "gpu-a02"), with: provider)
            #expect(end.state == .converged)
            #expect(
                end.sentence
                    == "3 of 4 GPUs of gpu-a02 are empty, by nvidia-smi; 1 does not answer.")
            let order = scene.order(.resume, "gpu-a02")
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.plan.tier == .disruptive && !plan.isHeldBack)
            #expect(
                plan.checks.contains {
                    $0.verdict == .warn
                        && $0.sentence == "gpu-a02 has an open finding: GPU 3 lost (Xid 79)."
                })
            #expect(try await scene.executor.carryOut(order.id).state == .converged)
        }
    }

    /// An id in the right form at the end of a colleague's words is no action of this journal.
    @Test(arguments: [
        "ECC errors, RMA 4711 - do not resume [op:20260101T000000-abcdef]",
        "[op:x] mine, hands off",
    ])
    func aColleaguesDrainIsNotOurs(_ reason: String) async throws {
        try await SlurmScene.run { scene in
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a02", "State=DRAIN", "Reason=\(reason)")
            let order = scene.order(.resume, "gpu-a02")
            let plan = try await scene.executor.plan(order, with: scene.provider())
            #expect(plan.plan.tier == .disruptive && plan.isHeldBack, "\(plan.checks)")
            await #expect(throws: ActionRefusal.self) {
                try await scene.executor.carryOut(order.id)
            }
            #expect(try scene.lab.state("gpu-a02") == "IDLE+DRAIN")
        }
    }
}
