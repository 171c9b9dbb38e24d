import Actions
import Collector
import Fleet
import Foundation
import Synchronization

/// Executors before a stand-in for a router, with one journal: what several programs of one user share.
struct ExecutorScene {
    let router = StandInRouter(ExecutorScene.before)
    let path: String
    private let folder: URL

    static let before = ["chat/own": "100", "chat/rented": "0"]

    /// A scene whose files are gone with the end of the body.
    static func run(_ body: (ExecutorScene) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-scene-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(
            ExecutorScene(path: folder.appendingPathComponent("a.jsonl").path, folder: folder))
    }

    /// One program.
    func executor(
        _ change: (inout ActionSetting) -> Void = { _ in },
        access: WriteAccess = WriteAccess(pin: .writable),
        report: @escaping @Sendable (ActionMachine) -> Void = { _ in }
    ) throws -> ActionExecutor {
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", hold: .seconds(3),
            pause: { _ in await Task.yield() })
        setting.provider = { [router] _ in router }
        setting.bearings = EvenBearings(errors: 0)
        change(&setting)
        return ActionExecutor(
            setting, journal: try Journal(path: path), locks: TargetLocks(folder: path + ".locks"),
            access: access, clock: HastyClock(), report: report)
    }

    /// A shift of all requests in two stages.
    static func shift(_ id: String) -> ActionOrder {
        ActionOrder(
            .reroute, targets: ["chat/own", "chat/rented"],
            wish: .shares(["chat/rented": 1], stages: [0.25, 1]), id: id)
    }

    /// A change of one server's weight.
    static func weigh(_ uid: String, _ weight: Int, _ id: String) -> ActionOrder {
        ActionOrder(.reroute, targets: [uid], wish: .values([uid: "\(weight)"]), id: id)
    }

    /// A journal of a shift of which the first stage is done, and the program is gone.
    func leaveHalf(_ id: String) async throws {
        let executor = try executor()
        _ = try await executor.plan(Self.shift(id), with: router)
        _ = try await executor.carryOut(id)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let last = lines.firstIndex { $0.contains("\"event\":\"proved\"") } ?? 0
        try (lines[...last].joined(separator: "\n") + "\n").write(
            toFile: path, atomically: false, encoding: .utf8)
        await router.set("set weight chat/own 75")
        await router.set("set weight chat/rented 25")
        await router.forgetSent()
    }
}

/// Everybody bears everything alike.
struct EvenBearings: BearingSource {
    var errors: Double

    func bearing(of target: ActionTarget) async -> Bearing {
        Bearing(errorRatio: errors, waiting: 0)
    }
}

/// All is well, so many times; then it is not.
actor FailingBearings: BearingSource {
    private var good: Int

    init(after good: Int) { self.good = good }

    func bearing(of target: ActionTarget) async -> Bearing {
        good -= 1
        return Bearing(errorRatio: good < 0 ? 0.9 : 0, waiting: 0)
    }
}

/// A clock on which each look takes a moment.
final class HastyClock: FleetClock {
    private let looks = Mutex(0)

    func now() -> Instant {
        let count = looks.withLock { looks in
            looks += 1
            return looks
        }
        let passed = Double(count) * 0.2
        return Instant(
            wall: WallTime(seconds: 1_000 + passed),
            monotonic: MonotonicTime(nanoseconds: Int64(passed * 1e9)))
    }
}
