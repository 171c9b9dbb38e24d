import Actions
import Collector
import Fleet
import Support
import Testing

/// Who else has a say in a count, and how much of a workload is out of use by fewer of it.
@Suite(.serialized)
struct KubernetesOwnerTests {
    private static let autoscaler =
        "/apis/autoscaling/v2/namespaces/chat/horizontalpodautoscalers/keda-hpa-batch"
    private static let scaledObject =
        "/apis/keda.sh/v1alpha1/namespaces/chat/scaledobjects/batch"

    private func planned(_ scene: KubernetesScene, _ target: String = "batch") async throws
        -> ActionMachine
    {
        try await scene.executor.plan(
            KubernetesScene.scale(target, 3), with: scene.provider())
    }

    private func ownership(_ plan: ActionMachine) -> [ActionCheck.Verdict] {
        plan.checks.filter { $0.kind == .ownership && !$0.sentence.contains("action of ours") }
            .map(\.verdict)
    }

    /// KEDA takes its autoscaler away while it is paused, and makes it again when it goes on.
    @Test func aScaledObjectWithoutItsAutoscalerIsSeen() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("delete", Self.autoscaler)
            let plan = try await planned(scene)
            #expect(plan.state == .refused, "\(plan.checks)")
            #expect(
                plan.sentence.hasPrefix("KEDA's ScaledObject batch scales deployment chat/batch: "))
            try scene.lab.say(
                "patch", Self.scaledObject,
                #"{"metadata":{"annotations":{"autoscaling.keda.sh/paused-replicas":"1"}}}"#)
            let held = try await planned(scene)
            #expect(
                held.sentence
                    == "KEDA's ScaledObject batch keeps deployment chat/batch at 1: change its "
                    + "annotation autoscaling.keda.sh/paused-replicas.")
            try scene.lab.say(
                "patch", Self.scaledObject,
                """
                {"metadata":{"annotations":{"autoscaling.keda.sh/paused-replicas":null,\
                "autoscaling.keda.sh/paused":"true"}}}
                """)
            let open = try await planned(scene)
            #expect(open.state == .checked, "\(open.sentence)")
            #expect(ownership(open) == [.warn], "\(open.checks)")
            #expect(open.checks.contains { $0.sentence.contains("until it goes on") })
        }
    }

    @Test func aScaledObjectWithItsAutoscalerIsToldOnce() async throws {
        try await KubernetesScene.run { scene in
            let plan = try await planned(scene)
            #expect(ownership(plan) == [.block])
        }
    }

    @Test func whatCannotBeReadIsNotKnown() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("forbid", "admin", "list", "scaledobjects")
            let plan = try await planned(scene, "own")
            let check = plan.checks.first { $0.verdict == .unknown }
            #expect(check?.kind == .ownership)
            #expect(
                check?.sentence.hasPrefix("Whether KEDA scales deployment chat/own is not known: ")
                    == true)
            let owned = try await planned(scene)
            #expect(ownership(owned) == [.block], "its autoscaler tells")
        }
    }

    /// A role that knows of no KEDA is refused its objects, there or not.
    @Test func aClusterWithoutKEDAHasNone() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("forbid", "admin", "list", "scaledobjects")
            try scene.lab.say("fault", "GET", "/apis/keda.sh/v1alpha1", "404", "9")
            let plan = try await planned(scene, "own")
            #expect(plan.state == .checked && !plan.isHeldBack, "\(plan.checks)")
            #expect(ownership(plan) == [.pass])
        }
    }

    /// Fewer replicas are a part of a workload out of use at once.
    @Test func fewerReplicasAreHeldAgainstTheLimit() async throws {
        try await KubernetesScene.run(policy: ActionPolicy(mostOut: 0.3)) { scene in
            let provider = try scene.provider()
            for target in ["own", "embed"] {
                let group = "kubernetes/lab deployment chat/\(target)"
                let isReady = await eventually {
                    (try? scene.lab.value(
                        "\(KubernetesScene.deployments)/\(target)", "status", "readyReplicas"))
                        == "2"
                }
                #expect(isReady)
                let proposal = try await provider.propose(KubernetesScene.scale(target, 1))
                #expect(
                    proposal.claims == [
                        CapacityClaim(group: group, unit: "replicas", total: 2, out: 0, taking: 1)
                    ])
                let plan = try await scene.executor.plan(
                    KubernetesScene.scale(target, 1), with: provider)
                #expect(plan.state == .refused)
                #expect(
                    plan.sentence
                        == "1 of 2 replicas of \(group) would be out of use, over the 30 % allowed."
                )
            }
            #expect(try await provider.propose(KubernetesScene.scale("own", 3)).claims.isEmpty)
        }
    }

    /// What is not ready serves nobody: it is out already, and is not taken twice.
    @Test func whatIsNotReadyIsOutAlready() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/own", #"{"spec":{"replicas":9}}"#)
            let isFull = await eventually {
                (try? scene.lab.value(
                    "\(KubernetesScene.deployments)/own", "status", "readyReplicas"))
                    .flatMap { Int($0) }.map { $0 > 2 && $0 < 9 } == true
            }
            #expect(isFull)
            let claim = try #require(
                try await scene.provider().propose(KubernetesScene.scale("own", 0)).claims.first)
            #expect(claim.total == 9 && claim.out > 0)
            #expect(claim.out + claim.taking == 9)
        }
    }
}
