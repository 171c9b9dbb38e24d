import Fleet
import Support
import Testing

@Suite struct ChangeLogTests {
    private func texts(_ scene: HealthScene) -> [String] {
        scene.snapshot.changes.map { "\($0.subject.name): \($0.text)" }
    }

    @Test func silenceAndReturnNewestFirst() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.pass()
        #expect(scene.snapshot.changes.isEmpty)
        scene.snapshot.sources[0].status = .stale(SourceFailure(.silent, ""))
        scene.pass()
        scene.snapshot.sources[0].status = .live
        scene.pass()
        #expect(texts(scene) == ["gpu-01: came back", "gpu-01: went silent"])
        #expect(scene.snapshot.changes[0].time == SampleFleet.time.wall + .seconds(3))
    }

    @Test func driverRebootAndCount() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.pass()
        scene.snapshot.sources[0].sample =
            HealthScene.node("gpu-01", gpus: 7, driver: "590.48.01", boot: "b1").sample
        scene.pass()
        #expect(
            texts(scene) == [
                "gpu-01: GPUs 8 -> 7", "gpu-01: rebooted",
                "gpu-01: driver 580.105.08 -> 590.48.01",
            ])
        #expect(scene.rules == ["rebooted"])
        scene.pass(.seconds(901))
        #expect(scene.rules.isEmpty, "no news any more")
    }

    @Test func statesAndReplicas() {
        var scene = HealthScene([HealthScene.endpoint("chat"), HealthScene.node("gpu-01")])
        scene.edit(0) { $0.endpoints[.replicasDesired, 0] = .value(3) }
        scene.pass()
        scene.edit(0) { sample in
            sample.endpointStates[0] = .failed
            sample.endpoints[.replicasDesired, 0] = .value(5)
        }
        scene.edit(1) { $0.acceleratorStates[2] = .lost(.notReported) }
        scene.pass()
        #expect(
            texts(scene) == [
                "gpu-01: GPU 2 lost", "chat: replicas wanted 3 -> 5", "chat: serving -> failed",
            ])
    }

    @Test func anObjectiveIsBreachedAndMetAgain() {
        let board = HealthBoard(objectives: ["chat": Objective(latencyP95: 0.6)])
        var scene = HealthScene([HealthScene.endpoint("chat")], board: board)
        func last(_ p95: Double, _ scene: inout HealthScene, for seconds: Int) {
            scene.edit { $0.endpoints[.latencyP95, 0] = .value(p95) }
            for _ in 0..<seconds { scene.pass() }
        }
        last(0.8, &scene, for: 10)
        #expect(texts(scene).isEmpty, "only measured so far")
        last(0.8, &scene, for: 10)
        #expect(texts(scene) == ["chat: breached: p95 800 ms, objective 600 ms"])
        #expect(scene.snapshot.changes[0].severity == .critical)
        for _ in 0..<5 {
            last(0.59, &scene, for: 2)
            last(0.61, &scene, for: 2)
        }
        #expect(texts(scene).count == 1, "it sways about the limit")
        last(0.4, &scene, for: 20)
        #expect(scene.snapshot.findings.isEmpty)
        #expect(texts(scene).first == "chat: p95 400 ms, within its objective of 600 ms")
        #expect(texts(scene).count == 2)
    }

    @Test func whatComesAndGoes() {
        var scene = HealthScene([HealthScene.endpoint("chat")])
        scene.pass()
        scene.snapshot.sources[0].sample = HealthScene.endpoint("code").sample
        scene.pass()
        #expect(texts(scene) == ["chat: disappeared", "code: appeared"])
    }

    @Test func keepsNoMoreThan500() {
        var scene = HealthScene([HealthScene.endpoint("chat")])
        for round in 0..<600 {
            scene.edit { $0.endpoints[.replicasReady, 0] = .value(Double(round)) }
            scene.pass()
        }
        #expect(scene.snapshot.changes.count == 500)
        #expect(scene.snapshot.changes.first?.text == "replicas ready 598 -> 599")
    }
}
