import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// What commands of the operator's own change, and what is said of it.
@Suite(.serialized) struct CommandActionTests {
    @Test func aCountIsSetVerifiedAndTakenBack() async throws {
        try await CommandScene.run { scene in
            let order = CommandScene.order(.scale, ["a"], .count(5))
            let plan = try await scene.plan(order)
            #expect(plan.plan.tier == .disruptive, "what is not declared otherwise is")
            let step = plan.plan.stages[0].steps[0]
            #expect(step.before == "2" && step.after == "5")
            #expect(step.request.shown == "\(CommandScene.script) \(scene.folder.path) scale a 5")
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified && end.sentence == "a answers", "\(end.sentence)")
            #expect(scene.received == ["scale|a|5|"])
            #expect(scene.text("a.count") == "5")
            _ = try await scene.executor.planUndo(of: order.id, as: "undo")
            #expect(try await scene.carryOut("undo").state == .verified)
            #expect(scene.text("a.count") == "2")
        }
    }

    @Test func aDrainAndAResume() async throws {
        try await CommandScene.run { scene in
            let drain = CommandScene.order(.drain, ["a"], .plain, "fan; rm -rf / $(touch x)")
            let end = try await scene.act(drain)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(scene.received == ["drain|a|drained|--why=fan; rm -rf / $(touch x)|"])
            let undo = try await scene.executor.planUndo(of: drain.id, as: "undo")
            #expect(undo.plan.kind == .resume && undo.plan.tier == .reversible)
            #expect(try await scene.carryOut("undo").state == .verified)
            #expect(scene.text("a.state") == "ready")
        }
    }

    @Test func theLastThatServesIsNeverTakenByOneKey() async throws {
        try await CommandScene.run { scene in
            let first = try await scene.plan(CommandScene.order(.drain, ["a"]))
            #expect(first.plan.tier == .disruptive)
            #expect(first.plan.claims.map(\.out) == [0] && first.plan.claims.map(\.taking) == [1])
            let both = try await scene.plan(CommandScene.order(.drain, ["a", "b"]))
            #expect(both.plan.tier == .destructive)
            #expect(both.checks.contains { $0.kind == .blastRadius && $0.verdict == .warn })
            try scene.write("b.state", "drained")
            let last = try await scene.plan(CommandScene.order(.drain, ["a"]))
            #expect(last.plan.tier == .destructive)
            let said = last.checks.filter { $0.kind == .capacity }.map(\.sentence)
            #expect(said == ["2 of 2 targets of command/own would be out of use."])
        }
    }

    @Test func aTargetThatIsNamedTwiceIsToldOnce() async throws {
        try await CommandScene.run { scene in
            let end = try await scene.act(CommandScene.order(.scale, ["a", "a"], .count(1)))
            #expect(end.state == .verified && scene.received == ["scale|a|1|"])
            #expect(end.plan.claims.map(\.taking) == [1], "of two replicas")
        }
    }

    /// What was only cordoned kept what ran on it.
    @Test(arguments: [true, false])
    func whatWasCordonedIsCordonedAgain(canCordon: Bool) async throws {
        try await CommandScene.run(without: canCordon ? [] : ["cordon"]) { scene in
            try scene.write("a.state", "cordoned")
            let resume = CommandScene.order(.resume, ["a"])
            #expect(try await scene.act(resume).state == .verified)
            guard canCordon else {
                await #expect(throws: ActionRefusal.self) {
                    _ = try await scene.executor.planUndo(of: resume.id, as: "undo")
                }
                return
            }
            _ = try await scene.executor.planUndo(of: resume.id, as: "undo")
            #expect(try await scene.carryOut("undo").state == .verified)
            #expect(scene.text("a.state") == "cordoned")
        }
    }

    @Test func sharesGoInStagesAndWhoIsNotNamedGetsNone() async throws {
        try await CommandScene.run { scene in
            let order = CommandScene.order(
                .reroute, ["a"], .shares(["a": 1], stages: [0.5, 1]))
            let plan = try await scene.plan(order)
            #expect(
                plan.plan.stages.map { $0.steps.map(\.after) } == [["75", "25"], ["100", "0"]])
            let end = try await scene.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(scene.received.count == 4)
            #expect(scene.text("a.share") == "100" && scene.text("b.share") == "0")
            _ = try await scene.executor.planUndo(of: order.id, as: "undo")
            #expect(try await scene.carryOut("undo").state == .verified)
            #expect(scene.text("a.share") == "50" && scene.text("b.share") == "50")
        }
    }

    @Test func whatIsUnderWayIsWaitedFor() async throws {
        try await CommandScene.run { scene in
            let order = CommandScene.order(.drain, ["a"])
            _ = try await scene.plan(order)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(order.id) }
            _ = await eventually { !scene.received.isEmpty }
            try scene.write("mode", "busy")
            let isTold = await eventually {
                let now = await scene.executor.action(order.id)
                return now?.steps.values.contains(.accepted("1 session left")) == true
                    || now?.isOver == true
            }
            #expect(isTold)
            try scene.write("mode", "")
            #expect(try await run.value.state == .verified)
        }
    }

    @Test func withoutAVerifyingCommandItIsConvergedAtMost() async throws {
        try await CommandScene.run(without: ["verify"]) { scene in
            let end = try await scene.act(CommandScene.order(.scale, ["a"], .count(5)))
            #expect(end.state == .converged && end.isOver)
        }
    }

    /// Nobody sees how it stands: that has to be acknowledged, and what failed is not called refused.
    @Test func withoutAnObservingCommandMuchIsUnknown() async throws {
        try await CommandScene.run(without: ["observe", "verify"]) { scene in
            let order = CommandScene.order(.scale, ["a"], .count(5))
            let plan = try await scene.plan(order)
            #expect(plan.isHeldBack && plan.plan.stages[0].steps[0].before == "unknown")
            let fresh = plan.checks.filter { $0.kind == .freshness }
            #expect(fresh.map(\.verdict) == [.warn], "nothing was read: \(fresh)")
            await scene.executor.acknowledge(.existence, of: order.id)
            #expect(try await scene.carryOut(order.id).state == .converged)
            try scene.write("mode", "half")
            let second = CommandScene.order(.scale, ["a"], .count(6))
            _ = try await scene.plan(second)
            await scene.executor.acknowledge(.existence, of: second.id)
            let end = try await scene.carryOut(second.id)
            #expect(end.state == .unknown, "\(end.state) \(end.sentence)")
        }
    }

    @Test func itIsWatchedBesides() async throws {
        try await CommandScene.run { scene in
            try scene.write("b.state", "drained")
            let sample = try await scene.provider.poll().sample
            #expect(sample.inventory.endpoints.map(\.label) == ["a", "b"])
            #expect(sample.endpoints[.replicasDesired, 0] == .value(2))
            #expect(sample.endpoints[.share, 1] == .value(0.5))
            #expect(sample.endpointStates == [.serving, .draining])
            try scene.write("mode", "blind")
            let failure = await failureOf { _ = try await scene.provider.poll() }
            #expect(failure?.kind == .commandFailed)
        }
    }

    @Test func itRunsOnAnotherHostAsItDoesHere() async throws {
        let server = try await LoopbackSSHServer()
        defer { server.stop() }
        let host: [String: SettingValue] = [
            "host": .string("gpu-a01"), "ssh_config": .string(server.configuration),
        ]
        try await CommandScene.run(host, environment: server.clientEnvironment) { scene in
            let drain = CommandScene.order(.drain, ["a"], .plain, "two  words; $(touch x)")
            let end = try await scene.act(drain)
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(end.plan.stages[0].steps[0].request.shown.hasPrefix("ssh gpu-a01 -- "))
            #expect(scene.received == ["drain|a|drained|--why=two  words; $(touch x)|"])
        }
    }
}
