import Actions
import Fleet
import Foundation
import Support
import Synchronization
import Testing

/// What a shift goes by before its gate is asked.
struct ExecutorGateTests {
    private let router = StandInRouter(["chat/own": "100", "chat/rented": "0"])

    private func run(
        _ bearings: any BearingSource, _ body: (ActionExecutor) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-gates-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = RunningClock()
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", hold: .seconds(60), bearings: bearings,
            pause: { clock.advance($0) })
        setting.gate = { _ in StageGate(objective: Objective(errorRatio: 0.05)) }
        setting.provider = { [router] _ in router }
        try await body(
            ActionExecutor(
                setting, journal: try Journal(path: folder.appendingPathComponent("a.jsonl").path),
                locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
                access: WriteAccess(pin: .writable), clock: clock, report: { _ in }))
    }

    private let shift = ActionOrder(
        .reroute, targets: ["chat/own", "chat/rented"],
        wish: .shares(["chat/rented": 1], stages: [0.25, 1]), id: "s1")

    /// Where requests land is not shown yet, and all that land fail.
    @Test func aBreachIsLookedForWhileRequestsAreCounted() async throws {
        var failing = Bearing(errorRatio: 1)
        failing.requestRate = 50
        try await run(Bearings(first: Bearing(errorRatio: 0), then: failing)) { executor in
            await router.count()
            _ = try await executor.plan(shift, with: router)
            let end = try await executor.carryOut(shift.id)
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence == "chat/rented: 100.0 % errors, over 5.0 %")
            #expect(await router.sent.count == 4, "one stage, and back")
        }
    }

    /// Nobody asks: an empty queue opens no gate.
    @Test func aStageThatNobodyAsksGoesBack() async throws {
        var idle = Bearing(latencyMean: 0.015, waiting: 0)
        idle.requestRate = 0
        try await run(Bearings(first: idle, then: idle)) { executor in
            _ = try await executor.plan(shift, with: router)
            let end = try await executor.carryOut(shift.id)
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("0 of 10 requests have come"), "\(end.sentence)")
        }
    }

    /// It was proved, and is put back by somebody before its hold is over.
    @Test func whatIsPutBackWhileItIsHeldIsNoSuccess() async throws {
        var well = Bearing(errorRatio: 0)
        well.requestRate = 50
        try await run(Bearings(first: well, then: well)) { executor in
            await router.onLook { [router] _ in
                let now = await executor.action("s1")
                guard now?.stage == 1, now?.need == .gate else { return }
                await router.set("set weight chat/rented 7")
            }
            _ = try await executor.plan(shift, with: router)
            let end = try await executor.carryOut(shift.id)
            #expect(end.state == .partial, "\(end.state)")
            #expect(end.sentence == "changed since: chat/rented: weight 7", "\(end.sentence)")
            #expect(await router.sent.count == 4, "and it is not sent again")
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await executor.planUndo(of: shift.id, as: "u1")
            }
            #expect(
                refusal?.sentence == "chat/rented is no longer as the action left it: weight 7.")
        }
    }

    /// What the others were set to is still in force, and is told so.
    @Test func whatNobodyHasTouchedIsLeftAndNotUndoneByHalf() async throws {
        var well = Bearing(errorRatio: 0)
        well.requestRate = 50
        try await run(Bearings(first: well, then: well)) { executor in
            await router.onLook { [router] _ in
                guard await executor.action("s1")?.need == .gate else { return }
                await router.set("set weight chat/rented 7")
            }
            let order = ActionOrder(
                .reroute, targets: shift.targets, wish: .shares(["chat/rented": 0.5], stages: [1]),
                id: "s1")
            _ = try await executor.plan(order, with: router)
            let end = try await executor.carryOut("s1")
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            let ends = end.places.map { end.steps[$0] }
            #expect(ends == [.converged, .rejected("changed since: weight 7")])
            // By itself the rest of it would come to shares that nobody has ever asked for.
            await #expect(
                throws: ActionRefusal(
                    "chat/rented is no longer as the action left it (weight 7), and shares are of "
                        + "all together: set them anew by a reroute.")
            ) { try await executor.planUndo(of: "s1", as: "u1") }
        }
    }

    @Test func thePlanSaysWhatItIsJudgedByAndWhatIsNotKnown() async throws {
        try await run(Bearings(first: Bearing(errorRatio: 0), then: Bearing())) { executor in
            let plan = try await executor.plan(shift, with: router)
            #expect(
                plan.checks.contains {
                    $0.sentence.contains(
                        "watched for 60 s. Beyond 5.0 % errors or twice the queue of before")
                }, "no word of a latency that nobody is judged by")
            #expect(
                plan.checks.contains {
                    $0.verdict == .warn && $0.sentence.contains("its latency is not judged")
                })
        }
        let known = Bearing(errorRatio: 0, latencyMean: 0.3)
        try await run(Bearings(first: known, then: known)) { executor in
            let plan = try await executor.plan(shift, with: router)
            #expect(
                plan.checks.contains {
                    $0.sentence.contains("5.0 % errors, twice the latency of before or twice")
                })
            #expect(!plan.checks.contains { $0.sentence.contains("its latency is not judged") })
        }
    }
}

/// Figures that change once the first request is out: planning looks thrice.
private struct Bearings: BearingSource {
    let first: Bearing
    let then: Bearing
    private let looks = Looks()

    init(first: Bearing, then: Bearing) {
        self.first = first
        self.then = then
    }

    func bearing(of target: ActionTarget) async -> Bearing { looks.next() <= 3 ? first : then }

    private final class Looks: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock {
                $0 += 1
                return $0
            }
        }
    }
}

/// Time that passes only where somebody waits.
private final class RunningClock: FleetClock {
    private let passed = Mutex(Duration.zero)

    func advance(_ time: Duration) { passed.withLock { $0 += time } }

    func now() -> Instant {
        let passed = passed.withLock { $0 }
        return Instant(
            wall: WallTime(seconds: 1_795_276_800) + passed,
            monotonic: MonotonicTime(nanoseconds: 0) + passed)
    }
}
