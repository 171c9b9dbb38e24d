import Actions
import Collector
import Fleet
import Providers
import Support
import Testing

/// The demo's schedulers obey what is wanted of jobs and restarts, and what runs on the nodes follows.
@Suite struct SimulatedJobTests {
    private func job(_ scene: SimulatedScene, _ number: String) async throws -> Job? {
        let sample = try await scene.sample("hall-a")
        return try #require(sample.jobs.value).first { $0.id == number }
    }

    private func use(_ scene: SimulatedScene, _ node: String) async throws -> [Double] {
        let provider = try #require(
            try SimulatedScene.provider(node, scene.transports) as? any StreamingProvider)
        let table = try await provider.pollFast().sample.accelerators
        return (0..<8).map { table.value(.utilization, $0) ?? -1 }
    }

    private func schedule(_ scene: SimulatedScene, _ node: String) async throws -> NodeSchedule? {
        let sample = try await scene.sample("hall-a")
        let row = sample.inventory.nodes.firstIndex { $0.name == node }
        return row.flatMap { sample.schedules[$0] }
    }

    @Test func aJobThatIsPutBackEndsWaitsAndBeginsAgain() async throws {
        try await SimulatedScene.run { scene in
            let before = try #require(try await job(scene, "88120"))
            let end = try await scene.carryOut(.requeue, ["88120"], by: "hall-a")
            // That it waits is all there is to see: whether it begins again is another matter.
            #expect(end.state == .converged && end.plan.tier == .destructive, "\(end.sentence)")
            #expect(end.sentence.hasPrefix("job 88120 waits in train: BeginTime"))
            let waiting = try #require(try await job(scene, "88120"))
            #expect(waiting.state == .pending && waiting.nodes.isEmpty)
            for node in ["gpu-a01", "gpu-a12"] {
                #expect(try await use(scene, node).allSatisfy { $0 == 0 })
                #expect(try await schedule(scene, node)?.use == .idle)
            }
            scene.clock.move(.seconds(50))
            let again = try #require(try await job(scene, "88120"))
            #expect(again.state == .running && again.nodes == before.nodes)
            #expect(try #require(again.start) > (try #require(before.start)))
            #expect(try await use(scene, "gpu-a12").allSatisfy { $0 > 0.2 })
            await #expect(throws: ActionRefusal.self) { try await scene.undo(end.plan.id) }
        }
    }

    @Test func aPartOfANodeIsPutBackAlone() async throws {
        try await SimulatedScene.run { scene in
            let jobs = { () async throws -> [Job] in
                let all = try #require(try await scene.sample("hall-b").jobs.value)
                return all.filter { $0.nodes.contains("gpu-b19") }
            }
            let four = try await jobs()
            #expect(four.map(\.gpus) == [2, 2, 2, 2])
            let end = try await scene.carryOut(.requeue, [four[1].id], by: "hall-b")
            #expect(end.state == .converged)
            #expect(try await jobs().map(\.id) == [0, 2, 3].map { four[$0].id })
            let sight = try await scene.sample("gpu-b19")
            let owners = try #require(sight.processes.value).map(\.accelerator)
            #expect(!owners.contains(2) && !owners.contains(3))
        }
    }

    @Test func aJobThatWaitsIsMovedAndMovedBack() async throws {
        try await SimulatedScene.run { scene in
            let end = try await scene.carryOut(.move, ["95360"], .queue("gpu"), by: "hall-a")
            #expect(end.state == .converged && end.sentence.hasPrefix("job 95360 waits in gpu"))
            #expect(try await job(scene, "95360")?.partition == "gpu")
            let back = try await scene.undo(end.plan.id)
            #expect(back.state == .converged)
            #expect(try await job(scene, "95360")?.partition == "batch")
            // One that runs is not moved, by the provider's word already.
            await #expect(throws: ActionRefusal.self) {
                try await scene.carryOut(.move, ["88120"], .queue("gpu"), by: "hall-a")
            }
        }
    }

    @Test func aRestartedNodeGoesAwayAndComesBack() async throws {
        try await SimulatedScene.run { scene in
            let start = scene.clock.now().monotonic
            let order = ActionOrder(.reboot, targets: ["gpu-a12"], id: "20261121T120000-00aa11")
            _ = try await scene.executor.plan(order, with: try scene.actor("hall-a"))
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified && end.sentence == "8 GPUs of gpu-a12 answer")
            #expect((50.0...100).contains((scene.clock.now().monotonic - start).inSeconds))
            // It was started just now, and its job comes back to it.
            let sample = try await scene.sample("gpu-a12")
            #expect((sample.nodes.value(.uptime, 0) ?? 1e9) < 60)
            #expect(try await use(scene, "gpu-a12").allSatisfy { $0 == 0 })
            scene.clock.move(.seconds(20))
            #expect(try await use(scene, "gpu-a12").allSatisfy { $0 > 0.2 })
            #expect(try await job(scene, "88120")?.nodes.contains("gpu-a12") == true)
        }
    }

    @Test func whatHasNothingToDoIsRestartedAtOnceAndAnswersNobodyMeanwhile() async throws {
        try await SimulatedScene.run { scene in
            let command = Command(
                "env",
                ["scontrol", "reboot", "ASAP", "nextstate=RESUME", "reason=fan", "gpu-a37"],
                host: RemoteHost("login.hall-a.example"))
            let answer = try await scene.transports.commands.run(command, limit: 4096)
            #expect(answer.status.isSuccess)
            #expect(try await schedule(scene, "gpu-a37")?.words == "IDLE+DRAIN+REBOOT_REQUESTED")
            scene.clock.move(.seconds(10))
            #expect(try await schedule(scene, "gpu-a37")?.words == "DOWN+DRAIN+REBOOT_ISSUED")
            await #expect(throws: SourceFailure.self) { try await scene.sample("gpu-a37") }
            scene.clock.move(.seconds(30))
            #expect(try await schedule(scene, "gpu-a37")?.use == .idle)
            #expect(try await scene.sample("gpu-a37").nodes.value(.uptime, 0) ?? 1e9 < 60)
        }
    }
}
