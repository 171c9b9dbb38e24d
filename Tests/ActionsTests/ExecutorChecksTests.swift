import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// What the executor itself asks of every plan.
struct ExecutorChecksTests {
    private let router = StandInRouter(["chat/own": "100", "chat/rented": "0"])

    private func executor(
        _ folder: URL, _ change: (inout ActionSetting) -> Void = { _ in }
    ) throws -> ActionExecutor {
        var setting = ActionSetting(context: "prod", actor: "ada@desk", hold: .seconds(3))
        setting.bearings = FixedBearings(bearing: Bearing(errorRatio: 0))
        change(&setting)
        return ActionExecutor(
            setting, journal: try Journal(path: folder.appendingPathComponent("a.jsonl").path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: WriteAccess(pin: .writable), clock: SystemClock(), report: { _ in })
    }

    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-checks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func shift(_ id: String = "s1", reason: String = "") -> ActionOrder {
        ActionOrder(
            .reroute, targets: ["chat/own", "chat/rented"],
            wish: .shares(["chat/rented": 1], stages: [0.25, 1]), reason: reason, id: id)
    }

    @Test func oldFiguresOfTheReceivingSideBlockAShiftInStages() async throws {
        try await inFolder { folder in
            let stale = try executor(folder) {
                $0.bearings = FixedBearings(bearing: Bearing(errorRatio: 0, age: .seconds(31)))
            }
            let plan = try await stale.plan(shift(), with: router)
            #expect(plan.state == .refused)
            #expect(plan.sentence.hasPrefix("The figures of chat/rented are 31 s old"))
            let blind = try executor(folder) { $0.bearings = nil }
            #expect(try await blind.plan(shift(), with: router).state == .refused)
            let sighted = try executor(folder)
            #expect(try await sighted.plan(shift(), with: router).state == .checked)
        }
    }

    @Test func capacityIsCountedWithWhatOtherPlansAreAboutToTake() async throws {
        try await inFolder { folder in
            let executor = try executor(folder) { $0.policy.mostOut = 0.5 }
            await router.claim(
                CapacityClaim(group: "chat", unit: "servers", total: 4, out: 0, taking: 2))
            let plan = try await executor.plan(shift(), with: router)
            #expect(plan.state == .checked)
            #expect(
                plan.checks.contains {
                    $0.sentence == "2 of 4 servers of chat would be out of use."
                })
            await router.claim(
                CapacityClaim(group: "chat", unit: "servers", total: 4, out: 1, taking: 2))
            let more = try await executor.plan(shift("s2"), with: router)
            #expect(more.state == .refused)
            #expect(
                more.sentence
                    == "3 of 4 servers of chat would be out of use, over the 50 % allowed.")
            try waitingPlan(folder, taking: 1)
            await router.claim(
                CapacityClaim(group: "chat", unit: "servers", total: 4, out: 0, taking: 2))
            let third = try await executor.plan(shift("s3"), with: router)
            #expect(third.sentence.contains("3 of 4 servers of chat"), "\(third.sentence)")
            #expect(third.sentence.contains("1 of them by other plans"))
        }
    }

    /// Another program's plan on other targets of the same group, confirmed and not yet sent.
    private func waitingPlan(_ folder: URL, taking: Int) throws {
        let journal = try Journal(path: folder.appendingPathComponent("a.jsonl").path)
        let drain = SamplePlan.drain(["n1"])
        let plan = ActionPlan(
            id: "other", kind: .drain, context: "prod", actor: "bob@desk", tier: .disruptive,
            stages: drain.stages,
            claims: [
                CapacityClaim(group: "chat", unit: "servers", total: 4, out: 0, taking: taking)
            ],
            made: WallTime(seconds: 1_000))
        let contents: [JournalEntry.Content] = [
            .plan(plan), .event(.checked([])), .event(.confirmed(by: "bob@desk")),
        ]
        for (sequence, content) in contents.enumerated() {
            try journal.append(
                JournalEntry(
                    action: "other", sequence: sequence, time: WallTime(seconds: 1_000),
                    content: content))
        }
    }

    @Test func productionAndRulesMakeTiersStricterAndNeverLaxer() async throws {
        try await inFolder { folder in
            var rule = ActionRule(kinds: [.reroute], target: "chat/*")
            rule.tier = .destructive
            let strict = try executor(folder) { $0.policy.rules = [rule] }
            let plan = try await strict.plan(shift(), with: router)
            #expect(plan.plan.tier == .destructive)
            #expect(
                plan.checks.first { $0.isRule(.tier) }?.sentence
                    == "By a rule of the configuration, reroute (chat/*) is destructive.")
            rule.tier = .reversible
            let lax = try executor(folder) { $0.policy.rules = [rule] }
            let other = try await lax.plan(shift(), with: router)
            #expect(other.plan.tier == .disruptive && !other.checks.contains { $0.isRule(.tier) })
        }
    }

    @Test func aSiteThatNobodyNamesIsUnknownWhereDataHasRules() async throws {
        try await inFolder { folder in
            func plan(_ policy: ActionPolicy) async throws -> ActionMachine {
                try await executor(folder) { $0.policy = policy }.plan(shift(), with: router)
            }
            let silent = try await plan(ActionPolicy())
            #expect(silent.state == .checked)
            #expect(silent.checks.first { $0.kind == .residency }?.verdict == .warn)
            let rented = ActionPolicy(sites: [Site(name: "us-east-1", placement: .iaas)])
            #expect(try await plan(rented).state == .refused)
            let labelled = ActionPolicy(
                workloads: [.init(name: "chat", dataClass: "patient")])
            #expect(try await plan(labelled).state == .refused)
        }
    }

    @Test func whatIsUnlockedLapsesWhenNothingIsDone() {
        let start = MonotonicTime(nanoseconds: 1_000_000_000_000)
        var access = WriteAccess()
        #expect(access.reason("prod", at: start)?.contains("locked") == true)
        access.unlock("prod", at: start)
        #expect(access.reason("prod", at: start + .seconds(899)) == nil)
        #expect(access.reason("test", at: start) != nil, "only the context that was named")
        access.touch(at: start + .seconds(800))
        #expect(access.reason("prod", at: start + .seconds(1_600)) == nil)
        #expect(access.reason("prod", at: start + .seconds(1_701)) != nil)
        access.touch(at: start + .seconds(1_800))
        #expect(access.reason("prod", at: start + .seconds(1_801)) != nil, "lapsed is lapsed")
        var pinned = WriteAccess(pin: .readOnly)
        pinned.unlock("prod", at: start)
        #expect(pinned.reason("prod", at: start)?.contains("read-only") == true)
    }

    @Test func figuresAreThoseOfTheRouterAndOfTheEndpointItself() async {
        let target = ActionTarget(
            source: SourceID(provider: "haproxy", instance: "edge"), uid: "chat/rented",
            name: "rented", address: "10.0.0.7:8000")
        let snapshot = FleetSnapshot(
            time: SystemClock().now(),
            sources: [
                source(
                    "haproxy", "edge",
                    EndpointIdentity(
                        name: "chat", variant: "rented", kind: "haproxy", url: "10.0.0.7:8000")
                ) {
                    $0[.errorRatio, 0] = .value(0.01)
                    $0[.requestsWaiting, 0] = .value(4)
                },
                source(
                    "prometheus-scrape", "vllm",
                    EndpointIdentity(
                        name: "chat-70b", kind: "vllm", url: "http://10.0.0.7:8000/metrics")
                ) {
                    $0[.latencyP95, 0] = .value(0.7)
                    $0[.requestsWaiting, 0] = .value(9)
                },
                source(
                    "prometheus-scrape", "other",
                    EndpointIdentity(
                        name: "chat-70b", kind: "vllm", url: "http://10.0.0.8:8000/metrics")
                ) {
                    $0[.latencyP95, 0] = .value(9)
                },
            ])
        let source = SnapshotBearings(clock: SystemClock()) { snapshot }
        let bearing = await source.bearing(of: target)
        #expect(bearing.errorRatio == 0.01 && bearing.latencyP95 == 0.7 && bearing.waiting == 9)
        #expect(Authority.of("https://api.example/v1") == "api.example:443")
        #expect(Authority.of("http://[::1]:80/x") == "[::1]:80")
    }

    private func source(
        _ provider: String, _ instance: String, _ endpoint: EndpointIdentity,
        _ write: (inout MetricTable<EndpointMetric>) -> Void
    ) -> SourceState {
        var state = SourceState(
            id: SourceID(provider: provider, instance: instance), title: "", site: "",
            interval: .seconds(1), staleAfter: .seconds(5))
        var sample = Sample(inventory: Inventory(endpoints: [endpoint]))
        write(&sample.endpoints)
        state.sample = sample
        return state
    }
}

/// Always the same figures.
private struct FixedBearings: BearingSource {
    var bearing: Bearing

    func bearing(of target: ActionTarget) async -> Bearing { bearing }
}
