import Actions
import Fleet
import Support
import Testing

/// What may go wrong, with every way in which SageMaker is acted on: nothing is called more than it is,
/// nothing is forced, and nothing is taken twice.
@Suite(.serialized) struct SageMakerContractTests {
    private func planned(_ deed: SageMakerDeed, _ scene: SageMakerScene) async throws -> String {
        try deed.prepare(scene)
        let order = deed.order
        let plan = try await scene.plan(order)
        #expect(plan.state == .checked && !plan.isHeldBack, "\(plan.sentence)")
        #expect(try deed.now(scene) == deed.course.before)
        return order.id
    }

    /// Has the lab do something to a plan's requests before they are sent.
    private func carriedOut(
        _ deed: SageMakerDeed, after word: String,
        _ check: (SageMakerScene, ActionMachine) throws -> Void
    ) async throws {
        try await SageMakerScene.run(deadline: .seconds(2)) { scene in
            let id = try await planned(deed, scene)
            try scene.lab.tell(word)
            try check(scene, try await scene.carryOut(id))
        }
    }

    @Test(arguments: SageMakerDeed.allCases)
    func anAnswerThatIsLostIsLookedFor(deed: SageMakerDeed) async throws {
        try await carriedOut(deed, after: "lose answers") { (scene, end) throws in
            #expect(end.past.contains(.unknown), "\(end.past)")
            #expect([.verified, .converged].contains(end.state), "\(end.state) \(end.sentence)")
            #expect(try deed.now(scene) == deed.course.after)
            #expect(try scene.lab.changes.count == 1)
        }
    }

    @Test(arguments: SageMakerDeed.allCases)
    func aRequestThatIsLostStaysUnknown(deed: SageMakerDeed) async throws {
        try await carriedOut(deed, after: "lose requests") { (scene, end) throws in
            #expect(end.state == .unknown && end.isOver, "\(end.state) \(end.sentence)")
            #expect(try deed.now(scene) == deed.course.before)
            #expect(try scene.lab.changes.count == 1)
        }
    }

    @Test(arguments: SageMakerDeed.allCases)
    func whatMayNotBeDoneIsNamedAndNotSentAgain(deed: SageMakerDeed) async throws {
        try await carriedOut(deed, after: "deny \(deed.operation)") { (scene, end) throws in
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains("is not authorized to perform: "), "\(end.sentence)")
            #expect(end.sentence.contains("Grant "), "\(end.sentence)")
            #expect(try deed.now(scene) == deed.course.before)
        }
    }

    /// A service that is asked too much has done nothing: it is asked again, and takes it once.
    @Test(arguments: SageMakerDeed.allCases)
    func aChangeThatIsThrottledIsAskedForAgain(deed: SageMakerDeed) async throws {
        try await SageMakerScene.run { scene in
            let id = try await planned(deed, scene)
            try scene.lab.tell("refuse ThrottlingException Rate exceeded")
            let run = scene.begin(id)
            let isTold = await eventually {
                let steps = await scene.executor.action(id)?.steps.values
                return steps?.contains {
                    $0.isDeferred && $0.missing?.contains("AWS throttles") == true
                } == true
            }
            #expect(isTold)
            #expect(try deed.now(scene) == deed.course.before)
            try scene.lab.tell("accept")
            let end = try await run.value
            #expect([.verified, .converged].contains(end.state), "\(end.state) \(end.sentence)")
            #expect(!end.past.contains(.unknown))
            #expect(try deed.now(scene) == deed.course.after)
        }
    }

    /// It was turned away for now, and before it is asked again somebody else is there.
    @Test func whoIsThereWhileItWaitsIsNotOverwritten() async throws {
        try await SageMakerScene.run { scene in
            let id = try await planned(.scale, scene)
            try scene.lab.tell("refuse ThrottlingException Rate exceeded")
            let run = scene.begin(id)
            let isTold = await eventually {
                await scene.executor.action(id)?.steps.values.contains { $0.isDeferred } == true
            }
            #expect(isTold)
            // Still refused: what was looked at before is not what is sent after.
            try scene.lab.tell("count chat blue 7")
            let end = try await run.value
            try scene.lab.tell("accept")
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.variants("chat")["blue"]?.wanted == 7)
        }
    }

    /// Between our last look and our request somebody else has begun an update.
    @Test(arguments: [SageMakerDeed.scale, .reroute, .drain, .resume])
    func whoIsAMomentFasterIsNotOverwritten(deed: SageMakerDeed) async throws {
        try await carriedOut(deed, after: "overtake chat") { (scene, end) throws in
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains("Cannot update in-progress endpoint"))
            #expect(try deed.now(scene) == deed.course.before)
            #expect(try scene.lab.changes.count == 1)
        }
    }

    /// A minute later it is as before, by somebody who does not know of us.
    @Test(arguments: SageMakerDeed.allCases)
    func whatIsSetBackLaterIsNotCalledDone(deed: SageMakerDeed) async throws {
        try await SageMakerScene.run { scene in
            let id = try await planned(deed, scene)
            let run = scene.begin(id)
            await scene.wait(id, "it converges") { $0.state == .converged }
            try deed.revert(scene)
            let end = try await run.value
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasPrefix("changed since: "), "\(end.sentence)")
            #expect(try scene.lab.changes.count == 1, "it is not forced")
        }
    }

    @Test func ofTwoEndpointsOneIsRefused() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            let order = SageMakerScene.order(.scale, ["solo", "other"], .count(4))
            _ = try await scene.plan(order)
            try scene.lab.tell("overtake other")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .partial, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasPrefix("1 of 2 done: "), "\(end.sentence)")
            let counts = try ["solo", "other"].map { try scene.lab.variants($0)["only"]?.wanted }
            #expect(counts.compactMap(\.self).sorted() == [1, 4])
        }
    }
}
