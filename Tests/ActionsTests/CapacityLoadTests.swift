import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// One server may carry most of the requests: heads alone do not tell what is taken away.
struct CapacityLoadTests {
    private let router = StandInRouter(["chat/own": "100", "chat/rented": "0"])

    private func capacity(
        _ claim: CapacityClaim, limit: Double? = nil, _ kind: ActionKind = .drain,
        _ wish: ActionOrder.Wish = .plain
    ) async throws -> ActionCheck {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-load-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var setting = ActionSetting(context: "prod", actor: "ada@desk")
        setting.policy.mostOut = limit
        let executor = ActionExecutor(
            setting, journal: try Journal(path: folder.appendingPathComponent("a.jsonl").path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: WriteAccess(pin: .writable), clock: SystemClock(), report: { _ in })
        let plan = SamplePlan.reroute(shares: [100], hasRetreat: true)
        await router.offer(
            ActionProposal(tier: .disruptive, stages: plan.stages, claims: [claim]))
        let order = ActionOrder(kind, targets: ["chat/own"], wish: wish, id: "d1")
        let machine = try await executor.plan(order, with: router)
        return try #require(machine.checks.first { $0.kind == .capacity })
    }

    private func claim(
        _ share: Double?, of total: Int = 3, taking: Int = 1, isCounted: Bool = false
    ) -> CapacityClaim {
        CapacityClaim(
            group: "haproxy/edge chat", unit: "servers", total: total, out: 0, taking: taking,
            load: share.map { CarriedLoad($0, isCounted: isCounted) })
    }

    /// Beyond the limit it is told, and holds nothing back.
    @Test func whatIsTakenBackIsToldAndNotHeldBack() async throws {
        let back = try await capacity(
            claim(0.8, of: 2), limit: 0.5, .reroute, .values(["chat/own": "100"]))
        #expect(back.verdict == .warn && back.sentence.contains("over the 50 % allowed"), "\(back)")
        let there = try await capacity(claim(0.8, of: 2), limit: 0.5)
        #expect(there.verdict == .block)
    }

    @Test func whatServesTogetherIsKnownByWhatItCallsItself() {
        var (one, other) = (claim(0.5), claim(0.5))
        other.group = "haproxy/spare chat"
        #expect(!one.isOfGroup(of: other))
        (one.seats, other.seats) = (["edge-1 7 chat"], ["edge-1 7 chat", "edge-2 7 chat"])
        #expect(one.isOfGroup(of: other))
        other.seats = ["edge-2 7 chat"]
        #expect(!one.isOfGroup(of: other))
    }

    @Test func whatCarriesMostIsWarnedOfWhereNobodyHasSetALimit() async throws {
        let most = try await capacity(claim(0.76))
        #expect(
            most.verdict == .warn
                && most.sentence
                    == "1 of 3 servers of haproxy/edge chat would be out of use. What leaves "
                    + "carries 76 % of the requests by weight: the 2 left would take 4.2 times "
                    + "what they take now.",
            "\(most)")
        let half = try await capacity(claim(0.5, of: 2))
        #expect(half.verdict == .pass && half.sentence.contains("2.0 times what it takes now"))
        let all = try await capacity(claim(1, of: 2))
        #expect(
            all.verdict == .warn && all.sentence.contains("the one left has next to none now"),
            "\(all)")
        let two = try await capacity(claim(0.9, taking: 2, isCounted: true))
        #expect(
            two.sentence.hasSuffix(
                "What leaves carries 90 % of the requests: the one left would take 10.0 times "
                    + "what it takes now."), "\(two)")
        #expect(try await capacity(claim(nil)).verdict == .pass)
    }

    /// Where nobody has set a limit either, most of them going at once is no tick.
    @Test func mostOfTheHeadsIsWarnedOf() async throws {
        #expect(try await capacity(claim(nil, of: 6, taking: 4)).verdict == .warn)
        #expect(try await capacity(claim(nil, of: 6, taking: 3)).verdict == .pass)
        #expect(try await capacity(claim(nil, of: 6, taking: 4), limit: 0.8).verdict == .pass)
    }

    @Test func theGreaterOfHeadsAndRequestsIsHeldAgainstTheLimit() async throws {
        let heavy = try await capacity(claim(0.76), limit: 0.5)
        #expect(
            heavy.verdict == .block
                && heavy.sentence.contains(
                    "What leaves carries 76 % of the requests by weight, over the 50 %"),
            "\(heavy)")
        #expect(try await capacity(claim(0.76), limit: 0.8).verdict == .pass, "as it was set")
        let light = try await capacity(claim(0.1, taking: 2), limit: 0.5)
        #expect(
            light.verdict == .block
                && light.sentence.hasPrefix(
                    "2 of 3 servers of haproxy/edge chat would be out of use, over the 50 % "
                        + "allowed. What leaves carries 10 %"),
            "\(light)")
    }

    /// A second's count wavers about the bound; weights do not.
    @Test(arguments: [(0.52, true, false), (0.52, false, true), (0.56, true, true)])
    func whatWasCountedWavers(share: Double, isCounted: Bool, isBlocked: Bool) async throws {
        let check = try await capacity(claim(share, isCounted: isCounted), limit: 0.5)
        #expect((check.verdict == .block) == isBlocked, "\(check)")
    }

    /// A journal of before has none of it.
    @Test func aClaimWithoutItIsReadAsBefore() throws {
        let old = #"{"group":"chat","unit":"servers","total":4,"out":0,"taking":1}"#
        let claim = try JSONDecoder().decode(CapacityClaim.self, from: Data(old.utf8))
        #expect(claim.load == nil && claim.taking == 1)
    }
}
