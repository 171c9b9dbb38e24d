import Actions
import Collector
import Fleet
import Foundation
import Support
import Synchronization
import Testing

/// The executor ended at every line of its journal, with the last request taken or not, and started
/// anew: nothing is sent twice, and what the operator decides comes to an end that the journal tells.
struct ExecutorCrashTests {
    private let before = ["chat/own": "100", "chat/rented": "0"]

    private func executor(
        _ path: String, _ router: StandInRouter,
        _ bearings: any BearingSource = CalmBearings()
    ) throws -> ActionExecutor {
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", hold: .seconds(3),
            pause: { _ in await Task.yield() })
        setting.provider = { _ in router }
        setting.bearings = bearings
        return ActionExecutor(
            setting, journal: try Journal(path: path),
            locks: TargetLocks(folder: path + ".locks"), access: WriteAccess(pin: .writable),
            clock: PassingClock(), report: { _ in })
    }

    private func shift(_ id: String) -> ActionOrder {
        ActionOrder(
            .reroute, targets: ["chat/own", "chat/rented"],
            wish: .shares(["chat/rented": 1], stages: [0.25, 1]), id: id)
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-crash-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// A whole shift, as its journal tells it.
    private func whole(_ folder: String) async throws -> [String] {
        let path = folder + "/whole.jsonl"
        let router = StandInRouter(before)
        let executor = try executor(path, router)
        _ = try await executor.plan(shift("whole"), with: router)
        let end = try await executor.carryOut("whole")
        #expect(end.state == .verified, "\(end.state) \(end.sentence)")
        return try lines(path)
    }

    @Test func atEveryLineOfTheJournal() async throws {
        try await inFolder { folder in
            let all = try await whole(folder)
            var ends: [ActionState: Int] = [:]
            for cut in 3..<all.count {
                for isTaken in [true, false] {
                    for choice in 0..<2 {
                        let state = try await second(
                            folder, Array(all[..<cut]), isTaken: isTaken, goesBack: choice == 0)
                        ends[state, default: 0] += 1
                    }
                }
            }
            for state in [.verified, .rolledBack, .refused, .failed] as [ActionState] {
                #expect(ends[state] ?? 0 > 0, "never came to \(state): \(ends)")
            }
        }
    }

    /// The life after the crash.
    private func second(
        _ folder: String, _ lines: [String], isTaken: Bool, goesBack: Bool
    ) async throws -> ActionState {
        let path = "\(folder)/\(lines.count)-\(isTaken)-\(goesBack).jsonl"
        let router = StandInRouter(before)
        let account = try #require(
            JournalReplay(Array((lines.joined(separator: "\n") + "\n").utf8)).accounts.first)
        var first: [String] = []
        for entry in account.entries {
            guard case .event(.sending(let place)) = entry.content,
                let step = account.machine.plan.step(place)
            else { continue }
            let isLast = account.machine.steps[place] == .sending
            first.append("\(place)")
            if isTaken || !isLast { await router.set(step.request.words.joined(separator: " ")) }
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let journal = try Journal(path: path)
        for entry in account.entries { try journal.append(entry) }
        let executor = try executor(path, router)
        let id = account.machine.plan.id
        let seen = try await executor.takeUp(id)
        #expect(await router.sent.isEmpty, "something was sent before anybody decided")
        if !seen.isOver {
            #expect(seen.need == .decision)
            let isBack = goesBack || !seen.mayGoOn
            _ = isBack ? try await executor.goBack(id) : try await executor.goOn(id)
        }
        let end = try #require(await executor.action(id))
        #expect(end.isOver, "\(end.state): \(end.need)")
        let replay = try journal.replay()
        #expect(replay.account(id)?.machine == end && replay.malformed == 0)
        try expectNothingTwice(replay, id)
        await expectTruth(end, router)
        return end.state
    }

    private func expectNothingTwice(_ replay: JournalReplay, _ id: String) throws {
        let sent = try #require(replay.account(id)).entries.compactMap { entry in
            if case .event(.sending(let place)) = entry.content { place } else { nil }
        }
        #expect(Set(sent).count == sent.count)
    }

    /// What it says is what is there.
    private func expectTruth(_ end: ActionMachine, _ router: StandInRouter) async {
        let weights = await router.weights
        switch end.state {
        case .verified: #expect(weights == ["chat/own": "0", "chat/rented": "100"])
        case .rolledBack, .refused, .failed: #expect(weights == before, "\(end.state)")
        default: break
        }
    }

    /// Lost and refused requests in any order, and then an undo: never more is said than is there.
    @Test func withFaultsInAnyOrder() async throws {
        try await inFolder { folder in
            var ends: [ActionState: Int] = [:]
            for seed in 1...100 {
                let path = "\(folder)/\(seed).jsonl"
                let router = StandInRouter(
                    before, seed: UInt64(seed), faults: 4, hasRetreat: seed % 3 > 0)
                let executor = try executor(path, router, RareTrouble(seed: UInt64(seed)))
                let id = "s\(seed)"
                _ = try await executor.plan(shift(id), with: router)
                let end = try await executor.carryOut(id)
                let sent = await router.sent.count
                #expect(end.isOver && sent <= 6)
                if end.state == .verified || end.state == .rolledBack {
                    await expectTruth(end, router)
                }
                let replay = try Journal(path: path).replay()
                #expect(replay.account(id)?.machine == end)
                ends[end.state, default: 0] += 1
                if end.state == .verified { try await undo(id, executor, router) }
            }
            for state in [.verified, .rolledBack, .partial, .unknown] as [ActionState] {
                #expect(ends[state] ?? 0 > 0, "never came to \(state): \(ends)")
            }
        }
    }

    private func undo(
        _ id: String, _ executor: ActionExecutor, _ router: StandInRouter
    ) async throws {
        let undo = try await executor.planUndo(of: id, as: "u-\(id)")
        #expect(undo.state == .checked)
        let end = try await executor.carryOut("u-\(id)")
        if end.state == .verified { #expect(await router.weights == before) }
    }
}

/// Everybody bears everything.
private struct CalmBearings: BearingSource {
    func bearing(of target: ActionTarget) async -> Bearing { Bearing(errorRatio: 0, waiting: 0) }
}

/// One look of forty shows errors.
private actor RareTrouble: BearingSource {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    func bearing(of target: ActionTarget) async -> Bearing {
        Bearing(errorRatio: random.next(40) == 0 ? 0.5 : 0)
    }
}

/// A clock on which each look takes a moment.
private final class PassingClock: FleetClock {
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
