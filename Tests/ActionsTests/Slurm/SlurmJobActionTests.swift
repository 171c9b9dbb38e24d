import Actions
import Fleet
import Support
import Testing

/// Jobs of a real SLURM are moved and requeued, its nodes restarted, and drains given an end.
@Suite(.serialized)
struct SlurmJobActionTests {
    @Test func aJobThatWaitsIsMovedAndMovedBack() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            _ = try await scene.submit("holds", "--gres=gpu:4", "-t", "9", "-w", "gpu-a01")
            let id = try scene.lab.say(
                "submit", "waits", "--gres=gpu:4", "-t", "9", "-w", "gpu-a01")
            let move = ActionOrder(.move, targets: [id], wish: .queue("infer"), id: "move-1")
            let end = try await scene.carryOut(move, with: provider)
            #expect(end.plan.tier == .reversible)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(end.sentence.contains("job \(id) waits in infer"))
            #expect(try scene.partition(of: id) == "infer")
            #expect(
                end.checks.contains {
                    $0.verdict == .warn && $0.sentence.contains("wants 4 GPUs; infer has 2")
                })
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: "move-1", as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try scene.partition(of: id) == "gpu")
        }
    }

    @Test func whatCannotBeMovedIsRefused() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider()
            let id = try await scene.submit("runs", "--gres=gpu:1", "-t", "9", "-w", "gpu-a01")
            for (kind, targets, queue, words) in [
                (ActionKind.move, [id], "infer", "only one that waits can be moved"),
                (.move, ["999999"], "infer", "No job `999999`"),
                (.move, ["1;reboot"], "infer", "No job `1;reboot`"),
                (.requeue, ["999999"], "", "No job `999999`"),
            ] {
                let order = ActionOrder(kind, targets: targets, wish: .queue(queue), id: queue)
                let refusal = await #expect(throws: ActionRefusal.self) {
                    try await scene.executor.plan(order, with: provider)
                }
                #expect(refusal?.sentence.contains(words) == true, "\(words)")
            }
        }
    }

    @Test func aJobThatRunsIsPutBackIntoTheQueue() async throws {
        try await SlurmScene.run { scene in
            let id = try await scene.submit("train", "--gres=gpu:1", "-t", "9", "-w", "gpu-a01")
            let order = ActionOrder(.requeue, targets: [id], id: "requeue-1")
            let plan = try await scene.executor.plan(order, with: scene.provider())
            #expect(plan.plan.tier == .destructive)
            #expect(plan.plan.stages[0].steps[0].request.shown.hasSuffix(" scontrol requeue \(id)"))
            #expect(plan.checks.contains { $0.sentence.contains("train of root is ended") })
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .converged || end.state == .verified, "\(end.sentence)")
            let told = try scene.lab.say("scontrol", "show", "job", id)
            #expect(told.contains("Restarts=1"))
            await #expect(throws: ActionRefusal.self) {
                try await scene.later(acting: scene.provider()).planUndo(
                    of: order.id, as: "undo-1")
            }
        }
    }

    @Test func aNodeIsRestartedOnceItsJobHasEnded() async throws {
        try await SlurmScene.run { scene in
            let provider = try scene.provider(witness: MadeWitness())
            _ = try await scene.submit("train", "--gres=gpu:1", "-t", "9", "-w", "gpu-a02")
            let order = scene.order(.reboot, "gpu-a02", "new driver")
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.plan.tier == .destructive)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            try await scene.wait(for: order, missing: "it waits for its jobs to end")
            try scene.lab.say("finish", "train")
            try await scene.wait(for: order, missing: "it is restarting")
            try scene.lab.say("end", "gpu-a02")
            try scene.lab.say("boot", "gpu-a02")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence == "4 GPUs of gpu-a02 answer")
        }
    }

    @Test func aRestartThatWaitsIsCalledOff() async throws {
        try await SlurmScene.run { scene in
            _ = try await scene.submit("train", "--gres=gpu:1", "-t", "9", "-w", "gpu-a02")
            let order = scene.order(.reboot, "gpu-a02")
            _ = try await scene.executor.plan(order, with: scene.provider())
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            try await scene.wait(for: order, missing: "it waits for its jobs to end")
            await scene.executor.cancel(order.id)
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.sentence)")
            #expect(try scene.lab.state("gpu-a02") == "MIXED")
        }
    }

    @Test func aDrainEndsByItselfOnlyWhereItCanAndMay() async throws {
        try await SlurmScene.run { scene in
            let order = ActionOrder(
                .drain, targets: ["gpu-a01"], wish: .lasting(seconds: 7200), id: "timed")
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await scene.executor.plan(order, with: scene.provider())
            }
            #expect(refusal?.sentence.contains("runs SLURM 22.05") == true)
            let newer = try scene.provider(tricked: "newer", witness: MadeWitness())
            let plan = try await scene.executor.plan(order, with: newer)
            #expect(plan.plan.stages[0].steps[0].request.shown.hasSuffix(" ResumeAfter=7200"))
            #expect(plan.plan.remarks.contains { $0.contains("after 120 min") })
            let blind = ActionOrder(.drain, targets: order.targets, wish: order.wish, id: "blind")
            let unseen = try await scene.executor.plan(
                blind, with: scene.provider(tricked: "newer", witness: MadeWitness(findings: nil)))
            #expect(unseen.isHeldBack, "nobody can say that the hardware is sound")
            let bad = try scene.provider(
                tricked: "newer", witness: MadeWitness(findings: ["gpu-a01: Xid 79"]))
            let again = ActionOrder(.drain, targets: order.targets, wish: order.wish, id: "bad")
            let blocked = try await scene.executor.plan(again, with: bad)
            #expect(blocked.state == .refused, "\(blocked.sentence)")
            #expect(blocked.sentence.contains("bad hardware (gpu-a01: Xid 79)"))
        }
    }
}

extension SlurmScene {
    /// The partition of a job, as SLURM says it.
    fileprivate func partition(of id: String) throws -> String {
        try lab.say("squeue", "-h", "-j", id, "-o", "%P")
    }

    /// Waits until an action says what it waits for.
    fileprivate func wait(for order: ActionOrder, missing text: String) async throws {
        let isSaid = await eventually {
            guard let action = await executor.action(order.id) else { return false }
            return action.places.contains {
                action.steps[$0]?.missing?.contains(text) == true
            }
        }
        #expect(isSaid, "\(text)")
    }
}
