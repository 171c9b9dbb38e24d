import Actions
import Collector
import Fleet
import Support
import Testing

/// Of several targets some are done and some are not: it is told which, and left so.
@Suite(.serialized)
struct KubernetesPartialTests {
    private func end(
        _ order: ActionOrder, _ scene: KubernetesScene, fault: (String, String, String)
    ) async throws -> ActionMachine {
        _ = try await scene.executor.plan(
            order,
            with: scene.provider(["action_deadline": .duration(.seconds(3))]))
        try scene.lab.say("fault", fault.0, fault.1, fault.2)
        return try await scene.executor.carryOut(order.id)
    }

    @Test func oneOfTwoWorkloadsIsRefused() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.scale, ["own", "rented"], .count(3))
            let end = try await end(order, scene, fault: ("PATCH", "rented/scale", "403"))
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(end.sentence.hasPrefix("1 of 2 done: "), "\(end.sentence)")
            #expect(try [scene.replicas("own"), scene.replicas("rented")] == ["3", "1"])
            #expect(try scene.changes().map(\.status) == [200, 403])
        }
    }

    /// Of one of two nobody knows: of all of it nobody does, until it is looked at.
    @Test func theAnswerForOneOfTwoWorkloadsIsLost() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.scale, ["own", "rented"], .count(3))
            let end = try await end(order, scene, fault: ("PATCH", "rented/scale", "lose-before"))
            #expect(end.state == .unknown && end.isOver, "\(end.state): \(end.sentence)")
            #expect(try [scene.replicas("own"), scene.replicas("rented")] == ["3", "1"])
            #expect(try scene.changes().count == 2)
        }
    }

    @Test(arguments: [ActionKind.cordon, .resume])
    func oneOfTwoNodesIsRefused(kind: ActionKind) async throws {
        try await KubernetesScene.run { scene in
            let nodes = ["gpu-a02", "gpu-b01"]
            if kind == .resume {
                _ = try await scene.carryOut(
                    KubernetesScene.order(.cordon, nodes), with: scene.provider())
            }
            let order = KubernetesScene.order(kind, nodes)
            let end = try await end(order, scene, fault: ("PATCH", "nodes/gpu-b01", "403"))
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(end.sentence.hasPrefix("1 of 2 done: "), "\(end.sentence)")
            let closed = try nodes.map {
                try scene.lab.value("/api/v1/nodes/\($0)", "spec", "unschedulable")
            }
            #expect(closed == (kind == .cordon ? ["1", ""] : ["", "1"]))
        }
    }

    /// A node that could not be cordoned would get new pods: nothing is evicted then.
    @Test func whereOneOfTwoNodesIsNotCordonedNoPodHasToGo() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.drain, ["gpu-a02", "gpu-b01"])
            let end = try await end(order, scene, fault: ("PATCH", "nodes/gpu-b01", "403"))
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(try scene.changes().allSatisfy { !$0.path.hasSuffix("/eviction") })
            #expect(try scene.lab.pods(on: "gpu-a02").keys.contains { $0.hasPrefix("own-") })
        }
    }

    @Test func oneOfSeveralPodsMayNotGo() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.drain, ["gpu-a01"])
            let end = try await end(order, scene, fault: ("POST", "/eviction", "403"))
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            let sent = try scene.changes().filter { $0.path.hasSuffix("/eviction") }
            #expect(sent.count > 1 && sent.count { $0.status == 403 } == 1)
            #expect(end.sentence.hasPrefix("\(sent.count - 1) of \(sent.count) done: "))
            let left = try scene.lab.pods(on: "gpu-a01").keys
            let refused = sent.first?.path.split(separator: "/").dropLast().last.map(String.init)
            #expect(left.contains(refused ?? ""), "\(left)")
        }
    }

    @Test func aStageThatIsRefusedTakesTheOneBeforeItBack() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.shift(0.8, stages: [0.5, 1])
            _ = try await scene.executor.plan(order, with: scene.provider(clock: SystemClock()))
            try scene.lab.say("load", "400")
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isHalf = await eventually { (try? scene.weights()) == ["60", "40"] }
            #expect(isHalf)
            try scene.lab.say("fault", "PATCH", "httproutes/chat", "403")
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("the lab was told to fail"), "\(end.sentence)")
            #expect(try scene.weights() == ["100", "0"])
            #expect(try scene.changes().map(\.status) == [200, 403, 200])
        }
    }
}
