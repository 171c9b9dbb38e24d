import Actions
import Collector
import Fleet
import Foundation
import Testing

/// Whether the receiving side of a shift is watched, and what the plan says where it is not.
struct HoldTests {
    private func unwatched(_ machine: ActionMachine) -> [String] {
        machine.checks.filter { $0.kind == .policy && $0.verdict == .warn }.map(\.sentence)
    }

    /// As a shift of one hundredth comes to: all of its stages send the same.
    private func offerOneStage(_ scene: ExecutorScene) async {
        let plan = SamplePlan.reroute(shares: [1], hold: 0)
        await scene.router.offer(
            ActionProposal(tier: .disruptive, stages: plan.stages, retreat: plan.retreat))
    }

    @Test func aShiftOfASingleStageIsHeldAndGoesBack() async throws {
        try await ExecutorScene.run { scene in
            await offerOneStage(scene)
            let executor = try scene.executor { $0.bearings = FailingBearings(after: 3) }
            let plan = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            #expect(plan.plan.stages.map(\.holdSeconds) == [3])
            #expect(unwatched(plan).isEmpty)
            let end = try await executor.carryOut("s1")
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(await scene.router.weights == ExecutorScene.before)
        }
    }

    @Test func withoutAHoldThePlanSaysThatNobodyWatches() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor { $0.hold = .zero }
            let staged = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            let words = "Nothing watches the receiving side: a hold of 0 s."
            #expect(unwatched(staged) == [words])
            await offerOneStage(scene)
            let single = try await executor.plan(ExecutorScene.shift("s2"), with: scene.router)
            #expect(unwatched(single) == [words])
            #expect(try await executor.carryOut("s2").state == .verified)
        }
    }

    /// What is taken back could only turn round towards what somebody wants to be rid of.
    @Test func whatIsTakenBackIsNotHeldAndSaysSo() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            #expect(try await executor.carryOut("s1").state == .verified)
            let undo = try await executor.planUndo(of: "s1", as: "u1")
            #expect(
                unwatched(undo)
                    == ["Nothing watches the receiving side: what is taken back is not held."])
            #expect(try await executor.carryOut("u1").state == .verified)
            #expect(await scene.router.weights == ExecutorScene.before)
        }
    }
}
