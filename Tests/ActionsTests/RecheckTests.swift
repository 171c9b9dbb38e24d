import Actions
import Collector
import Fleet
import Foundation
import Testing

/// Between the plan and the yes the world gets worse without any verdict being another.
struct RecheckTests {
    private func jobs(_ ids: [String], until: String) -> ActionCheck {
        ActionCheck(
            .blastRadius, .warn, "\(ids.count) jobs are on it, until \(until).", facts: ids)
    }

    private func end(
        _ before: [ActionCheck], _ after: [ActionCheck]
    ) async throws -> (machine: ActionMachine, sent: [String]) {
        var found: (ActionMachine, [String])?
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            await scene.router.answer(before)
            let plan = try await executor.plan(
                ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
            for check in plan.checks where check.verdict == .unknown {
                await executor.acknowledge(check, of: "w1")
            }
            await scene.router.answer(after)
            found = (try await executor.carryOut("w1"), await scene.router.sent)
        }
        return try #require(found)
    }

    @Test func moreJobsOnANodeAreAnotherPlan() async throws {
        let (machine, sent) = try await end(
            [jobs(["1"], until: "14:05")], [jobs(["1", "2", "3", "4"], until: "18:00")])
        #expect(machine.state == .refused)
        #expect(
            machine.sentence
                == "The plan said: 1 jobs are on it, until 14:05. By now: 4 jobs are on "
                + "it, until 18:00. Plan anew.")
        #expect(sent.isEmpty)
    }

    /// Time goes on, and jobs end.
    @Test func whatOnlyMovesOnWithTheTimeOrEndsIsTheSame() async throws {
        for after in [
            jobs(["1", "2"], until: "14:06"), jobs(["2"], until: "14:05"),
            ActionCheck(.blastRadius, .pass, "No job is on it.", facts: []),
        ] {
            let (machine, sent) = try await end([jobs(["1", "2"], until: "14:05")], [after])
            #expect(machine.state == .verified, "\(machine.sentence)")
            #expect(sent.count == 1)
        }
    }

    @Test func anotherOwnerOrAnotherUnknownIsAnotherPlan() async throws {
        let cases: [(ActionCheck.Kind, ActionCheck.Verdict)] = [
            (.ownership, .warn), (.ownership, .pass), (.existence, .unknown),
            (.permission, .unknown), (.blastRadius, .pass),
        ]
        for (kind, verdict) in cases {
            let (machine, sent) = try await end(
                [ActionCheck(kind, verdict, "bob has it.")],
                [ActionCheck(kind, verdict, "eve has it.")])
            #expect(machine.state == .refused, "\(kind)")
            #expect(
                machine.sentence == "The plan said: bob has it. By now: eve has it. Plan anew.")
            #expect(sent.isEmpty)
        }
    }

    /// What is no longer in the way, and figures that are only to be known.
    @Test func whatIsBetterOrOnlyToBeKnownIsNoOtherPlan() async throws {
        for (before, after) in [
            (
                ActionCheck(.ownership, .unknown, "who knows"),
                ActionCheck(.ownership, .pass, "nobody has it")
            ),
            (
                ActionCheck(.capacity, .warn, "4 GPUs free"),
                ActionCheck(.capacity, .warn, "3 GPUs free")
            ),
        ] {
            let (machine, _) = try await end([before], [after])
            #expect(machine.state == .verified, "\(machine.sentence)")
        }
    }
}
