import Actions
import Fleet
import Foundation
import Support
import Synchronization
import Testing

/// What waits is timed on the steady clock, whatever is done to the calendar meanwhile.
struct CalendarJumpTests {
    private let router = StandInRouter(["chat/own": "100", "chat/rented": "0"])
    private let clock = SetClock()
    private static let day = Duration.seconds(86_400)

    private func run(
        _ access: WriteAccess = WriteAccess(pin: .writable),
        pause: @escaping @Sendable () -> Void = {}, _ body: (ActionExecutor) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-calendar-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let setting = ActionSetting(
            context: "prod", actor: "ada@desk", hold: .seconds(60),
            bearings: EvenBearings(errors: 0),
            pause: { [clock] in
                clock.advance($0)
                pause()
            })
        try await body(
            ActionExecutor(
                setting, journal: try Journal(path: folder.appendingPathComponent("a.jsonl").path),
                locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
                access: access, clock: clock, report: { _ in }))
    }

    @Test func aPlanIsAsOldAsTimeHasPassed() async throws {
        try await run { executor in
            let change = ExecutorScene.weigh("chat/rented", 10, "p1")
            _ = try await executor.plan(change, with: router)
            clock.put(by: Self.day)
            clock.advance(.seconds(119))
            #expect(try await executor.carryOut("p1").state == .verified)
            let late = ExecutorScene.weigh("chat/rented", 20, "p2")
            _ = try await executor.plan(late, with: router)
            clock.put(by: .zero - Self.day)
            clock.advance(.seconds(121))
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await executor.carryOut("p2")
            }
            #expect(refusal?.sentence.contains("too old") == true)
            #expect(await router.weights["chat/rented"] == "10")
        }
    }

    /// The calendar is put a day forward, or back, whenever somebody waits.
    @Test(arguments: [1, -1]) func aGateIsHeldForItsTime(direction: Int) async throws {
        let clock = clock
        try await run(pause: { clock.put(by: Self.day * direction) }) { executor in
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: router)
            let end = try await executor.carryOut("s1")
            #expect(end.state == .verified, "\(end.state): \(end.sentence)")
            #expect((.seconds(120)..<(.seconds(130))).contains(clock.passed), "\(clock.passed)")
        }
    }

    @Test(arguments: [1, -1]) func aDeadlineComesInItsTime(direction: Int) async throws {
        let clock = clock
        try await run(pause: { clock.put(by: Self.day * direction) }) { executor in
            await router.count()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: router)
            let end = try await executor.carryOut("s1")
            #expect(end.sentence.contains("not done in time"), "\(end.state): \(end.sentence)")
            #expect(clock.passed > .seconds(120), "\(clock.passed)")
            #expect(clock.passed < .seconds(400), "\(clock.passed)")
        }
    }

    @Test func whatIsUnlockedLapsesInItsTime() async throws {
        try await run(WriteAccess()) { executor in
            await executor.unlock()
            clock.put(by: Self.day)
            #expect(await executor.lockReason == nil)
            clock.put(by: .zero - Self.day - Self.day)
            clock.advance(.seconds(901))
            #expect(await executor.lockReason != nil)
        }
    }

    /// A cloud's figure is as old as it was when it was told, and the time since; what it says of the
    /// future tells that one of two clocks is wrong.
    @Test(arguments: [(-90, 100), (30, 10), (7200, 7210)])
    func aFigureIsNoNewerThanItsAnswer(ahead: Int, age: Int) async {
        let target = ActionTarget(
            source: SourceID(provider: "sagemaker", instance: "us"), uid: "chat/blue", name: "blue")
        var source = SourceState(
            id: target.source, title: "", site: "", interval: .seconds(60),
            staleAfter: .seconds(180))
        var sample = Sample(
            inventory: Inventory(
                endpoints: [EndpointIdentity(name: "chat", variant: "blue", kind: "sagemaker")]))
        sample.endpoints[.errorRatio, 0] = .value(0)
        sample.endpointTimes = [clock.now().wall + .seconds(ahead)]
        source.sample = sample
        source.lastSuccess = clock.now()
        clock.advance(.seconds(10))
        clock.put(by: .zero - Self.day)
        let snapshot = FleetSnapshot(time: clock.now(), sources: [source])
        let bearing = await SnapshotBearings(clock: clock) { snapshot }.bearing(of: target)
        #expect(bearing.age == .seconds(age), "\(bearing.age)")
    }
}

/// Time that passes only where somebody waits, and a calendar that somebody puts.
private final class SetClock: FleetClock {
    private struct Course {
        var passed = Duration.zero
        var put = Duration.zero
    }

    private let course = Mutex(Course())

    var passed: Duration { course.withLock { $0.passed } }

    func advance(_ time: Duration) { course.withLock { $0.passed += time } }

    func put(by time: Duration) { course.withLock { $0.put += time } }

    func now() -> Instant {
        course.withLock { course in
            Instant(
                wall: WallTime(seconds: 1_795_276_800) + course.passed + course.put,
                monotonic: MonotonicTime(nanoseconds: 7_000_000_000) + course.passed)
        }
    }
}
