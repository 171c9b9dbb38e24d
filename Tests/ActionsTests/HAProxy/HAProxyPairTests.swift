import Actions
import Collector
import Fleet
import Foundation
import Support
import Synchronization
import Testing

/// A router of two real instances, of which one dies in the midst of a shift.
@Suite(.serialized)
struct HAProxyPairTests {
    /// Shifts half of it, and kills the second instance while the first stage is held. Returns once the
    /// first is back.
    private func kill(
        _ scene: HAProxyScene, _ shift: ActionOrder
    ) async throws -> Task<ActionMachine, any Error> {
        _ = try await scene.executor.plan(shift, with: scene.provider)
        let run = Task { [executor = scene.executor] in try await executor.carryOut(shift.id) }
        let isHeld = await eventually(within: .seconds(30)) {
            await scene.executor.action(shift.id)?.need == .gate
        }
        #expect(isHeld)
        #expect(try scene.lab.say("get weight chat/rented", instance: 1).hasPrefix("25 "))
        try scene.lab.tell("kill 1")
        let isBack = await eventually(within: .seconds(30)) {
            (try? scene.lab.say("get weight chat/own"))?.hasPrefix("100 ") == true
                && (try? scene.lab.say("get weight chat/rented"))?.hasPrefix("0 ") == true
        }
        #expect(isBack, "the instance that lives is taken back at once")
        return run
    }

    @Test func theOneThatLivesGoesBackAndTheDeadOneIsNamed() async throws {
        let clock = PushedClock()
        try await HAProxyScene.run(hold: .seconds(60), clock: clock) { scene in
            let shift = HAProxyScene.shift(0.5, stages: [0.5, 1])
            let run = try await kill(scene, shift)
            let dead = scene.lab.addresses.sockets[1]
            let waits = await eventually {
                let now = await scene.executor.action(shift.id)
                return now?.sentence.contains("\(dead) cannot be read") == true
            }
            let now = try #require(await scene.executor.action(shift.id))
            #expect(waits && !now.isOver, "\(now.state): \(now.sentence)")
            // As long as a way back may take, and not as a stage.
            clock.push(.seconds(2_000))
            let end = try await run.value
            #expect(end.state == .partial && !end.isAsWanted, "\(end.state): \(end.sentence)")
            let words = [
                "It is back everywhere but at \(dead)",
                "as last read chat/own weight 75, chat/rented weight 25 there",
                "'hybridtop actions undo \(shift.id)'",
            ]
            for word in words { #expect(end.sentence.contains(word), "\(end.sentence)") }
            let forward = HAProxyScene.shift(0.3)
            await #expect(throws: ActionRefusal.self, "a change needs all instances") {
                try await scene.executor.plan(forward, with: scene.provider)
            }
        }
    }

    /// One takes the second stage and the other is not permitted to: both stand at the first again.
    @Test func whatOnlyOneTakesIsTakenBackToTheStageThatWasProved() async throws {
        try await HAProxyScene.run(hold: .milliseconds(800), isPassed: true) { scene in
            let shift = HAProxyScene.shift(0.5, stages: [0.5, 1])
            _ = try await scene.executor.plan(shift, with: scene.provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(shift.id) }
            let isHeld = await eventually(within: .seconds(30)) {
                await scene.executor.action(shift.id)?.need == .gate
            }
            #expect(isHeld)
            try scene.lab.tell("lose permission")
            let end = try await run.value
            #expect(end.state == .partial && end.stage == 2, "\(end.state): \(end.sentence)")
            let words = [
                "\(scene.lab.addresses.passedSocket) refused the stage 100 % (Permission denied)",
                "is taken back, at \(scene.lab.addresses.sockets[0]): 50 %, which was proved, stays",
            ]
            for word in words { #expect(end.sentence.contains(word), "\(end.sentence)") }
            for instance in 0...1 {
                let weight = try scene.lab.say("get weight chat/rented", instance: instance)
                #expect(weight.hasPrefix("25 "), "\(weight)")
            }
        }
    }

    /// It comes back as its configuration says: then all of it is as before.
    @Test func theOneThatComesBackIsTakenBackAsWell() async throws {
        try await HAProxyScene.run(hold: .seconds(60)) { scene in
            let shift = HAProxyScene.shift(0.5, stages: [0.5, 1])
            let run = try await kill(scene, shift)
            try scene.lab.tell("start 1")
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            for instance in 0...1 {
                let weight = try scene.lab.say("get weight chat/own", instance: instance)
                #expect(weight.hasPrefix("100 "))
            }
            let bytes = try Data(contentsOf: scene.folder.appendingPathComponent("actions.jsonl"))
            let account = try #require(JournalReplay(Array(bytes)).account(shift.id))
            #expect(account.machine == end && !account.isBroken)
        }
    }
}

/// The clock of this machine, put forward by a test.
private final class PushedClock: FleetClock {
    private let pushed = Mutex(Duration.zero)

    func push(_ duration: Duration) { pushed.withLock { $0 += duration } }

    func now() -> Instant {
        let (now, more) = (SystemClock().now(), pushed.withLock { $0 })
        return Instant(wall: now.wall + more, monotonic: now.monotonic + more)
    }
}
