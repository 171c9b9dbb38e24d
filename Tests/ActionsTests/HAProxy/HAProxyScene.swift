import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// A real HAProxy with an executor before it, and what a test says to both.
struct HAProxyScene {
    let lab: HAProxyLab
    let folder: URL
    let executor: ActionExecutor
    let provider: any ActionableProvider

    /// Plans and carries out.
    func carryOut(_ order: ActionOrder) async throws -> ActionMachine {
        _ = try await executor.plan(order, with: provider)
        return try await executor.carryOut(order.id)
    }

    /// A scene that is gone with the end of the body; `hold` is that of a shift in stages. `isPassed`
    /// where the second instance is reached by the way that can lose things.
    static func run(
        hold: Duration = .zero, objective: Objective? = nil, isPassed: Bool = false,
        clock: any FleetClock = SystemClock(),
        _ body: (HAProxyScene) async throws -> Void
    ) async throws {
        let lab = try HAProxyLab()
        defer { lab.end() }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-actions-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var access = WriteAccess()
        access.unlock("prod", at: SystemClock().now().monotonic)
        let second = isPassed ? lab.addresses.passedSocket : lab.addresses.sockets[1]
        let provider = try provider([lab.addresses.sockets[0], second])
        var setting = Self.setting
        setting.hold = hold
        setting.gate = { _ in StageGate(objective: objective, oldest: .seconds(5)) }
        setting.provider = { _ in provider }
        let watcher = try Self.provider(lab.addresses.sockets)
        setting.bearings = SnapshotBearings(clock: SystemClock()) { await snapshot(watcher) }
        let executor = try executor(folder, access, setting, clock: clock)
        try await body(
            HAProxyScene(lab: lab, folder: folder, executor: executor, provider: provider))
    }

    static let setting = ActionSetting(
        context: "prod", actor: "ada@desk", interval: .milliseconds(100))

    static func executor(
        _ folder: URL, _ access: WriteAccess, _ setting: ActionSetting = setting,
        clock: any FleetClock = SystemClock()
    ) throws -> ActionExecutor {
        ActionExecutor(
            setting,
            journal: try Journal(path: folder.appendingPathComponent("actions.jsonl").path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: access, clock: clock, report: { _ in })
    }

    static func provider(
        _ sockets: [String], clock: any FleetClock = SystemClock()
    ) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("haproxy"))
        let made = try type.init(
            ProviderSettings(
                provider: "haproxy", name: "edge", site: "hall-a", interval: .seconds(1),
                deadline: .seconds(5), values: ["sockets": .strings(sockets)]),
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: [:]), clock: clock,
                environment: [:]))
        return try #require(made as? any ActionableProvider)
    }

    /// The fleet as it is right now, of this one source.
    private static func snapshot(_ provider: any ActionableProvider) async -> FleetSnapshot? {
        guard let answer = try? await provider.poll() else { return nil }
        var source = SourceState(
            id: SourceID(provider: "haproxy", instance: "edge"), title: "HAProxy", site: "hall-a",
            interval: .seconds(1), staleAfter: .seconds(5))
        source.sample = answer.sample
        source.lastSuccess = SystemClock().now()
        return FleetSnapshot(time: SystemClock().now(), sources: [source])
    }

    static func order(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, id: UUID().uuidString)
    }

    static func shares(_ rented: Double, stages: [Double] = [1]) -> ActionOrder.Wish {
        .shares(["chat/own": 1 - rented, "chat/rented": rented], stages: stages)
    }

    /// A shift of the lab's workload.
    static func shift(_ rented: Double, stages: [Double] = [1]) -> ActionOrder {
        order(.reroute, ["chat/own", "chat/rented"], shares(rented, stages: stages))
    }
}
