import Actions
import Collector
import Fleet
import Support
import Testing

/// What goes well on SageMaker, with what the control plane was sent and what it has then.
@Suite(.serialized) struct SageMakerActionTests {
    @Test func aCountIsSetOnceAndVerifiedByInvocations() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            let order = SageMakerScene.order(.scale, ["chat/blue"], .count(4))
            let plan = try await scene.plan(order)
            #expect(plan.plan.tier == .reversible)
            #expect(
                plan.plan.stages[0].steps[0].request.shown
                    == "aws sagemaker update-endpoint-weights-and-capacities --endpoint-name chat "
                    + "--desired-weights-and-capacities VariantName=blue,DesiredInstanceCount=4 "
                    + "--region us-east-1")
            #expect(plan.plan.remarks.contains { $0.contains("a look and no lock") })
            #expect(plan.plan.remarks.contains { $0.contains("2 ml.g5.12xlarge (8 GPUs) more") })
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasSuffix("invocations of chat/blue since"), "\(end.sentence)")
            #expect(try scene.lab.variants("chat")["blue"]?.count == 4)
            #expect(
                try scene.lab.changes == [
                    #"{"body":{"DesiredWeightsAndCapacities":[{"DesiredInstanceCount":4,"VariantName":"blue"}],"EndpointName":"chat"},"operation":"UpdateEndpointWeightsAndCapacities"}"#
                ])
            let undo = try await scene.executor.planUndo(of: order.id, as: "undo")
            #expect(undo.plan.tier == .disruptive)
            _ = try await scene.carryOut("undo")
            #expect(try scene.lab.variants("chat")["blue"]?.count == 2)
        }
    }

    @Test func sharesOfAllVariantsGoOutInOneRequestAStage() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 1000")
            let shares = ["chat/blue": 0.2, "chat/green": 0.8]
            let order = SageMakerScene.order(
                .reroute, shares.keys.sorted(), .shares(shares, stages: [0.5, 1]))
            let plan = try await scene.plan(order)
            #expect(
                plan.plan.stages.map { $0.steps.map(\.before) } == [
                    ["75", "25"], ["47.5", "52.5"],
                ])
            #expect(plan.plan.stages[1].steps.receivers.map(\.uid) == ["chat/green"])
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains("blue 20.0 %, green 80.0 %"), "\(end.sentence)")
            let changes = try scene.lab.changes
            #expect(changes.count == 2)
            #expect(changes.first?.contains(#""DesiredWeight":47.5,"VariantName":"blue""#) == true)
            #expect(try scene.lab.variants("chat")["green"]?.weight == 80)
            _ = try await scene.executor.planUndo(of: order.id, as: "undo")
            let back = try await scene.carryOut("undo")
            #expect(back.state == .verified, "\(back.state) \(back.sentence)")
            #expect(try scene.lab.variants("chat")["blue"]?.weight == 75)
        }
    }

    @Test func aDrainTakesTheWeightAndAResumeGivesThatOneBack() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("weight chat blue 5")
            let drained = try await scene.act(SageMakerScene.order(.drain, ["chat/blue"]))
            #expect(drained.state == .verified, "\(drained.state) \(drained.sentence)")
            #expect(drained.sentence.hasSuffix("invocations since, none to chat/blue"))
            #expect(try scene.lab.variants("chat")["blue"]?.weight == 0)
            let order = SageMakerScene.order(.resume, ["chat/blue"])
            let plan = try await scene.plan(order)
            // Not the 3 of its configuration.
            #expect(plan.plan.stages[0].steps.map(\.after) == ["5"])
            let resumed = try await scene.carryOut(order.id)
            #expect(resumed.state == .verified, "\(resumed.state) \(resumed.sentence)")
            #expect(try scene.lab.variants("chat")["blue"]?.weight == 5)
        }
    }

    @Test func whereNobodyAsksItIsConvergedAndNotVerified() async throws {
        try await SageMakerScene.run { scene in
            let end = try await scene.act(
                SageMakerScene.order(.scale, ["chat/blue"], .count(3)))
            #expect(end.state == .converged && end.isOver)
            #expect(end.sentence.hasPrefix("CloudWatch shows too few invocations"))
        }
    }

    @Test func requestsThatDoNotFollowTheWeightsAreNotCalledVerified() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("astray")
            let shares = ["chat/blue": 0.2, "chat/green": 0.8]
            let order = SageMakerScene.order(
                .reroute, shares.keys.sorted(), .shares(shares, stages: [1]))
            _ = try await scene.plan(order)
            let run = scene.begin(order.id)
            await scene.wait(order.id, "is told where they go") {
                $0.sentence.contains("chat/blue gets 75.0 %")
            }
            await scene.executor.cancel(order.id)
            #expect(try await run.value.state == .rolledBack)
            // The very weights that were there.
            #expect(try scene.lab.variants("chat")["blue"]?.weight == 3)
        }
    }

    /// What came to 75 % before goes with 65 % as well, as long as the invocations are few.
    @Test func whatMightBeAsBeforeIsNotCalledVerified() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 30")
            try scene.lab.tell("astray")
            let shares = ["chat/blue": 0.65, "chat/green": 0.35]
            let end = try await scene.act(
                SageMakerScene.order(.reroute, shares.keys.sorted(), .shares(shares, stages: [1])))
            #expect(end.state == .converged, "\(end.state) \(end.sentence)")
            #expect(
                end.sentence.hasSuffix("do not show yet that chat/green gets more"),
                "\(end.sentence)")
        }
    }

    /// An owner would undo a count: it is told instead.
    @Test func boundsAreMovedWhereAnAutoscalerOwnsTheCount() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("own chat blue 1 3")
            let order = SageMakerScene.order(.scale, ["chat/blue"], .count(4))
            let plan = try await scene.plan(order)
            #expect(plan.plan.stages[0].steps.map(\.before) == ["1-3"])
            #expect(plan.plan.stages[0].steps.map(\.after) == ["4-4"])
            #expect(plan.checks.contains { $0.kind == .ownership && $0.verdict == .warn })
            #expect(
                plan.plan.stages[0].steps[0].request.shown.contains(
                    "register-scalable-target --service-namespace sagemaker "
                        + "--resource-id endpoint/chat/variant/blue"))
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.variants("chat")["blue"]?.count == 4)
            _ = try await scene.executor.planUndo(of: order.id, as: "undo")
            #expect(try await scene.carryOut("undo").state == .verified)
            #expect(try scene.lab.variants("chat")["blue"]?.count == 3)
        }
    }

    @Test func theSecondVariantOfAnEndpointWaitsForTheFirst() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            let order = SageMakerScene.order(
                .scale, ["chat/blue", "chat/green", "solo"], .count(5))
            let plan = try await scene.plan(order)
            #expect(
                plan.plan.stages.map { $0.steps.map(\.target.uid) }
                    == [["chat/blue", "solo"], ["chat/green"]])
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.variants("chat").values.allSatisfy { $0.count == 5 })
        }
    }

    /// The requests against the real stand-in, which checks every signature.
    @Test func motoTakesTheRequests() async throws {
        let fleet = try MotoFleet()
        defer { fleet.stop() }
        try await SageMakerScene.run { scene in
            let provider = try SageMakerScene.provider(
                fleet.port, scene.clock, key: fleet.key, secret: fleet.secret)
            let count = SageMakerScene.order(.scale, ["quiet"], .count(3))
            _ = try await scene.executor.plan(count, with: provider)
            #expect(try await scene.carryOut(count.id).state == .converged)
            scene.clock.go(1)
            let shares = ["chat/blue": 0.4, "chat/green": 0.6]
            let shift = SageMakerScene.order(
                .reroute, shares.keys.sorted(), .shares(shares, stages: [1]))
            _ = try await scene.executor.plan(shift, with: provider)
            let end = try await scene.carryOut(shift.id)
            #expect(end.state == .converged, "\(end.state) \(end.sentence)")
            let sample = try await provider.poll().sample
            let labels = sample.inventory.endpoints.map(\.label)
            let quiet = try #require(labels.firstIndex(of: "quiet"))
            let green = try #require(labels.firstIndex(of: "chat/green"))
            #expect(sample.endpoints[.replicasReady, quiet] == .value(3))
            #expect(sample.endpoints[.share, green] == .value(0.6))
        }
    }
}
