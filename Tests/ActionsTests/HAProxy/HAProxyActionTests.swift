import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// Real HAProxy, real requests: what the executor says against what the servers count.
@Suite(.serialized)
struct HAProxyActionTests {
    /// What a test has in hand.
    private struct Scene {
        let lab: HAProxyLab
        let folder: URL
        let executor: ActionExecutor
        let provider: any ActionableProvider

        func carryOut(_ order: ActionOrder) async throws -> ActionMachine {
            _ = try await executor.plan(order, with: provider)
            return try await executor.carryOut(order.id)
        }
    }

    private func inScene(_ body: (Scene) async throws -> Void) async throws {
        let lab = try HAProxyLab()
        defer { lab.end() }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-actions-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var access = WriteAccess()
        access.unlock("prod", at: SystemClock().now().wall)
        try await body(
            Scene(
                lab: lab, folder: folder, executor: try executor(folder, access),
                provider: try Self.provider(lab.addresses.sockets)))
    }

    private func executor(_ folder: URL, _ access: WriteAccess) throws -> ActionExecutor {
        ActionExecutor(
            .init(context: "prod", actor: "ada@desk", interval: .milliseconds(100)),
            journal: try Journal(path: folder.appendingPathComponent("actions.jsonl").path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: access, clock: SystemClock(), report: { _ in })
    }

    private static func provider(_ sockets: [String]) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("haproxy"))
        let made = try type.init(
            ProviderSettings(
                provider: "haproxy", name: "edge", site: "hall-a", interval: .seconds(1),
                deadline: .seconds(5), values: ["sockets": .strings(sockets)]),
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: [:]), clock: SystemClock(),
                environment: [:]))
        return try #require(made as? any ActionableProvider)
    }

    private func order(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, id: UUID().uuidString)
    }

    private func shares(_ rented: Double, stages: [Double] = [1]) -> ActionOrder.Wish {
        .shares(["chat/own": 1 - rented, "chat/rented": rented], stages: stages)
    }

    @Test func aStagedShiftIsVerifiedByWhereRequestsLand() async throws {
        try await inScene { scene in
            let end = try await scene.carryOut(
                order(.reroute, ["chat/own", "chat/rented"], shares(0.8, stages: [0.25, 1])))
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
        try await inScene { scene in
            _ = try scene.lab.say("set weight chat/rented 50")
            _ = try scene.lab.say("set weight chat/rented 50", instance: 1)
            try scene.lab.tell("hold")
            let drain = order(.drain, ["chat/own"])
            let held = await eventually { (try? scene.lab.counts()["own"] ?? 0) ?? 0 > 0 }
            #expect(held)
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
            let resumed = try await scene.carryOut(order(.resume, ["chat/own"]))
            #expect(resumed.state == .verified, "\(resumed.sentence)")
            #expect(try !scene.lab.say("show stat chat 4 -1", instance: 1).contains("DRAIN"))
        }
    }

    @Test func theLastServerThatIsUpIsNotDrained() async throws {
        try await inScene { scene in
            let plan = try await scene.executor.plan(
                order(.drain, ["chat/own"]), with: scene.provider)
            #expect(plan.state == .refused)
            #expect(plan.sentence == "chat would have no server left that is up.")
        }
    }

    @Test func staticAlgorithmsAreRefusedWithTheReason() async throws {
        try await inScene { scene in
            let wish = ActionOrder.Wish.shares(["fixed/one": 0.5, "fixed/two": 0.5], stages: [1])
            let plan = try await scene.executor.plan(
                order(.reroute, ["fixed/one", "fixed/two"], wish), with: scene.provider)
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("static-rr"))
        }
    }

    @Test func instancesThatDisagreeBlock() async throws {
        try await inScene { scene in
            _ = try scene.lab.say("set weight chat/rented 7", instance: 1)
            let plan = try await scene.executor.plan(
                order(.reroute, ["chat/own", "chat/rented"], shares(0.5)), with: scene.provider)
            #expect(plan.state == .refused)
            #expect(plan.sentence.contains("set otherwise"))
        }
    }

    @Test func aSocketThatMayOnlyReadIsNotPermitted() async throws {
        try await inScene { scene in
            let plan = try await scene.executor.plan(
                order(.reroute, ["chat/own", "chat/rented"], shares(0.5)),
                with: Self.provider([scene.lab.addresses.userSocket]))
            #expect(plan.state == .refused)
            #expect(plan.checks.first { $0.verdict == .block }?.kind == .permission)
        }
    }

    @Test func whatSomebodyElseChangesInBetweenIsRefusedNotForced() async throws {
        try await inScene { scene in
            let shift = order(.reroute, ["chat/own", "chat/rented"], shares(0.5))
            _ = try await scene.executor.plan(shift, with: scene.provider)
            _ = try scene.lab.say("set weight chat/own 33")
            let end = try await scene.executor.carryOut(shift.id)
            #expect(end.state == .refused)
            #expect(end.sentence.contains("weight 33"))
            #expect(try scene.lab.say("get weight chat/own").hasPrefix("33 "))
        }
    }

    @Test func oneInstanceThatDiesLeavesNothingCalledDone() async throws {
        try await inScene { scene in
            let shift = order(.reroute, ["chat/own", "chat/rented"], shares(0.5))
            _ = try await scene.executor.plan(shift, with: scene.provider)
            try scene.lab.tell("kill 1")
            let end = try await scene.executor.carryOut(shift.id)
            #expect(end.state == .refused || end.state == .partial, "\(end.state)")
        }
    }

    @Test func aLockedContextSendsNothing() async throws {
        try await inScene { scene in
            let locked = try executor(scene.folder, WriteAccess())
            let shift = order(.reroute, ["chat/own", "chat/rented"], shares(0.5))
            _ = try await locked.plan(shift, with: scene.provider)
            await #expect(throws: ActionRefusal.self) { try await locked.carryOut(shift.id) }
            #expect(try scene.lab.say("get weight chat/own").hasPrefix("100 "))
        }
    }

    @Test func theJournalTellsItAllAgain() async throws {
        try await inScene { scene in
            let shift = order(.reroute, ["chat/own", "chat/rented"], shares(0.5))
            let end = try await scene.carryOut(shift)
            let bytes = try Data(contentsOf: scene.folder.appendingPathComponent("actions.jsonl"))
            let account = try #require(JournalReplay(Array(bytes)).account(shift.id))
            #expect(account.machine == end)
            #expect(!account.isBroken)
        }
    }
}
