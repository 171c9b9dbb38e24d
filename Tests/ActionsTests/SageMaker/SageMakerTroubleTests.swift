import Actions
import Fleet
import Support
import Testing

/// What goes wrong after a request has left.
@Suite(.serialized) struct SageMakerTroubleTests {
    private func scale(_ targets: [String] = ["chat/blue"], to count: Int = 4) -> ActionOrder {
        SageMakerScene.order(.scale, targets, .count(count))
    }

    @Test func aLostAnswerIsUnknownUntilItIsSeen() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("lose answers")
            let end = try await scene.act(scale())
            #expect(end.past.contains(.unknown))
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
        }
    }

    @Test func aLostRequestStaysUnknownAndIsNotSentAgain() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("lose requests")
            let end = try await scene.act(scale())
            #expect(end.state == .unknown && end.isOver, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
            #expect(try scene.lab.variants("chat")["blue"]?.wanted == 2)
        }
    }

    @Test func anAnswerThatHangsIsGivenUpAndLookedFor() async throws {
        try await SageMakerScene.run(deadline: .seconds(2)) { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("hang")
            let end = try await scene.act(scale())
            try scene.lab.tell("release")
            #expect(end.past.contains(.unknown))
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
        }
    }

    @Test(arguments: [
        ("fail InsufficientInstanceCapacity", "chat is Failed: InsufficientInstanceCapacity"),
        ("roll AlarmTripped", "instances 2 again (AlarmTripped)"),
    ])
    func anUpdateThatFailsIsNoSuccess(line: String, sentence: String) async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell(line)
            let end = try await scene.act(scale())
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains(sentence), "\(end.sentence)")
        }
    }

    @Test func ofTwoEndpointsOneMayFail() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("fail InsufficientInstanceCapacity")
            let end = try await scene.act(scale(["solo", "other"]))
            #expect(end.state == .partial, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasPrefix("1 of 2 done: "))
            let counts = try ["solo", "other"].map { try scene.lab.variants($0)["only"]?.count }
            #expect(counts.sorted { ($0 ?? 0) < ($1 ?? 0) } == [1, 4])
        }
    }

    /// It takes longer than it may: it goes back, which waits until that is taken.
    @Test func whatTakesTooLongGoesBackOnceItCan() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("hold")
            let order = scale()
            _ = try await scene.plan(order)
            scene.clock.go(3000)
            let run = Task { [executor = scene.executor] in
                try await executor.carryOut(order.id)
            }
            await scene.wait(order.id, "the way back waits") {
                $0.isGoingBack && $0.sentence == "chat is Updating"
            }
            scene.clock.go(300)
            try scene.lab.tell("go")
            let end = try await run.value
            #expect(end.state == .rolledBack, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasPrefix("not done in time: chat is Updating: 2 of 4 instances"))
            #expect(try scene.lab.variants("chat")["blue"]?.count == 2)
            #expect(try scene.lab.changes.count == 2)
        }
    }

    @Test func anAutoscalerThatChangesItBackIsSeen() async throws {
        try await SageMakerScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            let run = scene.begin(order.id)
            await scene.wait(order.id, "it converges") { $0.state == .converged }
            try scene.lab.tell("revert chat blue 2")
            let end = try await run.value
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence == "changed since: instances 2 again")
            #expect(try scene.lab.changes.count == 1, "it is not forced")
        }
    }

    /// Throttled looks are made more seldom; the request went out once.
    @Test func looksThatAreThrottledAreMadeLater() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("hold")
            let order = scale()
            _ = try await scene.plan(order)
            let run = scene.begin(order.id)
            await scene.wait(order.id, "it is under way") { $0.state == .progressing }
            try scene.lab.tell("crowd")
            try scene.lab.tell("go")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
        }
    }

    /// Somebody is there between two stages: it stops where it stands.
    @Test func aStrangerBetweenTwoStagesStopsIt() async throws {
        try await SageMakerScene.run { scene in
            let shares = ["chat/blue": 0.2, "chat/green": 0.8]
            let order = SageMakerScene.order(
                .reroute, shares.keys.sorted(), .shares(shares, stages: [0.5, 1]))
            _ = try await scene.plan(order)
            let run = scene.begin(order.id)
            await scene.wait(order.id, "the first stage stands") {
                $0.steps[ActionStepID(stage: 0, step: 1)] == .converged
            }
            try scene.lab.tell("weight chat blue 7")
            let end = try await run.value
            #expect(end.state == .failed || end.state == .partial, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
            #expect(try scene.lab.variants("chat")["blue"]?.weight == 7)
        }
    }

    /// The program is gone after its request: the next one looks, and sends nothing.
    @Test func theNextStartLooksAndSendsNothing() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("hold")
            let order = scale()
            _ = try await scene.plan(order)
            let left = try await scene.executor.carryOut(order.id, isWaiting: false)
            #expect(left.state == .accepted)
            let provider = try SageMakerScene.provider(scene.lab.port, scene.clock)
            let later = try SageMakerScene.executor(scene.folder, scene.clock, provider)
            scene.clock.go(300)
            let run = Task { try await later.takeUp(order.id) }
            _ = await eventually { await later.action(order.id)?.state == .progressing }
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("go")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
        }
    }
}
