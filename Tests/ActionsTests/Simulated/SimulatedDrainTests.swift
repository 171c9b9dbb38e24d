import Actions
import Collector
import Fleet
import Providers
import Support
import Testing

/// The demo's schedulers obey the real provider and the real executor, and what runs on their nodes
/// follows.
@Suite struct SimulatedDrainTests {
    private func jobs(_ scene: SimulatedScene, on node: String) async throws -> [Job] {
        let sample = try await scene.sample("hall-a")
        return try #require(sample.jobs.value).filter { $0.nodes.contains(node) }
    }

    private func busy(_ scene: SimulatedScene, _ node: String) async throws -> [Double] {
        let provider = try #require(
            try SimulatedScene.provider(node, scene.transports) as? any StreamingProvider)
        let table = try await provider.pollFast().sample.accelerators
        return (0..<8).map { table.value(.utilization, $0) ?? -1 }
    }

    @Test func aDrainedNodeIsProvedEmptyAndComesBack() async throws {
        try await SimulatedScene.run { scene in
            #expect(try await jobs(scene, on: "gpu-a12").map(\.name) == ["llm-120b"])
            let start = scene.clock.now().monotonic
            let end = try await scene.carryOut(.drain, ["gpu-a12"], by: "hall-a")
            #expect(
                end.state == .verified
                    && end.sentence == "8 GPUs of gpu-a12 are empty, by nvidia-smi")
            // It took as long as the job needed to leave.
            #expect((18.0...60).contains((scene.clock.now().monotonic - start).inSeconds))
            #expect(try await jobs(scene, on: "gpu-a12").isEmpty)
            #expect(try await busy(scene, "gpu-a12").allSatisfy { $0 == 0 })
            #expect(try await busy(scene, "gpu-a11").allSatisfy { $0 > 0.2 })
            let node = try #require(try await schedule(scene, "gpu-a12"))
            #expect(node.use == .drained && node.reason.contains("[op:"))
            let back = try await scene.carryOut(.resume, ["gpu-a12"], by: "hall-a")
            #expect(back.state == .converged && back.isOver)
            scene.clock.move(.seconds(20))
            #expect(try await jobs(scene, on: "gpu-a12").map(\.name) == ["llm-120b"])
            #expect(try await busy(scene, "gpu-a12").allSatisfy { $0 > 0.2 })
        }
    }

    /// A GPU of gpu-b17 is off the bus: nobody can tell of it.
    @Test func aNodeWithALostGPUIsNotCalledEmpty() async throws {
        try await SimulatedScene.run { scene in
            scene.clock.move(.seconds(20))
            let end = try await scene.carryOut(.drain, ["gpu-b17"], by: "hall-b")
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(
                end.sentence
                    == "7 of 8 GPUs of gpu-b17 are empty, by nvidia-smi; 1 does not answer.")
        }
    }

    @Test func jobsHoldTheVeryGPUsOnWhichTheirProcessesAre() async throws {
        try await SimulatedScene.run { scene in
            for site in ["hall-a", "hall-b"] {
                let jobs = try #require(try await scene.sample(site).jobs.value)
                let held = jobs.flatMap(\.shares).flatMap { share in
                    share.indices.map { "\(share.node) \($0)" }
                }
                #expect(Set(held).count == held.count, "a GPU is held twice")
                #expect(jobs.contains { $0.state == .pending && $0.nodes.isEmpty })
                for job in jobs where job.holds {
                    #expect(job.gpus == job.shares.reduce(0) { $0 + $1.indices.count })
                }
                // Who holds a GPU is who its process belongs to.
                for job in jobs where job.name == "notebook" && job.nodes[0] < "gpu-b21" {
                    try await compare(scene, job)
                }
            }
        }
    }

    private func compare(_ scene: SimulatedScene, _ job: Job) async throws {
        let provider = try #require(
            try SimulatedScene.provider(job.nodes[0], scene.transports) as? any StreamingProvider)
        let processes = try #require(try await provider.poll().sample.processes.value)
        for process in processes where job.shares[0].indices.contains(process.accelerator) {
            #expect(process.user == job.user)
        }
    }

    @Test func whatAnotherHasDrainedIsLeftAlone() async throws {
        try await SimulatedScene.run { scene in
            let order = ActionOrder(.drain, targets: ["gpu-b25"], id: "1")
            let plan = try await scene.executor.plan(order, with: try scene.actor("hall-b"))
            #expect(
                plan.checks.contains {
                    $0.verdict == .block && $0.sentence.contains("root says 'riser replaced")
                })
            await #expect(throws: ActionRefusal.self) { try await scene.executor.carryOut("1") }
        }
    }

    @Test func theLastNodesOfAPartitionTakeTheirName() async throws {
        try await SimulatedScene.run { scene in
            let nodes = ["gpu-a36", "gpu-a37", "gpu-a38"]
            let order = ActionOrder(.drain, targets: nodes, id: "1")
            let plan = try await scene.executor.plan(order, with: try scene.actor("hall-a"))
            #expect(plan.plan.tier == .destructive)
        }
    }

    @Test func aDrainThatNeverEndsGoesOnUntilItIsTakenBack() async throws {
        try await SimulatedScene.run(chaos: .stuckDrains) { scene in
            let nodes = (1...15).map { $0 < 10 ? "gpu-a0\($0)" : "gpu-a\($0)" }
            let order = ActionOrder(.drain, targets: nodes, id: "1")
            _ = try await scene.executor.plan(order, with: try scene.actor("hall-a"))
            let executor = scene.executor
            let under = Task { try await executor.carryOut("1") }
            let start = scene.clock.now().monotonic
            let isLate = await eventually(within: .seconds(60)) {
                (scene.clock.now().monotonic - start).inSeconds > 150
            }
            #expect(isLate, "it ended")
            let steps = try #require(await executor.action("1")).steps.values
            #expect(steps.contains(.converged), "some nodes are empty soon")
            #expect(steps.contains { $0.isUnderWay }, "others never are")
            await executor.cancel("1")
            #expect(try await under.value.state == .rolledBack)
            for node in nodes {
                #expect(try await schedule(scene, node)?.use != .draining)
            }
        }
    }

    @Test func aLostAnswerIsNeverToldForMoreThanIsSeen() async throws {
        try await SimulatedScene.run(chaos: .lostAnswers) { scene in
            var ends: Set<ActionState> = []
            for number in 1...16 {
                let node = number < 10 ? "gpu-a0\(number)" : "gpu-a\(number)"
                let end = try await scene.carryOut(.drain, [node], by: "hall-a")
                ends.insert(end.state)
                let isDrained = try await schedule(scene, node)?.use == .drained
                #expect(isDrained == (end.state == .verified), "\(node) \(end.state)")
            }
            // Some were lost on the way there, and nobody may call that anything but unknown.
            #expect(ends == [.verified, .unknown])
        }
    }

    private func schedule(_ scene: SimulatedScene, _ node: String) async throws -> NodeSchedule? {
        let sample = try await scene.sample("hall-a")
        let row = sample.inventory.nodes.firstIndex { $0.name == node }
        return row.flatMap { sample.schedules[$0] }
    }
}
