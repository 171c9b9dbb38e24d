import Actions
import Fleet
import Foundation
import Support
import Synchronization
import Testing

/// A stage that one instance of a pair takes and the other does not.
struct PartRefusedTests {
    private static let shift = ActionOrder(
        .reroute, targets: ["chat/own", "chat/rented"],
        wish: .shares(["chat/rented": 0.5], stages: [0.5, 1]), id: "s1")

    /// Carries the shift out; the journal tells the same.
    private func run(
        _ pair: StandInPair, _ body: (ActionExecutor, ActionMachine) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-part-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = PacedClock()
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", hold: .seconds(3),
            bearings: EvenBearings(errors: 0), pause: { clock.pass($0) })
        setting.provider = { _ in pair }
        let path = folder.appendingPathComponent("a.jsonl").path
        let executor = ActionExecutor(
            setting, journal: try Journal(path: path),
            locks: TargetLocks(folder: folder.appendingPathComponent("locks").path),
            access: WriteAccess(pin: .writable), clock: clock, report: { _ in })
        _ = try await executor.plan(Self.shift, with: pair)
        let end = try await executor.carryOut("s1")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let account = try #require(JournalReplay(Array(bytes)).account("s1"))
        #expect(account.machine == end && !account.isBroken)
        try await body(executor, end)
    }

    private static func weights(_ own: Int) -> [String: String] {
        ["chat/own": "\(own)", "chat/rented": "\(100 - own)"]
    }

    @Test func theFirstStageGoesBackWhereItWasTaken() async throws {
        let pair = StandInPair()
        await pair.turn("/b", .refuses)
        try await run(pair) { executor, end in
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence
                    == "/b refused the stage 25 % (Permission denied). What was taken of it is taken "
                    + "back, at /a")
            #expect(
                await pair.sent.suffix(2)
                    == ["/a set weight chat/own 100", "/a set weight chat/rented 0"])
            #expect(await pair.sent.count == 6, "nothing is sent twice to who refuses")
            #expect(await pair.weights == ["/a": Self.weights(100), "/b": Self.weights(100)])
            #expect(end.plan.isTakenBack(ActionStepID(stage: 0, step: 0), end.steps))
        }
    }

    /// It dies between the look and its requests.
    @Test func oneThatDiesIsNotWaitedFor() async throws {
        let pair = StandInPair()
        await pair.onSend { number in if number == 1 { await pair.turn("/b", .dead) } }
        try await run(pair) { executor, end in
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.hasPrefix("/b refused the stage 25 % (nothing was sent"))
            #expect(await pair.weights["/a"] == Self.weights(100))
        }
    }

    @Test func aLaterStageGoesBackToTheOneThatWasProved() async throws {
        let pair = StandInPair()
        await pair.onSend { number in if number == 5 { await pair.turn("/b", .refuses) } }
        try await run(pair) { executor, end in
            #expect(end.state == .partial && !end.isAsWanted, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence
                    == "/b refused the stage 50 % (Permission denied). What was taken of it is taken "
                    + "back, at /a: 25 %, which was proved, stays. 'hybridtop actions undo s1' takes "
                    + "back that as well")
            #expect(await pair.weights == ["/a": Self.weights(75), "/b": Self.weights(75)])
            #expect(end.plan.isTakenBack(ActionStepID(stage: 1, step: 0), end.steps))
            #expect(!end.plan.isTakenBack(ActionStepID(stage: 0, step: 0), end.steps))
            let undo = try await executor.planUndo(of: "s1", as: "u1")
            #expect(undo.plan.reason == "undo of s1")
        }
    }

    @Test func whereTheWayBackIsRefusedAsWellTheInstanceIsNamed() async throws {
        let pair = StandInPair()
        await pair.turn("/b", .refuses)
        await pair.onSend { number in if number == 5 { await pair.turn("/a", .refuses) } }
        try await run(pair) { executor, end in
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence
                    == "/b refused the stage 25 % (Permission denied). It could not go back at /a "
                    + "(Permission denied): chat/own weight 75, chat/rented weight 25 there, as last "
                    + "read. 'hybridtop actions undo s1' takes back what is left")
        }
    }

    /// Nobody knows whether it was taken. Once the time for that is over, it is taken back.
    @Test func whatIsLostIsTakenBackWithWhatWasTaken() async throws {
        let pair = StandInPair()
        await pair.turn("/b", .loses)
        await pair.onSend { number in if number == 5 { await pair.turn("/b", .takes) } }
        try await run(pair) { executor, end in
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence.hasPrefix(
                    "No answer came from /b, which may have taken the stage 25 %. What was taken "
                        + "of it is taken back, at /a, /b"),
                "\(end.sentence)")
            #expect(await pair.weights == ["/a": Self.weights(100), "/b": Self.weights(100)])
        }
    }

    /// Of the second stage one line is turned away; then one instance dies between the look and the way
    /// back.
    private func dying(_ pair: StandInPair) async {
        await pair.onSend { number in
            if number == 8 { await pair.turn("/b", .refuses) }
            if number == 10 { await pair.turn("/b", .dead) }
        }
    }

    @Test func oneThatDiesOnTheWayBackIsTriedAgain() async throws {
        let pair = StandInPair()
        await dying(pair)
        await pair.onBlindLook { times in if times == 20 { await pair.turn("/b", .takes) } }
        try await run(pair) { executor, end in
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence.hasPrefix("/b refused a part of the stage 50 % (Permission denied). "),
                "\(end.sentence)")
            #expect(end.sentence.contains("back, at /a, /b: 25 %, which was proved, stays"))
            #expect(
                await pair.sent.suffix(4)
                    == [
                        "/a set weight chat/own 75", "/b set weight chat/own 75",
                        "/a set weight chat/rented 25", "/b set weight chat/own 75",
                    ], "the other goes back at once")
            #expect(await pair.weights == ["/a": Self.weights(75), "/b": Self.weights(75)])
        }
    }

    @Test func oneThatStaysDeadIsNamedAndTheOtherIsBack() async throws {
        let pair = StandInPair()
        await dying(pair)
        try await run(pair) { executor, end in
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence.contains(
                    "It is back everywhere but at /b, which could not be read (/b: connection "
                        + "refused): as last read chat/own weight 50 there"), "\(end.sentence)")
            #expect(await pair.weights["/a"] == Self.weights(75))
        }
    }

    /// A plan of before says nothing of that, and keeps its meaning.
    @Test func aPlanThatDoesNotSaySoStopsWhereItStands() async throws {
        let pair = StandInPair(returns: false)
        await pair.turn("/b", .refuses)
        try await run(pair) { executor, end in
            #expect(end.state == .partial, "\(end.state): \(end.sentence)")
            #expect(end.sentence == "2 of 4 done: /b: Permission denied")
            #expect(await pair.weights["/a"] == Self.weights(75))
        }
    }
}

/// A clock that goes on as long as is waited.
private final class PacedClock: FleetClock {
    private let passed = Mutex(Duration.zero)

    func pass(_ duration: Duration) { passed.withLock { $0 += duration } }

    func now() -> Instant {
        let time = passed.withLock { time in
            time += .milliseconds(10)
            return time
        }
        return Instant(
            wall: WallTime(seconds: 1_000) + time, monotonic: MonotonicTime(nanoseconds: 0) + time)
    }
}
