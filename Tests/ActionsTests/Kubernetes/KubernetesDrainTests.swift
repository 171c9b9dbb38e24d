import Actions
import Collector
import Fleet
import Support
import Testing

/// Nodes are cordoned and emptied within what disruption budgets allow, and given back.
@Suite(.serialized)
struct KubernetesDrainTests {
    private static func node(_ name: String) -> String { "/api/v1/nodes/\(name)" }
    private static let budget = "/apis/policy/v1/namespaces/chat/poddisruptionbudgets/own"

    @Test func aDrainEvictsWhatIsToGoAndIsProvedByTheGPUs() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(
                witness: MadeWitness(
                    processes: ["dcgm-exporter"], memoryUsed: Array(repeating: 0, count: 8)))
            let before = try scene.lab.pods(on: "gpu-a02")
            let order = KubernetesScene.order(.drain, ["gpu-a02"], reason: "fan \"two\"")
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.state == .checked, "\(plan.sentence)")
            #expect(plan.plan.tier == .disruptive)
            #expect(plan.plan.stages.map(\.name) == ["cordon", "evict"])
            let pods = plan.plan.stages[1].steps
            #expect(pods.count == 1)
            #expect(pods.allSatisfy { $0.field.hasPrefix("pod chat/own-") })
            #expect(
                pods[0].request.shown.contains("\"preconditions\":{\"uid\":\"\(pods[0].token)\"}"))
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence == "8 GPUs of gpu-a02 are empty, by nvidia-smi")
            #expect(try scene.lab.value(Self.node("gpu-a02"), "spec", "unschedulable") == "1")
            #expect(
                try scene.lab.value(
                    Self.node("gpu-a02"), "metadata", "annotations", "hybridtop/cordoned-by")
                    == "fan \"two\" [op:\(order.id)]")
            let after = try scene.lab.pods(on: "gpu-a02")
            #expect(
                Set(after.keys) == ["dcgm-exporter-a02", "kube-proxy-gpu-a02", "finished"],
                "\(after)")
            #expect(before["kube-proxy-gpu-a02"] == after["kube-proxy-gpu-a02"])
            let back = try await scene.carryOut(
                KubernetesScene.order(.resume, ["gpu-a02"]), with: provider)
            #expect(back.state == .converged, "\(back.sentence)")
            #expect(back.plan.tier == .reversible)
            #expect(try scene.lab.value(Self.node("gpu-a02"), "spec", "unschedulable").isEmpty)
            let left = try scene.lab.value(
                Self.node("gpu-a02"), "metadata", "annotations", "hybridtop/cordoned-by")
            #expect(left.isEmpty)
        }
    }

    @Test func aGPUThatDoesNotAnswerIsNeitherEmptyNorSound() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(
                witness: MadeWitness(
                    memoryUsed: Array(repeating: 0, count: 7),
                    findings: ["gpu-a02: GPU 3 lost (Xid 79)"]))
            let end = try await scene.carryOut(
                KubernetesScene.order(.drain, ["gpu-a02"]), with: provider)
            #expect(end.state == .converged)
            #expect(
                end.sentence
                    == "7 of 8 GPUs of gpu-a02 are empty, by nvidia-smi; 1 does not answer.")
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.resume, ["gpu-a02"]), with: provider)
            #expect(plan.plan.tier == .disruptive)
            #expect(
                plan.checks.contains {
                    $0.verdict == .warn
                        && $0.sentence == "gpu-a02 has an open finding: GPU 3 lost (Xid 79)."
                })
        }
    }

    @Test func aBudgetThatAllowsNothingIsWaitedForAndNamed() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("patch", Self.budget, "{\"spec\":{\"minAvailable\":2}}")
            let provider = try scene.provider()
            let order = KubernetesScene.order(.drain, ["gpu-a02"])
            let isTight = await eventually {
                (try? scene.lab.value(Self.budget, "status", "disruptionsAllowed")) == "0"
            }
            #expect(isTight)
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(
                plan.checks.contains {
                    $0.verdict == .warn && $0.sentence.contains("disruption budget own needs 2")
                })
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isSaid = await eventually {
                guard let action = await scene.executor.action(order.id) else { return false }
                return action.steps.values.contains { step in
                    step.isDeferred && step.missing?.contains("disruption budget own") == true
                }
            }
            #expect(isSaid, "the blocker is named")
            let isAskedAgain = await eventually {
                ((try? scene.changes().count { $0.status == 429 }) ?? 0) >= 2
            }
            #expect(isAskedAgain)
            try scene.lab.say("patch", Self.budget, "{\"spec\":{\"minAvailable\":1}}")
            let end = try await run.value
            #expect(end.state == .converged, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("no source watches its GPUs"), "\(end.sentence)")
            #expect(try scene.lab.pods(on: "gpu-a02").keys.allSatisfy { !$0.hasPrefix("own") })
        }
    }

    @Test func aBudgetThatNeverAllowsItEndsWithTheNodeAsItWas() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("patch", Self.budget, "{\"spec\":{\"minAvailable\":2}}")
            let provider = try scene.provider(["action_deadline": .duration(.seconds(2))])
            let end = try await scene.carryOut(
                KubernetesScene.order(.drain, ["gpu-a02"]), with: provider)
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("disruption budget own"), "\(end.sentence)")
            #expect(try scene.lab.value(Self.node("gpu-a02"), "spec", "unschedulable").isEmpty)
            #expect(try scene.lab.pods(on: "gpu-a02").keys.contains { $0.hasPrefix("own") })
        }
    }

    @Test func twoBudgetsForOnePodNeverHealAndBlock() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "create", "/apis/policy/v1/namespaces/chat/poddisruptionbudgets",
                """
                {"metadata":{"name":"twin"},"spec":{"minAvailable":1,\
                "selector":{"matchLabels":{"app":"own"}}}}
                """)
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.drain, ["gpu-a02"]), with: scene.provider())
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("more than one PodDisruptionBudget"))
        }
    }

    @Test func whatKubectlAsksForceForIsAskedHereToo() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "create", "/api/v1/namespaces/chat/pods",
                """
                {"metadata":{"name":"debug"},"spec":{"nodeName":"gpu-b01","containers":[],\
                "volumes":[{"name":"tmp","emptyDir":{}}]},"status":{"phase":"Running"}}
                """)
            let provider = try scene.provider()
            let order = KubernetesScene.order(.drain, ["gpu-b01"])
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.plan.tier == .destructive)
            #expect(plan.isHeldBack)
            let unknown = plan.checks.filter { $0.verdict == .unknown }
            #expect(unknown.map(\.kind) == [.ownership, .existence])
            #expect(unknown[0].sentence.contains("chat/debug"))
            #expect(unknown[1].sentence.contains("emptyDir"))
            await #expect(throws: ActionRefusal.self) {
                try await scene.executor.carryOut(order.id)
            }
            for check in unknown { await scene.executor.acknowledge(check.kind, of: order.id) }
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(try scene.lab.pods(on: "gpu-b01")["debug"] == nil)
        }
    }

    @Test func theLastReadyPodOfSomethingMakesItDestructive() async throws {
        try await KubernetesScene.run { scene in
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.drain, ["gpu-a01"]), with: scene.provider())
            #expect(plan.plan.tier == .destructive)
            let check = plan.checks.first { $0.kind == .blastRadius && $0.verdict == .warn }
            #expect(check?.sentence.contains("would serve until a new pod is ready") == true)
        }
    }

    @Test func aPodThatDoesNotEndIsNamedAndACancelGivesTheNodeBack() async throws {
        try await KubernetesScene.run { scene in
            let pods = try scene.lab.pods(on: "gpu-a02")
            let stuck = try #require(pods.keys.first { $0.hasPrefix("own") })
            try scene.lab.say("stick", "chat/\(stuck)")
            let order = KubernetesScene.order(.drain, ["gpu-a02"])
            _ = try await scene.executor.plan(order, with: scene.provider())
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isSaid = await eventually {
                let steps = await scene.executor.action(order.id)?.steps.values
                return steps?.contains { $0.missing?.contains("chat/\(stuck) is to end") == true }
                    == true
            }
            #expect(isSaid)
            await scene.executor.cancel(order.id)
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(try scene.lab.value(Self.node("gpu-a02"), "spec", "unschedulable").isEmpty)
        }
    }

    /// Whoever comes while it is looked at does not bring back what was evicted.
    @Test func aPodThatComesLaterDoesNotUndoTheEvictions() async throws {
        try await KubernetesScene.run { scene in
            let pods = "/api/v1/namespaces/chat/pods"
            func pod(_ name: String) -> String {
                #"{"metadata":{"name":"\#(name)","ownerReferences":[{"kind":"Job","name":"train","#
                    + #""uid":"j","controller":true}]},"spec":{"nodeName":"gpu-b01","#
                    + #""containers":[]},"status":{"phase":"Running"}}"#
            }
            try scene.lab.say("patch", Self.node("gpu-b01"), #"{"spec":{"unschedulable":true}}"#)
            try scene.lab.say("create", pods, pod("first"))
            let provider = try scene.provider()
            let plan = try await provider.propose(KubernetesScene.order(.drain, ["gpu-b01"]))
            let steps = plan.stages.flatMap(\.steps)
            #expect(steps.map(\.field) == ["pod chat/first"])
            #expect(await provider.send(steps[0].request) == .accepted)
            let isGone = await eventually {
                (try? await provider.observe(steps)) == [.reached]
            }
            #expect(isGone)
            try scene.lab.say("create", pods, pod("late"))
            #expect(
                await provider.prove(steps)
                    == .noDataPlane("chat/late has come to gpu-b01 since; drain it again"))
        }
    }

    @Test func somebodyElsesCordonIsLeftAloneUnlessItIsReadAndAcknowledged() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            try scene.lab.say("patch", Self.node("gpu-b01"), "{\"spec\":{\"unschedulable\":true}}")
            let resume = KubernetesScene.order(.resume, ["gpu-b01"])
            let plan = try await scene.executor.plan(resume, with: provider)
            #expect(plan.isHeldBack)
            #expect(plan.checks.contains { $0.sentence.contains("not hybridtop that cordoned it") })
            await scene.executor.acknowledge(.ownership, of: resume.id)
            #expect(try await scene.executor.carryOut(resume.id).state == .converged)
            #expect(try scene.lab.value(Self.node("gpu-b01"), "spec", "unschedulable").isEmpty)
        }
    }

    @Test func aCordonInBetweenIsNotTakenForOurs() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.cordon, ["gpu-b01", "gpu-a02"])
            let plan = try await scene.executor.plan(order, with: scene.provider())
            #expect(plan.plan.tier == .reversible)
            try scene.lab.say("patch", Self.node("gpu-b01"), "{\"spec\":{\"unschedulable\":true}}")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("cordoned by somebody else"), "\(end.sentence)")
            #expect(try scene.changes().isEmpty)
        }
    }

    @Test func aCordonAloneMovesNothingAndIsUndone() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider()
            let before = try scene.lab.pods(on: "gpu-a02")
            let order = KubernetesScene.order(.cordon, ["node/gpu-a02"])
            let end = try await scene.carryOut(order, with: provider)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(try scene.lab.pods(on: "gpu-a02") == before)
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try scene.lab.value(Self.node("gpu-a02"), "spec", "unschedulable").isEmpty)
        }
    }

    /// A pod of the same name that came in between is not the one that was seen.
    @Test func anotherPodOfTheSameNameIsNotEvicted() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.order(.drain, ["cpu-c01"])
            let plan = try await scene.executor.plan(order, with: scene.provider())
            let step = try #require(
                plan.plan.stages[1].steps.first { $0.field == "pod chat/cache-0" })
            try scene.lab.say("delete", "/api/v1/namespaces/chat/pods/cache-0")
            let isNew = await eventually {
                let uid = try? scene.lab.pods(on: "cpu-c01")["cache-0"]
                return uid != nil && uid != step.token
            }
            #expect(isNew)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused, "\(end.state): \(end.sentence)")
            #expect(try scene.lab.pods(on: "cpu-c01")["cache-0"] != nil)
        }
    }
}
