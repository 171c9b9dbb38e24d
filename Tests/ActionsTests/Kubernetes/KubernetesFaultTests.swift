import Actions
import Fleet
import Support
import Testing

/// What goes wrong on the way: nothing is called more than it is, and nothing is sent twice.
@Suite(.serialized)
struct KubernetesFaultTests {
    @Test func whoMayNotIsToldWhichRightIsMissing() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(as: "viewer")
            for (order, right) in [
                (KubernetesScene.scale("own", 3), "patch deployments.apps/scale in namespace chat"),
                (KubernetesScene.shift(0.5), "patch httproutes.gateway.networking.k8s.io"),
                (KubernetesScene.order(.drain, ["gpu-a02"]), "patch nodes"),
            ] {
                let plan = try await scene.executor.plan(order, with: provider)
                #expect(plan.state == .refused)
                let check = plan.checks.first { $0.verdict == .block }
                #expect(check?.kind == .permission)
                #expect(check?.sentence.contains(right) == true, "\(check?.sentence ?? "")")
            }
            #expect(try scene.changes().isEmpty)
        }
    }

    @Test func whatSomebodyElseHasChangedIsRefusedNotForced() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: provider)
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/own", "{\"spec\":{\"replicas\":5}}")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("replicas 5"), "\(end.sentence)")
            #expect(try scene.changes().isEmpty)
        }
    }

    /// The count is as it was seen, and something else of the object is not.
    @Test func aStaleVersionIsPlannedAnew() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: provider)
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/own",
                "{\"metadata\":{\"annotations\":{\"by\":\"bo\"}}}")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("something else by now"), "\(end.sentence)")
            #expect(try scene.replicas("own") == "2")
            #expect(try scene.changes().isEmpty)
        }
    }

    /// A lost answer is unknown until it is seen; it is never sent again.
    @Test func anAnswerThatIsLostIsLookedFor() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: scene.provider())
            try scene.lab.say("fault", "PATCH", "/scale", "lose-after")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.past.contains(.unknown))
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try scene.changes().count == 1)
        }
    }

    @Test(arguments: ["lose-before", "hang", "500"])
    func aRequestThatIsLostStaysUnknown(fault: String) async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(
                ["action_deadline": .duration(.seconds(2))], deadline: .seconds(1))
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: provider)
            try scene.lab.say("fault", "PATCH", "/scale", fault)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .unknown, "\(end.state): \(end.sentence)")
            #expect(try scene.replicas("own") == "2")
            try scene.lab.say("clear")
            #expect(try scene.changes().count <= 1)
        }
    }

    /// One of several that has changed holds all of them back.
    @Test func oneTargetThatChangedHoldsAllBack() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.scale, ["own", "rented"], .count(3))
            _ = try await scene.executor.plan(order, with: scene.provider())
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/rented",
                "{\"metadata\":{\"annotations\":{\"by\":\"bo\"}}}")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused, "\(end.state): \(end.sentence)")
            #expect(try scene.replicas("own") == "2")
            #expect(try scene.replicas("rented") == "1")
        }
    }

    @Test func aServerThatIsAskedTooMuchIsLeftAloneAndAskedAgain() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: scene.provider())
            try scene.lab.say("fault", "PATCH", "/scale", "429")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try scene.changes().map(\.status) == [429, 200])
        }
    }

    /// The program is killed with a request on its way: the next one looks and sends nothing.
    @Test func aLaterProgramLooksAndNeverSendsAgain() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(
                ["action_deadline": .duration(.seconds(1))], deadline: .seconds(30))
            let order = KubernetesScene.scale("own", 3)
            _ = try await scene.executor.plan(order, with: provider)
            try scene.lab.say("fault", "PATCH", "/scale", "hang")
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isSent = await eventually {
                await scene.executor.action(order.id)?.need == .answer
            }
            #expect(isSent)
            let copy = try scene.copied()
            let other = try copy.later(acting: scene.provider())
            let seen = try await other.takeUp(order.id)
            #expect(seen.state == .failed, "\(seen.state): \(seen.sentence)")
            #expect(seen.sentence.contains("not seen to be taken"), "\(seen.sentence)")
            #expect(try scene.replicas("own") == "2")
            try scene.lab.say("clear")
            #expect(try await run.value.state == .unknown)
        }
    }
}
