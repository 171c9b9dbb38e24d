import Actions
import Collector
import Fleet
import Support
import Testing

/// What may go wrong, with every way in which a cluster is acted on: nothing is called more than it is,
/// nothing is forced, and nothing is sent twice.
@Suite(.serialized)
struct KubernetesContractTests {
    private func planned(
        _ deed: KubernetesDeed, _ scene: KubernetesScene, deadline: Duration = .seconds(10),
        clock: any FleetClock = MinuteClock()
    ) async throws -> ActionOrder {
        try await deed.prepare(scene)
        let provider = try scene.provider(
            ["action_deadline": .duration(.seconds(3))], deadline: deadline, clock: clock)
        let order = deed.order
        let plan = try await scene.executor.plan(order, with: provider)
        #expect(plan.state == .checked && !plan.isHeldBack, "\(plan.sentence)")
        #expect(try deed.now(scene) == deed.course.before)
        return order
    }

    @Test(arguments: KubernetesDeed.allCases)
    func anAnswerThatIsLostIsLookedFor(deed: KubernetesDeed) async throws {
        try await KubernetesScene.run { scene in
            let order = try await planned(deed, scene)
            try scene.lab.say("fault", deed.request.method, deed.request.part, "lose-after")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.past.contains(.unknown), "\(end.past)")
            #expect([.verified, .converged].contains(end.state), "\(end.state) \(end.sentence)")
            #expect(try deed.now(scene) == deed.course.after)
            #expect(try scene.sent(deed).count == 1)
        }
    }

    @Test(arguments: KubernetesDeed.allCases, ["lose-before", "hang"])
    func aRequestThatIsLostStaysUnknown(deed: KubernetesDeed, fault: String) async throws {
        try await KubernetesScene.run { scene in
            let order = try await planned(deed, scene, deadline: .seconds(1))
            try scene.lab.say("fault", deed.request.method, deed.request.part, fault)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .unknown && end.isOver, "\(end.state) \(end.sentence)")
            #expect(try deed.now(scene) == deed.course.before)
            try scene.lab.say("clear")
            #expect(try scene.sent(deed).count <= 1)
        }
    }

    @Test(arguments: KubernetesDeed.allCases)
    func aRefusalIsToldAndNotSentAgain(deed: KubernetesDeed) async throws {
        try await KubernetesScene.run { scene in
            let order = try await planned(deed, scene)
            try scene.lab.say("fault", deed.request.method, deed.request.part, "403")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == (deed.hasBegun ? .rolledBack : .failed), "\(end.state)")
            #expect(end.sentence.contains("the lab was told to fail"), "\(end.sentence)")
            #expect(end.sentence.contains("Ask for the right to"), "\(end.sentence)")
            #expect(try deed.now(scene) == deed.course.before)
            #expect(try scene.sent(deed).count == 1)
        }
    }

    /// Between our last look and our request.
    @Test(arguments: KubernetesDeed.allCases)
    func whoIsAMomentFasterIsNotOverwritten(deed: KubernetesDeed) async throws {
        try await KubernetesScene.run { scene in
            let order = try await planned(deed, scene)
            try scene.lab.say("race", deed.request.part, deed.rival)
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == (deed.hasBegun ? .rolledBack : .failed), "\(end.state)")
            #expect(try scene.sent(deed).map(\.status) == [deed.turnedAway], "\(end.sentence)")
            #expect(try deed.now(scene) != deed.course.after)
        }
    }

    /// The program is killed with a request on its way: the next one looks, and sends nothing.
    @Test(arguments: KubernetesDeed.allCases)
    func theNextStartLooksAndSendsNothing(deed: KubernetesDeed) async throws {
        try await KubernetesScene.run { scene in
            let order = try await planned(deed, scene, deadline: .seconds(30))
            try scene.lab.say("fault", deed.request.method, deed.request.part, "hang")
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isSent = await eventually { (try? scene.lab.hanging()) == 1 }
            #expect(isSent)
            let copy = try scene.copied()
            // A request may be on its way for as long as one is waited for.
            let later = try copy.later(acting: scene.provider(deadline: .seconds(2)))
            let seen = try await later.takeUp(order.id)
            // Of what has begun a person says how it goes on.
            #expect(seen.state == (deed.hasBegun ? .accepted : .failed), "\(seen.sentence)")
            #expect(deed.hasBegun ? seen.need == .decision : seen.isOver)
            #expect(try deed.now(scene) == deed.course.before)
            try scene.lab.say("clear")
            _ = try await run.value
            #expect(try scene.sent(deed).count == 1)
        }
    }

    /// A minute later it is as before, by somebody who does not know of us.
    @Test(arguments: [KubernetesDeed.scale, .bounds, .reroute, .drain])
    func whatIsSetBackLaterIsNotCalledDone(deed: KubernetesDeed) async throws {
        try await KubernetesScene.run { scene in
            try await deed.prepare(scene)
            let witness = MadeWitness(processes: ["python"])
            let provider = try scene.provider(witness: witness, clock: SystemClock())
            let order = deed.order
            _ = try await scene.executor.plan(order, with: provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isThere = await eventually {
                await scene.executor.action(order.id)?.state == .converged
            }
            #expect(isThere)
            try deed.revert(scene)
            let end = try await run.value
            #expect([.failed, .partial].contains(end.state), "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("changed since: "), "\(end.sentence)")
            #expect(!end.past.contains(.verified))
        }
    }
}

extension KubernetesDeed {
    /// How the server turns away what is not as it was seen: versions and UIDs are a conflict, a test
    /// that fails is a patch that cannot be done.
    fileprivate var turnedAway: Int {
        switch self {
        case .reroute, .cordon, .resume: 422
        case .scale, .bounds, .drain: 409
        }
    }
}
