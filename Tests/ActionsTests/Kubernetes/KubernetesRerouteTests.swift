import Actions
import Collector
import Fleet
import Support
import Testing

/// Requests are shifted between the backends of an HTTPRoute, and counted where they land.
@Suite(.serialized)
struct KubernetesRerouteTests {
    @Test func aStagedShiftIsVerifiedByWhereRequestsLandAndUndone() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("load", "400")
            let provider = try scene.provider(clock: SystemClock())
            let order = KubernetesScene.shift(0.8, stages: [0.25, 1])
            let plan = try await scene.executor.plan(order, with: provider)
            #expect(plan.state == .checked, "\(plan.sentence)")
            #expect(plan.plan.stages.map(\.requests.count) == [1, 1], "one request a stage")
            let shown = plan.plan.stages[0].steps[0].request.shown
            #expect(shown.contains("(application/json-patch+json) [{\"op\":\"test\""))
            #expect(
                shown.contains(
                    "{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/0/weight\","
                        + "\"value\":100}"))
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence.hasPrefix("of "), "\(end.sentence)")
            #expect(try scene.weights() == ["20", "80"])
            let before = try scene.lab.counts()
            _ = await eventually {
                ((try? scene.lab.counts().values.reduce(0, +)) ?? 0)
                    >= before.values.reduce(0, +) + 100
            }
            let after = try scene.lab.counts()
            let rented = (after["rented"] ?? 0) - (before["rented"] ?? 0)
            let own = (after["own"] ?? 0) - (before["own"] ?? 0)
            #expect(rented > 3 * own && rented < 5 * own, "own \(own), rented \(rented)")
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .verified)
            #expect(try scene.weights() == ["100", "0"])
        }
    }

    @Test func withoutRequestsItIsConvergedAndNotVerified() async throws {
        try await KubernetesScene.run { scene in
            let end = try await scene.carryOut(
                KubernetesScene.shift(0.5), with: scene.provider())
            #expect(end.state == .converged && end.isOver)
            #expect(end.sentence.contains("too few to see it by"), "\(end.sentence)")
        }
    }

    /// The same shift again, after one that was taken back before enough was counted.
    @Test func whatWasCountedOfAnEarlierShiftProvesNothingOfThisOne() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(clock: SystemClock())
            let steps = try await provider.propose(KubernetesScene.shift(0.8)).stages[0].steps
            #expect(await provider.send(steps[0].request) == .accepted)
            let isCounting = await eventually {
                await provider.prove(steps) == .notYet("counting requests")
            }
            #expect(isCounting)
            try scene.lab.say("load", "400")
            let isServed = await eventually {
                ((try? scene.lab.counts()["rented"]) ?? 0) >= 100
            }
            #expect(isServed)
            try scene.lab.say("load", "0")
            try scene.lab.say("patch", KubernetesScene.route, KubernetesScene.weights(100, 0))
            #expect(await provider.send(steps[0].request) == .accepted)
            let isTaken = await eventually {
                await provider.prove(steps) == .notYet("0 of 40 requests counted")
            }
            #expect(isTaken)
        }
    }

    @Test func withoutTheRightToAskPodsItIsConvergedAndSaysSo() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("forbid", "admin", "get", "pods/proxy")
            let end = try await scene.carryOut(
                KubernetesScene.shift(0.5), with: scene.provider())
            #expect(end.state == .converged && end.isOver)
            #expect(end.sentence.contains("no right to get pods/proxy"), "\(end.sentence)")
        }
    }

    @Test func weightsThatAreNotSetAreOnes() async throws {
        try await KubernetesScene.run { scene in
            let path = "/apis/gateway.networking.k8s.io/v1/namespaces/chat/httproutes/plain"
            let wish = ActionOrder.Wish.shares(
                ["chat/plain/own": 0.25, "chat/plain/rented": 0.75], stages: [1])
            let order = KubernetesScene.order(
                .reroute, ["chat/plain/own", "chat/plain/rented"], wish)
            let plan = try await scene.executor.plan(order, with: scene.provider())
            #expect(plan.plan.stages.flatMap(\.steps).map(\.before) == ["1", "1"])
            #expect(plan.plan.stages.flatMap(\.steps).map(\.after) == ["25", "75"])
            #expect(plan.checks.first?.sentence.contains("the server would take it") == true)
            let weight = try scene.lab.value(
                path, "spec", "rules", "0", "backendRefs", "0", "weight")
            #expect(weight.isEmpty, "a plan changes nothing")
        }
    }

    private static let plain =
        "/apis/gateway.networking.k8s.io/v1/namespaces/chat/httproutes/plain"

    private static func plainShift(_ rented: Double) -> ActionOrder {
        KubernetesScene.order(
            .reroute, ["chat/plain/own", "chat/plain/rented"],
            .shares(
                ["chat/plain/own": 1 - rented, "chat/plain/rented": rented], stages: [1]))
    }

    /// A rule that sends to one of them alone has a weight of its own, and nobody has changed that.
    @Test func aRuleThatIsNotWrittenIsNotLookedAt() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "patch", Self.plain,
                #"{"spec":{"rules":[{"matches":[{}],"backendRefs":[{"name":"own","port":8000}]},"#
                    + #"{"backendRefs":[{"name":"own","port":8000},{"name":"rented","port":8000}]}]}}"#
            )
            func weights(_ rule: String) throws -> [String] {
                try ["0", "1"].map {
                    try scene.lab.value(
                        Self.plain, "spec", "rules", rule, "backendRefs", $0, "weight")
                }
            }
            let provider = try scene.provider()
            // Before anybody answers there, nothing is sent there.
            let isReady = await eventually {
                (try? await scene.executor.plan(Self.plainShift(0.8), with: provider).state)
                    == .checked
            }
            try #require(isReady)
            let order = Self.plainShift(0.8)
            let end = try await scene.carryOut(order, with: provider)
            #expect(end.state == .converged && end.isOver, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence
                    == "another rule of the route sends to own as well: which of its requests came by "
                    + "these shares is not to be seen")
            #expect(try weights("1") == ["20", "80"])
            let later = try scene.later(acting: provider)
            _ = try await later.planUndo(of: order.id, as: "undo-1")
            #expect(try await later.carryOut("undo-1").state == .converged)
            #expect(try weights("1") == ["1", "1"])
            #expect(
                try scene.lab.value(
                    Self.plain, "spec", "rules", "0", "backendRefs", "0", "weight"
                ).isEmpty)
        }
    }

    /// Half of a shift is no share that anybody has asked for.
    @Test func whatSomebodyElseHasSetASharePartOfIsNotTakenBackByHalf() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(clock: SystemClock())
            let order = KubernetesScene.shift(0.5)
            _ = try await scene.executor.plan(order, with: provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isShifted = await eventually {
                await scene.executor.action(order.id)?.need == .proof
            }
            #expect(isShifted)
            try scene.lab.say("patch", KubernetesScene.route, KubernetesScene.weights(10, 50))
            let end = try await run.value
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            let later = try scene.later(acting: provider)
            await #expect(
                throws: ActionRefusal(
                    "chat/chat/own is no longer as the action left it (weight 10), and shares are of "
                        + "all together: set them anew by a reroute.")
            ) { _ = try await later.planUndo(of: order.id, as: "undo-1") }
            #expect(try scene.weights() == ["10", "50"])
        }
    }

    /// Weights of one scale and those of another are not compared: what they come to is.
    @Test(arguments: [(1, 1), (1_000_000, 500_000)])
    func whatWeightsComeToIsTold(_ own: Int, _ rented: Int) async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "patch", KubernetesScene.route, KubernetesScene.weights(own, rented))
            let provider = try scene.provider()
            let proposal = try await provider.propose(KubernetesScene.shift(0.2, stages: [0.5, 1]))
            let before = Double(own) / Double(own + rented)
            let ends = proposal.stages.shift
            #expect(ends.map(\.target.name) == ["own", "rented"])
            #expect(ends.map(\.before).elementsEqual([before, 1 - before]) { abs($0 - $1) < 1e-9 })
            #expect(ends.map(\.after) == [0.8, 0.2])
            #expect(proposal.stages.receivers.map(\.name) == ["own"])
            let back = try #require(proposal.retreat)
            #expect(back.receivers.map(\.name) == ["rented"])
            let undo = KubernetesScene.order(
                .reroute, ["chat/own", "chat/rented"],
                .values(["chat/own": "1", "chat/rented": "99"]))
            let undone = try await provider.propose(undo)
            #expect(undone.stages.receivers.map(\.name) == ["rented"])
            #expect(undone.claims.isEmpty)
        }
    }

    @Test func aBackendThatGetsNothingAnyMoreIsOutOfUse() async throws {
        try await KubernetesScene.run { scene in
            let proposal = try await scene.provider().propose(KubernetesScene.shift(1))
            #expect(
                proposal.claims == [
                    CapacityClaim(
                        group: "kubernetes/lab HTTPRoute chat/chat", unit: "backends", total: 2,
                        out: 0, taking: 1, load: proposal.claims.first?.load)
                ])
            #expect(proposal.claims.first?.load?.share == proposal.stages.shift[0].before)
            let some = try await scene.provider().propose(KubernetesScene.shift(0.5))
            #expect(some.claims.isEmpty)
        }
    }

    @Test func aBackendThatNobodyAnswersForGetsNothing() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say(
                "patch", "\(KubernetesScene.deployments)/rented", "{\"spec\":{\"replicas\":0}}")
            let isGone = await eventually {
                (try? scene.lab.pods(on: "gpu-a01").keys.allSatisfy { !$0.hasPrefix("rented") })
                    == true
            }
            #expect(isGone)
            let plan = try await scene.executor.plan(
                KubernetesScene.shift(0.5), with: scene.provider())
            #expect(plan.state == .refused)
            #expect(plan.sentence == "rented is to get requests and has no pod that answers.")
        }
    }

    @Test func whatSomebodyElseChangesInBetweenIsRefusedNotForced() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.shift(0.5)
            _ = try await scene.executor.plan(order, with: scene.provider())
            try scene.otherShift(33)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("weight 33"), "\(end.sentence)")
            #expect(try scene.changes().isEmpty)
        }
    }

    @Test func aCancelledShiftGoesBack() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.shift(0.8)
            _ = try await scene.executor.plan(order, with: scene.provider(clock: SystemClock()))
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isCounting = await eventually {
                await scene.executor.action(order.id)?.need == .proof
            }
            #expect(isCounting)
            await scene.executor.cancel(order.id)
            // What is taken back is shown by requests as well.
            try scene.lab.say("load", "400")
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(try scene.weights() == ["100", "0"])
        }
    }

    @Test func aBackendThatTheRouteDoesNotHaveIsRefusedWithThoseItHas() async throws {
        try await KubernetesScene.run { scene in
            let wish = ActionOrder.Wish.shares(["chat/own": 0.5, "chat/other": 0.5], stages: [1])
            do throws(ActionRefusal) {
                _ = try await scene.executor.plan(
                    KubernetesScene.order(.reroute, ["chat/own", "chat/other"], wish),
                    with: try scene.made())
                Issue.record("it was planned")
            } catch {
                #expect(error.sentence.contains("it sends to own, rented"), "\(error.sentence)")
            }
        }
    }
}

extension KubernetesScene {
    /// Somebody else sets the weight of the first backend.
    fileprivate func otherShift(_ weight: Int) throws {
        try lab.say(
            "patch", Self.route,
            """
            {"spec":{"rules":[{"backendRefs":[\
            {"kind":"Service","name":"own","port":8000,"weight":\(weight)},\
            {"kind":"Service","name":"rented","port":8000,"weight":0}]}]}}
            """)
    }

    /// The provider, for where only refusals are thrown.
    fileprivate func made() throws(ActionRefusal) -> any ActionableProvider {
        do { return try provider() } catch { throw ActionRefusal("\(error)") }
    }
}
