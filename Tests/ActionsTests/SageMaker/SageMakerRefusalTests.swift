import Actions
import Fleet
import Support
import Testing

/// What SageMaker refuses, what others change in between, and what is not done at all.
@Suite(.serialized) struct SageMakerRefusalTests {
    private func scale(_ target: String = "chat/blue", to count: Int = 4) -> ActionOrder {
        SageMakerScene.order(.scale, [target], .count(count))
    }

    @Test(arguments: [
        ("ValidationException", "Could not scale below the bounds", "Could not scale below"),
        ("ResourceLimitExceeded", "The account-level limit is 2 Instances", "limit is 2 Instances"),
        ("ExpiredTokenException", "The security token is expired", "session token has expired"),
        ("AccessDeniedException", "explicit deny", "Grant sagemaker:UpdateEndpointWeightsAndCap"),
    ])
    func aRefusalIsToldInItsWordsAndNotSentAgain(
        code: String, text: String, sentence: String
    ) async throws {
        try await SageMakerScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.lab.tell("refuse \(code) \(text)")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains(sentence), "\(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
            #expect(try scene.lab.variants("chat")["blue"]?.wanted == 2)
        }
    }

    @Test func whatMayNotBeDoneIsNamed() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("deny UpdateEndpointWeightsAndCapacities")
            let end = try await scene.act(scale())
            #expect(end.state == .failed)
            #expect(
                end.sentence.contains(
                    "is not authorized to perform: sagemaker:UpdateEndpointWeightsAndCapacities"))
        }
    }

    /// Nobody knows whether an autoscaler would undo it: that has to be acknowledged.
    @Test func anOwnerThatMayNotBeAskedAboutIsUnknown() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("deny DescribeScalableTargets")
            let order = scale(to: 1)
            let plan = try await scene.plan(order)
            #expect(plan.isHeldBack && plan.state == .checked)
            let owner = plan.checks.first { $0.verdict == .unknown }
            #expect(owner?.kind == .ownership)
            #expect(
                owner?.sentence.contains("application-autoscaling:DescribeScalableTargets") == true)
            await scene.executor.acknowledge(.ownership, of: order.id)
            #expect(try await scene.carryOut(order.id).state == .converged)
        }
    }

    @Test(arguments: [
        "count chat blue 7", "weight chat blue 9", "touch chat", "status chat Failed",
    ])
    func whatMovedSinceThePlanIsNotForced(line: String) async throws {
        try await SageMakerScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.lab.tell(line)
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .refused, "\(end.state) \(end.sentence)")
            #expect(end.sentence.contains("no longer as it was seen"))
            #expect(try scene.lab.changes.isEmpty)
        }
    }

    @Test(arguments: ["Failed", "OutOfService", "RollingBack", "UpdateRollbackFailed", "Deleting"])
    func whatIsBrokenTakesNoChange(status: String) async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("status chat \(status)")
            let plan = try await scene.plan(scale())
            #expect(plan.state == .refused)
            #expect(plan.sentence == "chat is \(status). It takes no change.")
        }
    }

    @Test func nothingIsSentWhileItIsUpdating() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("traffic 600")
            try scene.lab.tell("status chat Updating")
            let order = scale()
            let plan = try await scene.plan(order)
            let standing = plan.checks.first { $0.kind == .existence }
            #expect(standing?.verdict == .warn)
            #expect(standing?.sentence.contains("what is confirmed waits for that") == true)
            let run = scene.begin(order.id)
            await scene.wait(order.id, "it waits") {
                $0.state == .confirmed && $0.sentence == "chat is Updating"
            }
            #expect(try scene.lab.changes.isEmpty)
            try scene.lab.tell("status chat InService")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(try scene.lab.changes.count == 1)
        }
    }

    @Test func whoDoesNotWaitIsRefusedWhileItIsUpdating() async throws {
        try await SageMakerScene.run { scene in
            try scene.lab.tell("status chat Updating")
            let order = scale()
            _ = try await scene.plan(order)
            let end = try await scene.executor.carryOut(order.id, isWaiting: false)
            #expect(end.state == .refused && end.sentence.contains("chat is Updating"))
            #expect(try scene.lab.changes.isEmpty)
        }
    }

    @Test func thatWhichLeavesNothingIsBlockedOrTyped() async throws {
        try await SageMakerScene.run { scene in
            let last = try await scene.plan(SageMakerScene.order(.drain, ["solo"]))
            #expect(last.state == .refused && last.sentence.contains("no variant left"))
            let both = try await scene.plan(
                SageMakerScene.order(.drain, ["chat/blue", "chat/green"]))
            #expect(both.state == .refused)
            let zero = try await scene.plan(scale(to: 0))
            #expect(zero.plan.tier == .destructive)
            await #expect(throws: ActionRefusal("SageMaker has no endpoint `nobody`.")) {
                _ = try await scene.plan(scale("nobody"))
            }
            await #expect(
                throws: ActionRefusal(
                    "SageMaker has no variant `chat/red`: it has chat/blue, chat/green.")
            ) {
                _ = try await scene.plan(scale("chat/red"))
            }
            await #expect(throws: ActionRefusal("Nothing is to be done: it is as wanted already."))
            {
                _ = try await scene.plan(scale(to: 2))
            }
            await #expect(throws: ActionRefusal("solo is the only variant: it has all requests.")) {
                _ = try await scene.plan(
                    SageMakerScene.order(.reroute, ["solo"], .shares(["solo": 1], stages: [1])))
            }
            try scene.lab.tell("weight chat blue 2")
            let ready = try await scene.plan(SageMakerScene.order(.resume, ["chat/blue"]))
            #expect(ready.sentence == "chat/blue has the weight 2: it is not drained.")
        }
    }
}
