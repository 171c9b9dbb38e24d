import Actions
import Collector
import Fleet
import Support
import Testing

/// Workloads are scaled on an API server that enforces what the real one does.
@Suite(.serialized)
struct KubernetesScaleTests {
    @Test func aDeploymentIsScaledStaysSoAndAnswers() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let order = KubernetesScene.scale("deployment/own", 4)
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.state == .checked, "\(plan.sentence)")
            #expect(plan.plan.tier == .reversible)
            #expect(plan.plan.targets.map(\.uid) == ["chat/deployment/own"])
            #expect(plan.checks.contains { $0.sentence.hasPrefix("4 more GPUs are needed") })
            #expect(try scene.changes().isEmpty, "a plan changes nothing")
            #expect(try scene.replicas("own") == "2")
            let step = try #require(plan.plan.stages.first?.steps.first)
            let version = try scene.lab.value(
                "\(KubernetesScene.deployments)/own", "metadata", "resourceVersion")
            #expect(step.request.shown.hasPrefix("PATCH \(scene.lab.place.url)"))
            #expect(
                step.request.shown.contains(
                    "/apis/apps/v1/namespaces/chat/deployments/own/scale "
                        + "(application/merge-patch+json) "
                        + "{\"metadata\":{\"resourceVersion\":\"\(version)\""))
            #expect(!step.request.shown.contains("token-of"))
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence == "4 pods answer")
            #expect(try scene.replicas("own") == "4")
            #expect(try scene.changes().count == 1)
        }
    }

    @Test(arguments: ["statefulset/cache", "leaderworkerset/llama", "chat/llama"])
    func otherKindsAreScaledToo(target: String) async throws {
        try await KubernetesScene.run { scene in
            let end = try await scene.carryOut(
                KubernetesScene.scale(target, 2), with: scene.provider())
            #expect(end.state == .verified, "\(end.sentence)")
        }
    }

    @Test func whatWaitsForRoomIsNamedAndGoesBackInTheEnd() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.scale("own", 9)
            let provider = try scene.provider(["action_deadline": .duration(.seconds(2))])
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(
                plan.checks.contains {
                    $0.kind == .capacity && $0.verdict == .warn
                        && $0.sentence.contains("some would wait for room")
                })
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("Insufficient nvidia.com/gpu"), "\(end.sentence)")
            #expect(try scene.replicas("own") == "2")
        }
    }

    @Test func anAutoscalersBoundsAreSetInstead() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let order = KubernetesScene.scale("embed", 6)
            let plan = try await scene.executor.plan(order, with: provider)
            let step = try #require(plan.plan.stages.first?.steps.first)
            #expect([step.field, step.before, step.after] == ["autoscaler", "1-4", "6-6"])
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try scene.replicas("embed") == "6")
            let sent = try scene.changes()
            #expect(sent.allSatisfy { $0.path.contains("horizontalpodautoscalers") })
            let later = try scene.later(acting: provider)
            let undo = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(undo.plan.stages[0].steps[0].after == "1-4")
            #expect(try await later.carryOut("undo-1").state == .verified)
            let path = "/apis/autoscaling/v2/namespaces/chat/horizontalpodautoscalers/embed"
            #expect(try scene.lab.value(path, "spec", "minReplicas") == "1")
        }
    }

    @Test func farMoreThanThereIsIsConfirmedByTheName() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            for (target, after) in [("own", "9999"), ("embed", "9999-9999")] {
                let plan = try await scene.executor.plan(
                    KubernetesScene.scale(target, 9999), with: provider)
                #expect(plan.plan.tier == .destructive, "\(target)")
                #expect(plan.plan.stages[0].steps[0].after == after)
                #expect(
                    plan.checks.contains {
                        $0.kind == .capacity && $0.verdict == .warn
                            && $0.sentence.contains("times as many")
                    }, "\(plan.checks)")
            }
        }
    }

    /// A pod that cannot be asked is not made up for by one that answers.
    @Test func everyPodHasToAnswer() async throws {
        try await KubernetesScene.run { scene in
            let mute = #"{"spec":{"template":{"spec":{"containers":[{"name":"server"}]}}}}"#
            let path = "\(KubernetesScene.deployments)/own"
            _ = try scene.lab.say("patch", path, mute)
            // Its controller writes as well, once.
            let isSettled = await eventually {
                let now = try? scene.lab.value(path, "metadata", "generation")
                let seen = try? scene.lab.value(path, "status", "observedGeneration")
                return now != nil && now == seen
            }
            #expect(isSettled)
            let end = try await scene.carryOut(
                KubernetesScene.scale("deployment/own", 4), with: scene.provider())
            #expect(end.state == .converged && end.isOver, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence
                    == "2 of 4 pods answer; the others have no readiness probe to ask for")
        }
    }

    @Test(arguments: [100_001, Int.max]) func moreThanAnybodyMeansIsRefused(_ count: Int)
        async throws
    {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            await #expect(
                throws: ActionRefusal(
                    "\(count) is more than anybody means: up to 100000 can be had.")
            ) {
                _ = try await scene.executor.plan(
                    KubernetesScene.scale("own", count), with: provider)
            }
        }
    }

    @Test func whatKEDAScalesIsRefusedWithTheLever() async throws {
        try await KubernetesScene.run { scene in
            let plan = try await scene.executor.plan(
                KubernetesScene.scale("batch", 2), with: scene.provider())
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("paused-replicas"), "\(plan.sentence)")
        }
    }

    @Test func whatARepositoryKeepsIsWarnedOf() async throws {
        try await KubernetesScene.run { scene in
            let plan = try await scene.executor.plan(
                KubernetesScene.scale("gitops", 2), with: scene.provider())
            let check = plan.checks.first { $0.kind == .ownership && $0.verdict == .warn }
            #expect(check?.sentence.contains("Argo CD") == true)
        }
    }

    /// The autoscaler is not to be seen by this user, and sets it back later.
    @Test func anUnseenAutoscalerThatSetsItBackLeavesItUnverified() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("forbid", "admin", "list", "horizontalpodautoscalers")
            try scene.lab.say("delay", "scaler", "0.4")
            let provider = try scene.provider(clock: SystemClock())
            let order = KubernetesScene.scale("embed", 1)
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.isHeldBack, "nobody knows whether an autoscaler is there")
            await scene.executor.acknowledge(.ownership, of: order.id)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isConverged = await eventually {
                await scene.executor.action(order.id)?.state == .converged
            }
            #expect(isConverged)
            try scene.lab.say("wanted", "chat/embed", "3")
            let end = try await run.value
            #expect(end.state == .failed, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("replicas 3"), "\(end.sentence)")
            #expect(!end.past.contains(.verified))
        }
    }

    @Test func toNothingIsDestructiveAndUndone() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let order = KubernetesScene.scale("own", 0)
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.plan.tier == .destructive)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .converged && end.isOver, "\(end.sentence)")
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .verified)
            #expect(try scene.replicas("own") == "2")
        }
    }
}
