import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// Ways around residency that are none: other sites that give, other workloads' labels, sites that
/// nobody names.
struct ExecutorResidencyTests {
    private static let policy = ActionPolicy(
        residency: ResidencyCheck(rules: [
            "patient": DataClassRule(name: "patient", isOwnedOnly: true),
            "open": DataClassRule(name: "open"),
        ]),
        sites: [
            Site(name: "hall-a", placement: .dedicated),
            Site(name: "hall-b", placement: .dedicated),
            Site(name: "us", placement: .iaas), Site(name: "us2", placement: .iaas),
        ],
        workloads: [
            ActionPolicy.Workload(name: "chat", dataClass: "patient"),
            ActionPolicy.Workload(name: "open", dataClass: "open"),
            ActionPolicy.Workload(name: "bare"),
        ])

    /// What residency says of shares that go `from` here `to` there.
    private func verdicts(
        _ shifts: [(uid: String, site: String, from: Double, to: Double)],
        kind: ActionKind = .reroute, policy: ActionPolicy = policy, isTold: Bool = true
    ) async throws -> [ActionCheck] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-residency-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let executor = ActionExecutor(
            ActionSetting(context: "prod", actor: "ada@desk", policy: policy),
            journal: try Journal(path: folder.appendingPathComponent("a.jsonl").path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: WriteAccess(pin: .writable), clock: SystemClock(), report: { _ in })
        let source = SourceID(provider: "haproxy", instance: "edge")
        let shares = shifts.map { shift in
            ShareShift(
                ActionTarget(
                    source: source, uid: shift.uid, name: shift.uid, site: shift.site),
                from: shift.from, to: shift.to)
        }
        // Nothing is sent about those whose weight stays: their shares move all the same.
        let steps = shares.prefix(1).map { SamplePlan.step($0.target.uid, from: "100", to: "20") }
        let router = StandInRouter([:])
        await router.offer(
            ActionProposal(
                tier: .disruptive,
                stages: [ActionStage(steps: steps, shares: isTold ? shares : nil)]))
        let order = ActionOrder(kind, targets: shifts.map(\.uid), id: "r1")
        return try await executor.plan(order, with: router).checks.filter { $0.kind == .residency }
    }

    @Test func aSiteThatGivesDoesNotExcuseAnother() async throws {
        let checks = try await verdicts([
            ("chat/own", "hall-a", 0.9, 0.1), ("chat/rented", "us", 0.1, 0),
            ("chat/rented2", "us", 0, 0.9),
        ])
        #expect(checks.map(\.verdict) == [.block], "\(checks)")
    }

    @Test func aShareThatGrowsWithoutARequestIsSeen() async throws {
        let checks = try await verdicts([
            ("chat/own", "hall-a", 0.56, 0.2), ("chat/rented", "us", 0.44, 0.8),
        ])
        #expect(checks.map(\.verdict) == [.block], "\(checks)")
    }

    @Test func whatMovesWithinASiteMovesNoData() async throws {
        let checks = try await verdicts([
            ("chat/own", "hall-a", 0.9, 0.1), ("chat/own2", "hall-a", 0, 0.8),
            ("chat/rented", "us", 0.1, 0.1),
        ])
        #expect(checks.map(\.verdict) == [.pass], "\(checks)")
    }

    @Test func everyWorkloadIsJudgedByItsOwnLabel() async throws {
        let checks = try await verdicts([
            ("open/own", "hall-a", 1, 0), ("open/rented", "us", 0, 1),
            ("chat/own", "hall-a", 1, 0), ("chat/rented", "us", 0, 1),
        ])
        #expect(checks.map(\.verdict) == [.pass, .block], "\(checks)")
    }

    @Test func aSiteThatNobodyNamesMayBeAnOwnOne() async throws {
        let checks = try await verdicts([
            ("bare/own", "", 0.9, 0), ("bare/rented", "us", 0.1, 0.1),
            ("bare/rented2", "us2", 0, 0.9),
        ])
        #expect(checks.map(\.verdict) == [.block], "\(checks)")
    }

    /// The first part of a name may be a namespace, and a workload called like it another one.
    @Test func aWorkloadIsFoundByAllThatStandsBeforeTheTarget() async throws {
        var policy = Self.policy
        policy.workloads = [
            ActionPolicy.Workload(name: "chat", dataClass: "open"),
            ActionPolicy.Workload(
                name: "records", router: "haproxy/chat/plain", dataClass: "patient"),
        ]
        let checks = try await verdicts(
            [("chat/plain/own", "hall-a", 1, 0.2), ("chat/plain/rented", "us", 0, 0.8)],
            policy: policy)
        #expect(checks.map(\.verdict) == [.block], "\(checks)")
        #expect(checks.first?.sentence.hasPrefix("records: ") == true)
    }

    @Test func workloadsThatShareARouterAllHaveToBeAllowed() async throws {
        var policy = Self.policy
        policy.workloads = [
            ActionPolicy.Workload(name: "chat", router: "haproxy/chat", dataClass: "open"),
            ActionPolicy.Workload(
                name: "zsecret", router: "haproxy/edge/chat", dataClass: "patient"),
        ]
        var rule = ActionRule(kinds: [.reroute], dataClass: "patient")
        rule.tier = .destructive
        policy.rules = [rule]
        let checks = try await verdicts(
            [("chat/own", "hall-a", 1, 0.2), ("chat/rented", "us", 0, 0.8)], policy: policy)
        #expect(checks.map(\.verdict) == [.pass, .block], "\(checks)")
        let target = ActionTarget(source: SamplePlan.source, uid: "chat/own", name: "own")
        #expect(policy.workloads(of: target).map(\.name) == ["chat", "zsecret"])
    }

    /// Weights that all shrink tell nobody who gets more.
    @Test func sharesThatNobodyTellsAreUnknownWhereDataHasRules() async throws {
        let moves = [
            (uid: "chat/own", site: "hall-a", from: 1.0, to: 0.2),
            (uid: "chat/rented", site: "us", from: 0.0, to: 0.8),
        ]
        let checks = try await verdicts(moves, isTold: false)
        #expect(checks.map(\.verdict) == [.unknown], "\(checks)")
        let drained = try await verdicts(moves, kind: .drain, isTold: false)
        #expect(drained.map(\.verdict) == [.unknown], "\(drained)")
        let silent = try await verdicts(moves, policy: ActionPolicy(), isTold: false)
        #expect(silent.isEmpty, "\(silent)")
    }

    @Test func aDrainThatHandsRequestsOverIsAMove() async throws {
        let checks = try await verdicts(
            [("chat/own", "hall-a", 0.99, 0), ("chat/rented", "us", 0.01, 1)], kind: .drain)
        #expect(checks.map(\.verdict) == [.block], "\(checks)")
    }
}
