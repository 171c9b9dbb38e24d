import Actions
import Fleet
import Support
import Testing

/// A cordon that somebody else makes while ours is on its way is his: it is not taken over.
@Suite(.serialized)
struct KubernetesCordonTests {
    private static let node = "/api/v1/nodes/gpu-b01"

    private func mark(_ scene: KubernetesScene) throws -> String {
        try scene.lab.value(Self.node, "metadata", "annotations", "hybridtop/cordoned-by")
    }

    private func unschedulable(_ scene: KubernetesScene) throws -> String {
        try scene.lab.value(Self.node, "spec", "unschedulable")
    }

    /// Has somebody else cordon the node right before our next change of it.
    private func race(_ scene: KubernetesScene, _ annotations: String) throws {
        let patch = #"{"spec":{"unschedulable":true},"metadata":{"annotations":\#(annotations)}}"#
        let quoted = patch.replacing("\"", with: "\\\"")
        try scene.lab.say("race", "/nodes/gpu-b01", #"[["patch","\#(Self.node)","\#(quoted)"]]"#)
    }

    /// Nodes of a real cluster have annotations; those of a new one need not.
    private func annotate(_ scene: KubernetesScene) throws {
        try scene.lab.say(
            "patch", Self.node, #"{"metadata":{"annotations":{"csi.volume/nodeid":"b01"}}}"#)
    }

    @Test(
        arguments: [true, false],
        [
            #"{}"#, #"{"why":"bad NVLink, do not use"}"#,
            #"{"hybridtop/cordoned-by":"fan [op:20261122T000000-aaaaaa]"}"#,
        ])
    func somebodyElsesIsAConflict(isAnnotated: Bool, theirs: String) async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            if isAnnotated { try annotate(scene) }
            let order = KubernetesScene.order(.cordon, ["gpu-b01"])
            _ = try await scene.executor.plan(order, with: provider)
            try race(scene, theirs)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .failed, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("changed since it was seen"), "\(end.sentence)")
            #expect(try scene.changes().map(\.status) == [422])
            #expect(try unschedulable(scene) == "1")
            #expect(try mark(scene) == (theirs.contains("fan") ? Self.fan : ""))
            let resume = KubernetesScene.order(.resume, ["gpu-b01"])
            let plan = try await scene.executor.plan(resume, with: provider)
            #expect(plan.isHeldBack, "\(plan.checks)")
        }
    }

    private static let fan = "fan [op:20261122T000000-aaaaaa]"

    /// What is taken back is ours alone.
    @Test func aDrainThatMeetsOneGivesBackOnlyItsOwn() async throws {
        try await KubernetesScene.run { scene in
            try annotate(scene)
            let provider = try scene.provider()
            let order = KubernetesScene.order(.drain, ["gpu-a02", "gpu-b01"])
            _ = try await scene.executor.plan(order, with: provider)
            try race(scene, "{}")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try unschedulable(scene) == "1", "theirs stays")
            let other = try scene.lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable")
            #expect(other.isEmpty, "ours is taken back")
            #expect(try scene.changes().allSatisfy { !$0.path.hasSuffix("/eviction") })
        }
    }

    /// A colleague takes his cordon back and another hybridtop makes one, between our look and our request.
    @Test func aResumeOfAnUnmarkedCordonTakesNoMarkedOneAway() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("patch", Self.node, #"{"spec":{"unschedulable":true}}"#)
            let order = KubernetesScene.order(.resume, ["gpu-b01"])
            _ = try await scene.executor.plan(order, with: scene.provider())
            await scene.executor.acknowledge(.ownership, of: order.id)
            try race(scene, #"{"hybridtop/cordoned-by":"\#(Self.fan)"}"#)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .failed, "\(end.state): \(end.sentence)")
            #expect(try unschedulable(scene) == "1")
            #expect(try mark(scene) == Self.fan)
        }
    }

    /// Our mark was left behind by who uncordoned the node with another tool.
    @Test func aMarkThatWasLeftBehindIsReplaced() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "patch", Self.node,
                #"{"metadata":{"annotations":{"hybridtop/cordoned-by":"\#(Self.fan)"}}}"#)
            let order = KubernetesScene.order(.cordon, ["gpu-b01"], reason: "riser & fan")
            let end = try await scene.carryOut(order, with: scene.provider())
            #expect(end.state == .converged, "\(end.state): \(end.sentence)")
            #expect(try mark(scene) == "riser & fan [op:\(order.id)]")
        }
    }

    /// Taking back that it was opened is to close it, not to empty it.
    @Test func anUncordonIsUndoneByACordon() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let pods = try scene.lab.pods(on: "gpu-a02")
            let cordon = KubernetesScene.order(.cordon, ["gpu-a02"])
            _ = try await scene.carryOut(cordon, with: provider)
            let resume = KubernetesScene.order(.resume, ["gpu-a02"])
            _ = try await scene.carryOut(resume, with: provider)
            let later = try scene.later(acting: provider)
            let undo = try await later.planUndo(of: resume.id, as: "undo-1")
            #expect(undo.plan.kind == .cordon && undo.plan.tier == .reversible)
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try scene.lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable") == "1")
            #expect(try scene.lab.pods(on: "gpu-a02") == pods)
        }
    }
}
