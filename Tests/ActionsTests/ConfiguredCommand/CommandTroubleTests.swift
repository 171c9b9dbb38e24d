import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// What goes wrong with commands, and how it is called.
@Suite(.serialized) struct CommandTroubleTests {
    private func scale(_ targets: [String] = ["a"], to count: Int = 5) -> ActionOrder {
        CommandScene.order(.scale, targets, .count(count))
    }

    @Test func aConditionThatDoesNotHoldRefuses() async throws {
        try await CommandScene.run { scene in
            try scene.write("forbidden", "")
            let plan = try await scene.plan(scale())
            #expect(plan.state == .refused)
            #expect(plan.sentence.hasSuffix("does not hold: exit 4: freeze until Monday."))
            #expect(scene.received.isEmpty)
        }
    }

    /// It held when the plan was made, and no longer does.
    @Test func aConditionIsAskedAboutAgainBeforeAnythingIsSent() async throws {
        try await CommandScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("forbidden", "")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .refused && end.sentence.contains("freeze until Monday"))
            #expect(scene.received.isEmpty)
        }
    }

    @Test(arguments: [("refuse", "exit 3: not now"), ("denied", "exit 126")])
    func aRefusalChangesNothingAndIsToldInItsWords(mode: String, sentence: String) async throws {
        try await CommandScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("mode", mode)
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .failed && end.sentence == sentence, "\(end.sentence)")
            #expect(scene.received.count == 1)
        }
    }

    @Test(arguments: [false, true])
    func whatMayNotBeRunHasChangedNothing(isThere: Bool) async throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-\(UUID().uuidString)").path
        if isThere { try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: path)) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let more: [String: SettingValue] = ["scale": .strings([path, "{target}", "{value}"])]
        try await CommandScene.run(more) { scene in
            let end = try await scene.act(scale())
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence.hasPrefix("nothing was done"), "\(end.sentence)")
            #expect(end.sentence.contains("exit 126") == isThere)
        }
    }

    @Test func whatMovedSinceThePlanIsNotForced() async throws {
        try await CommandScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("a.count", "3")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence == "a is no longer as it was seen: 3")
            #expect(scene.received.isEmpty)
        }
    }

    /// Hung or killed before it did anything, or after: unknown until it is seen, and run once.
    @Test(arguments: [("hang", false), ("die", false), ("silent", true), ("late", true)])
    func whatDoesNotAnswerIsLookedFor(mode: String, isDone: Bool) async throws {
        try await CommandScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("mode", mode)
            let end = try await scene.carryOut(order.id)
            #expect(end.past.contains(.unknown))
            #expect(end.state == (isDone ? .verified : .unknown), "\(end.state) \(end.sentence)")
            #expect(scene.received.count == 1)
        }
    }

    /// It failed, and had changed something all the same.
    @Test func whatFailedHalfwayIsNotCalledRefused() async throws {
        try await CommandScene.run { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("mode", "half")
            let end = try await scene.carryOut(order.id)
            #expect(end.past.contains(.unknown))
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
        }
    }

    /// The last thing that it called is not there: its own status is that of a command that is not.
    @Test(arguments: [true, false])
    func whatItCalledIsNotThereSaysNothingOfItself(isSeen: Bool) async throws {
        try await CommandScene.run(without: isSeen ? [] : ["observe", "verify"]) { scene in
            let order = scale()
            _ = try await scene.plan(order)
            await scene.executor.acknowledge(.existence, of: order.id)
            try scene.write("mode", "absent")
            let end = try await scene.carryOut(order.id)
            #expect(end.past.contains(.unknown))
            #expect(end.state == (isSeen ? .verified : .unknown), "\(end.state) \(end.sentence)")
            #expect(!end.sentence.contains("nothing was done"))
            #expect(scene.text("a.count") == "5" && scene.received.count == 1)
        }
    }

    /// It failed, and what it had handed over went on.
    @Test func whatFailedIsLookedAfterForAWhile() async throws {
        try await CommandScene.run(["limit": .duration(.seconds(10))]) { scene in
            let order = scale()
            _ = try await scene.plan(order)
            try scene.write("mode", "refuse")
            let run = Task { try await scene.carryOut(order.id) }
            #expect(await eventually { scene.received.count == 1 })
            #expect(await scene.executor.action(order.id)?.isOver == false)
            try scene.write("a.count", "5")
            let end = try await run.value
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
        }
    }

    @Test func ofTwoTargetsOneMayRefuse() async throws {
        try await CommandScene.run { scene in
            let order = scale(["a", "b"])
            _ = try await scene.plan(order)
            try scene.write("mode", "refuse")
            try scene.write("only", "b")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .partial && end.sentence == "1 of 2 done: exit 3: not now")
            #expect(scene.text("a.count") == "5" && scene.text("b.count") == "2")
        }
    }

    @Test func whatIsChangedBackIsSeen() async throws {
        try await CommandScene.run { scene in
            try scene.write("quiet", "")
            let order = scale()
            _ = try await scene.plan(order)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            let isAsking = await eventually {
                await scene.executor.action(order.id)?.sentence
                    == "exit 1: no request has reached a"
            }
            #expect(isAsking)
            try scene.write("a.count", "2")
            let end = try await run.value
            #expect(end.state == .failed, "\(end.state) \(end.sentence)")
            #expect(end.sentence == "changed since: a is 2 again")
            #expect(scene.received.count == 1, "it is not forced")
        }
    }

    @Test func whatCannotBeSeenIsNotPlanned() async throws {
        try await CommandScene.run { scene in
            try scene.write("mode", "blind")
            await #expect(throws: ActionRefusal("How a stands cannot be seen: exit 9")) {
                _ = try await scene.plan(scale())
            }
        }
    }

    @Test func onlyWhatIsConfiguredIsDoneAndZeroIsTyped() async throws {
        try await CommandScene.run(without: ["cordon"]) { scene in
            await #expect(throws: ActionRefusal.self) {
                _ = try await scene.plan(CommandScene.order(.scale, ["; rm -rf /"], .count(1)))
            }
            await #expect(throws: ActionRefusal.self) {
                _ = try await scene.plan(CommandScene.order(.cordon, ["a"]))
            }
            let zero = try await scene.plan(scale(to: 0))
            #expect(zero.plan.tier == .destructive)
            let stranger = ActionRequest(
                place: "local", words: ["/bin/rm", "-rf", "/"], shown: "rm -rf /")
            let answer = await scene.provider.send(stranger)
            #expect(answer == .rejected("nothing was done: it is no command of command/own"))
        }
    }
}
