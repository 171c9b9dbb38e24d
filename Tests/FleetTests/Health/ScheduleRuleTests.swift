import Fleet
import Support
import Testing

/// Nodes that their scheduler cannot use.
@Suite struct ScheduleRuleTests {
    private func scene(_ use: NodeSchedule.Use, reason: String = "no runtime") -> HealthScene {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.snapshot.sources[0].title = "Kubernetes"
        scene.edit { $0.schedules = [NodeSchedule(use, words: "NotReady", reason: reason)] }
        return scene
    }

    @Test func oneThatIsDownIsAFindingWithItsReason() throws {
        var scene = scene(.down)
        // A moment may pass between one state and the next.
        #expect(scene.look().isEmpty)
        let finding = try #require(scene.pass(.seconds(6)).first)
        #expect(finding.rule == "scheduler-down" && finding.severity == .warning)
        #expect(finding.title == "down for Kubernetes" && finding.subject.name == "gpu-01")
        #expect(finding.evidence == ["Kubernetes says NotReady.", "Because: no runtime"])
        scene.edit { $0.schedules = [NodeSchedule(.idle, words: "Ready")] }
        #expect(scene.pass(.seconds(6)).isEmpty)
    }

    @Test(arguments: [NodeSchedule.Use.idle, .mixed, .draining, .drained, .changing, .reserved])
    func whatIsMeantIsNoFinding(_ use: NodeSchedule.Use) {
        var scene = scene(use)
        scene.look()
        #expect(scene.pass(.seconds(60)).isEmpty)
    }
}
