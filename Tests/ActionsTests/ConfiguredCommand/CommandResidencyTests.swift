import Actions
import Collector
import Fleet
import Support
import Testing

/// Targets of one source that run at several sites: where the requests of one go when another takes them.
@Suite(.serialized) struct CommandResidencyTests {
    private static let sites: [String: SettingValue] = ["sites": .mapping(["b": "us"])]
    private static let named = ActionPolicy.Workload(name: "a", dataClass: "patient")
    private static let routed = ActionPolicy.Workload(
        name: "records", router: "command/own", dataClass: "patient")

    private func verdicts(
        _ order: ActionOrder, without left: Set<String> = [],
        _ more: [String: SettingValue] = sites, _ workload: ActionPolicy.Workload = routed
    ) async throws -> [ActionCheck] {
        var checks: [ActionCheck] = []
        try await CommandScene.run(without: left, more, workloads: [workload]) { scene in
            checks = try await scene.plan(order).checks.filter { $0.kind == .residency }
        }
        return checks
    }

    private func shift(_ here: Double) -> ActionOrder {
        CommandScene.order(
            .reroute, ["a", "b"], .shares(["a": here, "b": 1 - here], stages: [1]))
    }

    @Test(arguments: [named, routed])
    func requestsThatGoToAnotherSiteAreAMove(_ workload: ActionPolicy.Workload) async throws {
        let away = try await verdicts(shift(0.2), Self.sites, workload)
        #expect(away.map(\.verdict) == [.block], "\(away)")
        #expect(away.first?.sentence.contains("us is rented") == true)
        let home = try await verdicts(shift(0.8), Self.sites, workload)
        #expect(home.map(\.verdict) == [.pass], "\(home)")
    }

    @Test func aDrainHandsRequestsToTheOthers() async throws {
        let drain = CommandScene.order(.drain, ["a"])
        let handed = try await verdicts(drain)
        #expect(handed.map(\.verdict) == [.block], "\(handed)")
        let blind = try await verdicts(drain, without: ["reroute"])
        #expect(blind.map(\.verdict) == [.unknown], "\(blind)")
        let near = try await verdicts(drain, [:])
        #expect(near.map(\.verdict) == [.pass], "at the source's site: \(near)")
    }

    @Test func sharesThatNobodySeesAreUnknown() async throws {
        let checks = try await verdicts(shift(0.8), without: ["observe", "verify"])
        #expect(checks.map(\.verdict) == [.unknown], "\(checks)")
    }

    @Test func whoGetsNothingAnyMoreIsOutOfUse() async throws {
        try await CommandScene.run { scene in
            let claim = CapacityClaim(
                group: "command/own", unit: "targets", total: 2, out: 0, taking: 1,
                load: CarriedLoad(0.5))
            let whole = try await scene.provider.propose(shift(1))
            #expect(whole.claims == [claim])
            let some = try await scene.provider.propose(shift(0.9))
            #expect(some.claims.isEmpty)
        }
    }

    @Test func aSiteOfWhatIsNoTargetIsAnError() {
        #expect(throws: SettingError.self) {
            _ = try CommandScene.provider([
                "targets": .strings(["a"]), "sites": .mapping(["c": "us"]),
            ])
        }
    }

    @Test func aTargetIsListedAtItsSite() async throws {
        try await CommandScene.run(Self.sites) { scene in
            let sample = try await scene.provider.poll().sample
            #expect(sample.inventory.endpoints.map(\.site) == [nil, "us"])
        }
    }
}
