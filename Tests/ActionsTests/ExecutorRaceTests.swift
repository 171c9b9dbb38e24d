import Actions
import Collector
import Fleet
import Foundation
import Synchronization
import Testing

/// What comes in between: cancellations at the wrong moment, looks that fail, others who act.
@Suite(.timeLimit(.minutes(1))) struct ExecutorRaceTests {
    @Test func aCancellationOnTheWayBackHoldsNothingUp() async throws {
        try await ExecutorScene.run { scene in
            // Looked at for the plan, before the first request, and by the first gates.
            let bearings = FailingBearings(after: 4)
            let executor = try scene.executor { $0.bearings = bearings }
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            await scene.router.onLook { _ in
                if await executor.action("s1")?.isGoingBack == true { await executor.cancel("s1") }
            }
            let end = try await executor.carryOut("s1")
            #expect(end.state == .rolledBack, "\(end.state) \(end.sentence)")
            #expect(await scene.router.weights == ExecutorScene.before)
        }
    }

    @Test func aCancellationWhileAnAnswerIsLostGoesBackOnceItIsSeen() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            await scene.router.onSend { number in
                guard number == 1 else { return nil }
                await executor.cancel("s1")
                return .lost("no answer")
            }
            let end = try await executor.carryOut("s1")
            #expect(end.state == .rolledBack, "\(end.state) \(end.sentence)")
            #expect(end.sentence == "cancelled by ada@desk")
            #expect(await scene.router.weights == ExecutorScene.before)
            #expect(end.steps[ActionStepID(stage: 0, step: 1)] == .skipped)
        }
    }

    @Test func aCancellationWhileNothingCanBeSeenEndsAsUnknown() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            await scene.router.onSend { [router = scene.router] _ in
                await executor.cancel("s1")
                await router.failLooks(.max)
                return .lost("no answer")
            }
            let end = try await executor.carryOut("s1")
            #expect(end.isOver && end.state == .unknown, "\(end.state) \(end.sentence)")
            #expect(await scene.router.sent.count == 1)
        }
    }

    /// Breaches the first gate and has looks fail from then on.
    private func goBackBlind(
        _ scene: ExecutorScene, failing count: Int
    ) async throws -> ActionMachine {
        let bearings = FailingBearings(after: 4)
        let executor = try scene.executor {
            $0.bearings = bearings
            $0.patience = .seconds(200)
        }
        _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
        let isFirst = Mutex(true)
        await scene.router.onLook { [router = scene.router] _ in
            guard await executor.action("s1")?.isGoingBack == true,
                isFirst.withLock({ first in
                    defer { first = false }
                    return first
                })
            else { return }
            await router.failLooks(count)
        }
        return try await executor.carryOut("s1")
    }

    @Test func theWayBackOutlivesLooksThatFail() async throws {
        try await ExecutorScene.run { scene in
            let end = try await goBackBlind(scene, failing: 20)
            #expect(end.state == .rolledBack, "\(end.state) \(end.sentence)")
            #expect(await scene.router.weights == ExecutorScene.before)
        }
    }

    @Test func aWayBackThatCannotBeSeenAtAllIsUnknown() async throws {
        try await ExecutorScene.run { scene in
            let end = try await goBackBlind(scene, failing: .max)
            #expect(end.isOver && end.state == .unknown, "\(end.state) \(end.sentence)")
            let replay = try Journal(path: scene.path).replay()
            #expect(replay.account("s1")?.machine == end)
        }
    }

    @Test func whatSomebodyElseHasDoneMeanwhileIsNotOurs() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(
                ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
            await scene.router.set("set weight chat/own 7")
            let end = try await executor.carryOut("w1")
            #expect(end.state == .refused, "\(end.state) \(end.sentence)")
            #expect(await scene.router.sent.isEmpty)
            await #expect(throws: ActionRefusal.self) {
                try await executor.planUndo(of: "w1", as: "u1")
            }
        }
    }

    @Test func everythingIsAskedAgainBetweenThePlanAndTheFirstRequest() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            await scene.router.answer([ActionCheck(.blastRadius, .warn, "one server is left")])
            let end = try await executor.carryOut("s1")
            #expect(end.state == .refused && end.sentence == "one server is left")
            #expect(await scene.router.sent.isEmpty)
        }
    }

    @Test func nobodyBeginsAnythingInTheSameServiceWhileARequestIsOut() async throws {
        try await ExecutorScene.run { scene in
            let (first, second) = (try scene.executor(), try scene.executor())
            let router = scene.router
            _ = try await first.plan(ExecutorScene.weigh("chat/own", 7, "w1"), with: router)
            _ = try await second.plan(ExecutorScene.weigh("chat/rented", 7, "w2"), with: router)
            let other = Mutex<ActionMachine?>(nil)
            await router.onSend { number in
                guard number == 1 else { return nil }
                let end = try? await second.carryOut("w2", isWaiting: false)
                other.withLock { $0 = end }
                return .accepted
            }
            #expect(try await first.carryOut("w1").state == .verified)
            let end = try #require(other.withLock { $0 })
            #expect(end.state == .refused && end.sentence.contains("is being begun"))
            _ = try await second.plan(ExecutorScene.weigh("chat/rented", 7, "w3"), with: router)
            #expect(try await second.carryOut("w3").state == .verified, "it is let go of again")
        }
    }

    @Test func whatWasTakenBackIsNotWaitedForForEver() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(
                ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
            _ = try await executor.carryOut("w1", isWaiting: false)
            await scene.router.set("set weight chat/own 100")
            let end = try await scene.executor().takeUp("w1")
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains("taken back"))
        }
    }

    @Test func looksThatFailAreToldWithTheirAge() async throws {
        try await ExecutorScene.run { scene in
            let told = Mutex<[String]>([])
            let executor = try scene.executor(report: { machine in
                let words = machine.places.compactMap { machine.steps[$0]?.missing }
                told.withLock { $0 += words }
            })
            _ = try await executor.plan(
                ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
            await scene.router.onSend { [router = scene.router] _ in
                await router.failLooks(3)
                return .accepted
            }
            #expect(try await executor.carryOut("w1").state == .verified)
            let words = told.withLock { $0 }
            #expect(words.contains { $0.hasSuffix("s: no answer") }, "\(words)")
            #expect(
                !(try String(contentsOfFile: scene.path, encoding: .utf8)).contains("looked at"))
        }
    }
}
