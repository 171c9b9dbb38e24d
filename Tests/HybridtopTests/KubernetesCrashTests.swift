import Glibc
import Support
import Testing

/// The real program killed while it drains a node of Kubernetes, and what the next start makes of it.
@Suite(.serialized) struct KubernetesCrashTests {
    /// Kills a drain when the journal has so many lines with a text.
    private func kill(_ scene: KubernetesRunLab, at text: String, count: Int) async throws {
        let running = try RunningProgram(scene.program, "drain gpu-a02 --yes")
        await scene.wait(for: text, count: count)
        running.signal(SIGKILL)
        running.status()
    }

    @Test(arguments: [
        ("\"event\":\"confirmed\"", 1), ("\"event\":\"sending\"", 1), ("\"event\":\"answered\"", 1),
        ("\"result\":\"reached\"", 1), ("\"event\":\"sending\"", 2), ("\"event\":\"answered\"", 2),
    ])
    func whatAKillLeftIsSeenAndNeverSentAgain(text: String, count: Int) async throws {
        let scene = try KubernetesRunLab()
        try await kill(scene, at: text, count: count)
        let id = scene.id
        let sent = try scene.changes().count
        let watched = scene.program.run("actions watch \(id)")
        #expect([0, 4, 5, 8].contains(watched.status), "\(watched)")
        let looked = try scene.changes().count
        #expect(looked == sent, "nothing is sent by looking")
        if watched.status == 8 {
            let back = scene.program.run("actions back \(id) --yes")
            #expect(back.status == 0 && back.output.contains("rolled back"), "\(back)")
        } else if watched.status == 0 {
            #expect(scene.program.run("actions undo \(id) --yes").status == 0)
        }
        let isCordoned = try scene.isCordoned()
        #expect(!isCordoned)
        #expect(scene.program.run("actions list --unfinished").output == "no actions\n")
        let evictions = try scene.changes().count { $0.path.hasSuffix("/eviction") }
        #expect(evictions <= 1)
    }

    /// The request is out and never arrives, the program is gone, and nobody knows what became of it.
    @Test func aRequestThatNeverArrivedIsNotSentAgain() async throws {
        let scene = try KubernetesRunLab()
        try scene.lab.say("fault", "PATCH", "/nodes/gpu-a02", "hang")
        try await kill(scene, at: "\"event\":\"sending\"", count: 1)
        try scene.lab.say("clear")
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(watched.status == 5, "\(watched)")
        #expect(watched.output.contains("not seen to be taken"), "\(watched)")
        let isCordoned = try scene.isCordoned()
        let taken = try scene.changes().count { $0.status != 0 }
        #expect(!isCordoned && taken == 0)
    }

    /// While a disruption budget holds a pod, and it is told to go on once the budget allows it.
    @Test func aDrainThatABudgetHeldGoesOnWhenItIsToldTo() async throws {
        let scene = try KubernetesRunLab()
        try scene.lab.say("patch", KubernetesRunLab.budget, "{\"spec\":{\"minAvailable\":2}}")
        try await kill(scene, at: "\"result\":\"deferred\"", count: 1)
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(watched.status == 8, "\(watched)")
        #expect(watched.output.contains("hybridtop actions resume"), "\(watched)")
        let plan = scene.program.run("actions resume \(scene.id) --plan")
        #expect(plan.status == 0 && plan.output.contains("/eviction"), "\(plan)")
        let isCordoned = try scene.isCordoned()
        #expect(isCordoned)
        try scene.lab.say("patch", KubernetesRunLab.budget, "{\"spec\":{\"minAvailable\":1}}")
        let on = scene.program.run("actions resume \(scene.id) --yes")
        #expect(on.status == 0, "\(on)")
        let left = try scene.lab.pods(on: "gpu-a02").keys
        #expect(!left.contains { $0.hasPrefix("own") })
    }
}
