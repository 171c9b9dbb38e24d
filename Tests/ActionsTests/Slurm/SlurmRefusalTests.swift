import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// What keeps an action on SLURM from being begun, or from being called more than it is.
@Suite(.serialized)
struct SlurmRefusalTests {
    @Test func anotherOperatorsReasonIsNotWrittenOver() async throws {
        try await SlurmScene.run { scene in
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a01", "State=DRAIN", "Reason=bad riser")
            let plan = try await scene.executor.plan(
                scene.order(.drain, "gpu-a01"), with: scene.provider())
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("root says 'bad riser'"), "\(plan.sentence)")
            let back = try await scene.executor.plan(
                scene.order(.resume, "gpu-a01"), with: scene.provider())
            #expect(back.isHeldBack, "putting it back has to be acknowledged")
            await scene.executor.acknowledge(.ownership, of: back.plan.id)
            let end = try await scene.executor.carryOut(back.plan.id)
            #expect(end.state == .converged, "\(end.sentence)")
        }
    }

    @Test func whatSomebodyElseChangesInBetweenIsRefusedNotForced() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            let drain = scene.order(.drain, "gpu-a01")
            _ = try await scene.executor.plan(drain, with: provider)
            try scene.lab.say(
                "scontrol", "update", "NodeName=gpu-a01", "State=DRAIN", "Reason=mine")
            let end = try await scene.executor.carryOut(drain.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("by root: mine"), "\(end.sentence)")
            #expect(try scene.lab.say("sinfo", "-h", "-n", "gpu-a01", "-o", "%E") == "mine")
        }
    }

    @Test func moreJobsThanThePlanSaysAreAnotherPlan() async throws {
        try await SlurmScene.run { scene in
            _ = try await scene.submit("one", "--gres=gpu:1", "-t", "90", "-w", "gpu-a01")
            let drain = scene.order(.drain, "gpu-a01")
            _ = try await scene.executor.plan(drain, with: scene.provider())
            for name in ["two", "three", "four"] {
                _ = try await scene.submit(name, "--gres=gpu:1", "-t", "90", "-w", "gpu-a01")
            }
            let end = try await scene.executor.carryOut(drain.id)
            #expect(end.state == .refused)
            #expect(end.sentence.hasPrefix("The plan said: 1 job is on it, "), "\(end.sentence)")
            #expect(end.sentence.contains("By now: 4 jobs are on it, "), "\(end.sentence)")
            #expect(try !scene.lab.state("gpu-a01").contains("DRAIN"))
        }
    }

    @Test func aDrainThatIsTakenBackIsNoSuccess() async throws {
        try await SlurmScene.run { scene in
            _ = try await scene.submit("train", "--gres=gpu:1", "-t", "9", "-w", "gpu-a01")
            let drain = scene.order(.drain, "gpu-a01")
            _ = try await scene.executor.plan(drain, with: scene.provider())
            let run = Task { [executor = scene.executor] in try await executor.carryOut(drain.id) }
            let isDraining = await eventually {
                await scene.executor.action(drain.id)?.state == .progressing
            }
            #expect(isDraining)
            try scene.lab.say("scontrol", "update", "NodeName=gpu-a01", "State=RESUME")
            let end = try await run.value
            #expect(end.state == .failed, "\(end.state)")
            #expect(end.sentence.contains("it is drained no longer"), "\(end.sentence)")
        }
    }

    @Test func whoMayNotChangeNodesIsToldBefore() async throws {
        try await SlurmScene.run { scene in
            let prefix = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            let provider = try scene.provider(["prefix": .strings(prefix)])
            let drain = scene.order(.drain, "gpu-a01")
            let plan = try await scene.executor.plan(drain, with: provider)
            #expect(plan.state == .refused)
            #expect(
                plan.sentence
                    == "nobody may not change nodes: without accounting only root and root do.")
            // SLURM itself says no as well.
            let request = try #require(plan.plan.stages.first?.steps.first?.request)
            #expect(
                await provider.send(request) == .rejected("slurm_update error: Invalid user id"))
            #expect(try scene.lab.state("gpu-a01") == "IDLE")
        }
    }

    @Test func unknownNodesAndFreeNodesAreRefused() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            await #expect(throws: ActionRefusal.self) {
                try await scene.executor.plan(scene.order(.drain, "gpu-a09"), with: provider)
            }
            let plan = try await scene.executor.plan(
                scene.order(.resume, "gpu-a01"), with: provider)
            #expect(plan.sentence == "gpu-a01 is IDLE: not drained.")
        }
    }

    @Test func onlyChangesOfNodesAreSent() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            let other = ActionRequest(
                place: "local", words: ["touch", "\(scene.folder.path.path)/made"], shown: "")
            guard case .rejected = await provider.send(other) else {
                return #expect(Bool(false), "a request of another kind is sent")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(scene.folder.path.path)/made"))
        }
    }

    @Test func nothingIsKnownOfAnAnswerThatDoesNotCome() async throws {
        try await SlurmScene.run { scene in
            // It hangs before, or after SLURM has taken it: nobody can tell which.
            for (trick, node, isTaken) in [("hung", "gpu-a01", false), ("lost", "gpu-a02", true)] {
                let provider = try scene.provider(tricked: trick)
                let drain = scene.order(.drain, node)
                _ = try await scene.executor.plan(drain, with: provider)
                let run = Task { [executor = scene.executor] in
                    try await executor.carryOut(drain.id)
                }
                let isUnknown = await eventually(within: .seconds(20)) {
                    let past = await scene.executor.action(drain.id)?.past ?? []
                    return past.contains(.unknown)
                }
                #expect(isUnknown)
                if !isTaken {
                    #expect(await scene.executor.action(drain.id)?.state == .unknown)
                    #expect(try scene.lab.state(node) == "IDLE")
                    // What was on its way arrives.
                    let reason = await scene.executor.action(drain.id)?.plan.stages[0].steps[0]
                        .token
                    try scene.lab.say(
                        "scontrol", "update", "NodeName=\(node)", "State=DRAIN",
                        "Reason=\(reason ?? "")")
                }
                // That it was made is found out by looking, not by sending again.
                let end = try await run.value
                #expect(end.state == .converged, "\(end.state) \(end.sentence)")
                #expect(try scene.lab.state(node) == "IDLE+DRAIN")
            }
        }
    }

    @Test func aControllerThatIsGoneLeavesNothingCalledDone() async throws {
        try await SlurmScene.run { scene in
            _ = try await scene.submit("train", "--gres=gpu:1", "-t", "9", "-w", "gpu-a01")
            let provider = try scene.provider(deadline: .seconds(3))
            let drain = scene.order(.drain, "gpu-a01")
            let late = scene.order(.drain, "gpu-a02")
            _ = try await scene.executor.plan(drain, with: provider)
            _ = try await scene.executor.plan(late, with: provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(drain.id) }
            let isDraining = await eventually {
                await scene.executor.action(drain.id)?.state == .progressing
            }
            #expect(isDraining)
            try scene.lab.say("stop", "slurmctld")
            let end = try await scene.executor.carryOut(late.id)
            #expect(end.state == .refused)
            #expect(end.sentence.hasPrefix("It cannot be read again"), "\(end.sentence)")
            try scene.lab.say("go", "slurmctld")
            try scene.lab.say("end", "slurmctld")
            await #expect(throws: SourceFailure.self) { try await provider.poll() }
            #expect(await scene.executor.action(drain.id)?.state == .progressing)
            try scene.lab.say("controller")
            try scene.lab.say("finish", "train")
            let done = try await run.value
            #expect(done.state == .converged, "\(done.sentence)")
        }
    }

    @Test func garbageAndSilenceAreRefusals() async throws {
        try await SlurmScene.run { scene in
            for trick in ["garbage", "silent"] {
                let provider = try scene.provider(tricked: trick, deadline: .seconds(1))
                await #expect(throws: ActionRefusal.self, "\(trick)") {
                    try await scene.executor.plan(scene.order(.drain, "gpu-a01"), with: provider)
                }
                await #expect(throws: SourceFailure.self, "\(trick)") {
                    try await provider.poll()
                }
            }
        }
    }
}
