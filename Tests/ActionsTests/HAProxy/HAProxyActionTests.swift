import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// Real HAProxy, real requests: what the executor says against what the servers count.
@Suite(.serialized)
struct HAProxyActionTests {
    @Test func aStagedShiftIsVerifiedByWhereRequestsLand() async throws {
        try await HAProxyScene.run { scene in
            let end = try await scene.carryOut(
                HAProxyScene.order(
                    .reroute, ["chat/own", "chat/rented"],
                    HAProxyScene.shares(0.8, stages: [0.25, 1])))
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try scene.lab.say("get weight chat/rented").hasPrefix("80 "))
            #expect(try scene.lab.say("get weight chat/own", instance: 1).hasPrefix("20 "))
            let before = try scene.lab.counts()
            _ = await eventually(within: .seconds(10)) {
                ((try? scene.lab.counts().values.reduce(0, +)) ?? 0)
                    >= before.values.reduce(0, +) + 200
            }
            let after = try scene.lab.counts()
            let rented = (after["rented"] ?? 0) - (before["rented"] ?? 0)
            let own = (after["own"] ?? 0) - (before["own"] ?? 0)
            #expect(rented > 3 * own && rented < 5 * own, "own \(own), rented \(rented)")
        }
    }

    @Test func aDrainWaitsForTheLastSessionAndIsResumed() async throws {
        try await HAProxyScene.run { scene in
            try scene.lab.tell("hold")
            let drain = HAProxyScene.order(.drain, ["chat/own"])
            // It lands where everything lands before the other server gets anything.
            let held = await eventually { (try? scene.lab.counts()["held"] ?? 0) ?? 0 > 0 }
            #expect(held)
            _ = try scene.lab.say("set weight chat/rented 50")
            _ = try scene.lab.say("set weight chat/rented 50", instance: 1)
            _ = try await scene.executor.plan(drain, with: scene.provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(drain.id) }
            let isCounting = await eventually {
                let steps = await scene.executor.action(drain.id)?.steps.values
                return steps?.contains(.accepted("1 session")) == true
            }
            #expect(isCounting, "the session that is left is shown")
            #expect(await scene.executor.action(drain.id)?.state == .progressing)
            try scene.lab.tell("release")
            let drained = try await run.value
            #expect(drained.state == .verified, "\(drained.sentence)")
            #expect(try scene.lab.say("show stat chat 4 -1").contains("DRAIN"))
            let resumed = try await scene.carryOut(HAProxyScene.order(.resume, ["chat/own"]))
            #expect(resumed.state == .verified, "\(resumed.sentence)")
            #expect(try !scene.lab.say("show stat chat 4 -1", instance: 1).contains("DRAIN"))
        }
    }

    @Test func aServerThatGetsNothingAnyMoreIsOutOfUse() async throws {
        try await HAProxyScene.run { scene in
            var setting = HAProxyScene.setting
            setting.policy.mostOut = 0.1
            var access = WriteAccess()
            access.unlock("prod", at: SystemClock().now().monotonic)
            let executor = try HAProxyScene.executor(scene.folder, access, setting)
            let plan = try await executor.plan(HAProxyScene.shift(1), with: scene.provider)
            #expect(plan.state == .refused)
            #expect(
                plan.sentence
                    == "1 of 2 servers of haproxy/edge chat would be out of use. What leaves carries "
                    + "100 % of the requests by weight, over the 10 % allowed: the one left has "
                    + "next to none now and would take all.")
            let some = try await executor.plan(HAProxyScene.shift(0.5), with: scene.provider)
            #expect(some.state == .checked, "\(some.sentence)")
        }
    }

    @Test func theLastServerThatIsUpIsNotDrained() async throws {
        try await HAProxyScene.run { scene in
            let plan = try await scene.executor.plan(
                HAProxyScene.order(.drain, ["chat/own"]), with: scene.provider)
            #expect(plan.state == .refused)
            #expect(
                plan.sentence
                    == "chat would have no server left that takes requests: rented is up, with "
                    + "weight 0.")
        }
    }

    @Test func staticAlgorithmsAreRefusedWithTheReason() async throws {
        try await HAProxyScene.run { scene in
            let wish = ActionOrder.Wish.shares(["fixed/one": 0.5, "fixed/two": 0.5], stages: [1])
            let plan = try await scene.executor.plan(
                HAProxyScene.order(.reroute, ["fixed/one", "fixed/two"], wish), with: scene.provider
            )
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("static-rr"))
        }
    }

    @Test func instancesThatDisagreeBlock() async throws {
        try await HAProxyScene.run { scene in
            _ = try scene.lab.say("set weight chat/rented 7", instance: 1)
            let plan = try await scene.executor.plan(
                HAProxyScene.order(
                    .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5)),
                with: scene.provider)
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("set otherwise"))
        }
    }

    @Test func aSocketThatMayOnlyReadIsNotPermitted() async throws {
        try await HAProxyScene.run { scene in
            let plan = try await scene.executor.plan(
                HAProxyScene.order(
                    .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5)),
                with: HAProxyScene.provider([scene.lab.addresses.userSocket]))
            #expect(plan.state == .refused)
            #expect(plan.checks.first { $0.verdict == .block }?.kind == .permission)
        }
    }

    @Test func whatSomebodyElseChangesInBetweenIsRefusedNotForced() async throws {
        try await HAProxyScene.run { scene in
            let shift = HAProxyScene.order(
                .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5))
            _ = try await scene.executor.plan(shift, with: scene.provider)
            _ = try scene.lab.say("set weight chat/own 33")
            let end = try await scene.executor.carryOut(shift.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("weight 33"))
            #expect(try scene.lab.say("get weight chat/own").hasPrefix("33 "))
        }
    }

    /// Whatever is counted by then: it goes by weights that somebody else has set.
    @Test func whatIsNoLongerSoIsNeverProved() async throws {
        try await HAProxyScene.run { scene in
            for order in [HAProxyScene.shift(0.5), HAProxyScene.order(.drain, ["chat/own"])] {
                let steps = try await scene.provider.propose(order).stages.flatMap(\.steps)
                let proof = await scene.provider.prove(steps)
                #expect(proof == .reverted("chat/own is as before"))
            }
        }
    }

    @Test func oneInstanceThatDiesLeavesNothingCalledDone() async throws {
        try await HAProxyScene.run { scene in
            let shift = HAProxyScene.order(
                .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5))
            _ = try await scene.executor.plan(shift, with: scene.provider)
            try scene.lab.tell("kill 1")
            let end = try await scene.executor.carryOut(shift.id)
            #expect(end.state == .refused || end.state == .partial, "\(end.state)")
        }
    }

    /// By its socket and by TCP it is the same router, and the other instance is another.
    @Test func aRouterIsTheSameByEveryWay() async throws {
        try await HAProxyScene.run { scene in
            let order = HAProxyScene.shift(0.5)
            let pair = try await scene.provider.propose(order).stages.flatMap(\.steps)
            let other = try HAProxyScene.provider([scene.lab.addresses.tcp])
            let alone = try await other.propose(order).stages.flatMap(\.steps)
            let own = try #require(pair.first?.seat)
            #expect(alone.allSatisfy { $0.seat == own })
            #expect(Set(pair.compactMap(\.seat)).count == 2)
            #expect(own.split(separator: " ").count >= 2, "\(own)")
            #expect(try scene.lab.say("show info").contains("Pid: \(own.split(separator: " ")[1])"))
        }
    }

    @Test func aLockedContextSendsNothing() async throws {
        try await HAProxyScene.run { scene in
            let locked = try HAProxyScene.executor(scene.folder, WriteAccess())
            let shift = HAProxyScene.order(
                .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5))
            _ = try await locked.plan(shift, with: scene.provider)
            await #expect(throws: ActionRefusal.self) { try await locked.carryOut(shift.id) }
            #expect(try scene.lab.say("get weight chat/own").hasPrefix("100 "))
        }
    }

    @Test func theJournalTellsItAllAgain() async throws {
        try await HAProxyScene.run { scene in
            let shift = HAProxyScene.order(
                .reroute, ["chat/own", "chat/rented"], HAProxyScene.shares(0.5))
            let end = try await scene.carryOut(shift)
            let bytes = try Data(contentsOf: scene.folder.appendingPathComponent("actions.jsonl"))
            let account = try #require(JournalReplay(Array(bytes)).account(shift.id))
            #expect(account.machine == end)
            #expect(!account.isBroken)
        }
    }
}
