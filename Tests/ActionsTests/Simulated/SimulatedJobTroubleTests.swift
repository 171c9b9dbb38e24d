import Actions
import Collector
import Fleet
import Providers
import Support
import Testing

/// With chaos the demo's schedulers do to jobs and restarts what real ones do, and each ends as what it
/// was.
@Suite struct SimulatedJobTroubleTests {
    private func schedule(_ scene: SimulatedScene, _ node: String) async throws -> NodeSchedule? {
        let sample = try await scene.sample("hall-a")
        let row = sample.inventory.nodes.firstIndex { $0.name == node }
        return row.flatMap { sample.schedules[$0] }
    }

    private func node(_ number: Int) -> String {
        number < 10 ? "gpu-a0\(number)" : "gpu-a\(number)"
    }

    @Test func aRestartThatWaitsForEverIsCalledOff() async throws {
        try await SimulatedScene.run(chaos: .stuckDrains) { scene in
            let nodes = (1...15).map(node)
            let order = ActionOrder(.reboot, targets: nodes, id: "20261121T120000-00aa22")
            _ = try await scene.executor.plan(order, with: try scene.actor("hall-a"))
            let executor = scene.executor
            let under = Task { try await executor.carryOut(order.id) }
            let start = scene.clock.now().monotonic
            let isLate = await eventually(within: .seconds(60)) {
                (scene.clock.now().monotonic - start).inSeconds > 200
            }
            #expect(isLate, "it ended")
            let steps = try #require(await executor.action(order.id)).steps
            let done = steps.values.count { $0 == .converged }
            #expect(done > 0 && done < 15, "some jobs end, and others never")
            await executor.cancel(order.id)
            let end = try await under.value
            // What was restarted is not taken back by anything.
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            for node in nodes { #expect(try await schedule(scene, node)?.use == .allocated) }
        }
    }

    @Test func aNodeThatDoesNotComeBackIsToldSo() async throws {
        try await SimulatedScene.run(chaos: .failedRestarts) { scene in
            var ends: Set<ActionState> = []
            for number in 1...12 {
                let end = try await scene.carryOut(.reboot, [node(number)], by: "hall-a")
                ends.insert(end.state)
                let isDown = try await schedule(scene, node(number))?.use == .down
                #expect(isDown == (end.state == .failed), "\(node(number)) \(end.state)")
                guard isDown else { continue }
                #expect(end.sentence.contains("reboot timed out"), "\(end.sentence)")
                #expect(!end.sentence.contains("somebody else"), "\(end.sentence)")
            }
            #expect(ends == [.verified, .failed])
        }
    }

    @Test func aLostAnswerIsNeverToldForMoreThanIsSeen() async throws {
        try await SimulatedScene.run(chaos: .lostAnswers) { scene in
            var ends: Set<ActionState> = []
            for number in 1...20 {
                let before = try await job(scene)
                guard before.state == .running else { continue }
                let end = try await scene.carryOut(.requeue, ["88120"], by: "hall-a")
                ends.insert(end.state)
                let after = try await job(scene)
                let isPutBack = after.state == .pending || after.start != before.start
                #expect(isPutBack == (end.state != .unknown), "\(number): \(end.state)")
                scene.clock.move(.seconds(60))
            }
            #expect(ends.contains(.unknown) && ends.count > 1, "\(ends)")
        }
    }

    private func job(_ scene: SimulatedScene) async throws -> Job {
        let jobs = try #require(try await scene.sample("hall-a").jobs.value)
        return try #require(jobs.first { $0.id == "88120" })
    }
}
