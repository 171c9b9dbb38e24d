import Fleet
import Support
import Testing

@testable import Collector

/// When a source is asked, and what is said of it, in a time that the tests hand out.
@Suite(.timeLimit(.minutes(1))) struct PollLoopTests {
    private static let good = LoopScene.Result.success(
        Answer(sample: Sample(inventory: Inventory()), bytes: 1))

    private static func bad(retryAfter: Duration? = nil) -> LoopScene.Result {
        .failure(SourceFailure(.refused, "No.", retryAfter: retryAfter))
    }

    @Test func asksAtTheInterval() async throws {
        let scene = try LoopScene(answers: [Self.good, Self.good])
        await scene.start()
        #expect(await eventually { scene.asks == 1 })
        #expect(await scene.isDue())
        #expect(scene.said() == ["due 0", "asked", "answered", "due 1000"])
        await scene.pass(.milliseconds(999))
        #expect(scene.asks == 1)
        await scene.pass(.milliseconds(1))
        #expect(await scene.isDue())
        #expect(scene.said() == ["asked", "answered", "due 1000"])
    }

    @Test func theDeadlineIsToldWhileThePollHangs() async throws {
        let scene = try LoopScene()
        await scene.start()
        #expect(await scene.asked(1))
        await scene.pass(.milliseconds(4999))
        #expect(scene.said() == ["due 0", "asked"])
        await scene.pass(.milliseconds(1))
        #expect(scene.said() == ["failed timedOut"])
        await scene.pass(.seconds(2))
        #expect(scene.said() == ["stuck"])
        scene.release(Self.bad())
    }

    @Test func nothingIsAskedOnTopOfAStuckPoll() async throws {
        let scene = try LoopScene()
        await scene.start()
        #expect(await scene.asked(1))
        for _ in 0..<20 { await scene.pass(.seconds(30)) }
        await scene.refresh()
        await scene.pass(.seconds(30))
        #expect(scene.asks == 1)
        #expect(scene.said() == ["due 0", "asked", "failed timedOut", "stuck"])
        scene.release(Self.good)
        #expect(await scene.isDue())
        #expect(scene.said() == ["answered", "due 10"])
        await scene.pass(.milliseconds(10))
        #expect(await scene.asked(2))
        scene.release(Self.good)
    }

    @Test func aPollThatWasGivenUpFailsOnce() async throws {
        let scene = try LoopScene()
        await scene.start()
        #expect(await scene.asked(1))
        await scene.pass(.seconds(5))
        scene.release(.failure(SourceFailure(.cancelled, "Ended.")))
        #expect(await scene.isDue())
        #expect(scene.said() == ["due 0", "asked", "failed timedOut", "due 1000"])
        await scene.pass(.seconds(1))
        #expect(await scene.asked(2))
        await scene.pass(.seconds(4))
        #expect(scene.said() == ["asked"], "the timers of the first poll are gone")
        scene.release(Self.good)
    }

    @Test func pausesGrowWithFailuresAndShrinkWithSuccess() async throws {
        let failures = Array(repeating: Self.bad(), count: 8)
        let scene = try LoopScene(answers: failures + [Self.good])
        await scene.start()
        var pauses: [Int] = []
        for number in 1...9 {
            #expect(await eventually { scene.asks == number })
            #expect(await scene.isDue())
            let pause = Int(scene.said().last?.dropFirst(4) ?? "") ?? 0
            pauses.append(pause / 1000)
            await scene.pass(.milliseconds(pause))
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60, 1])
    }

    @Test func whatTheSourceAsksForIsHonoured() async throws {
        let scene = try LoopScene(answers: [Self.bad(retryAfter: .seconds(90))])
        await scene.start()
        #expect(await eventually { scene.asks == 1 })
        #expect(await scene.isDue())
        #expect(scene.said().suffix(2) == ["failed refused", "due 90000"])
    }

    @Test func pausesAreSpreadWithinAFifth() {
        let settings = ProviderSettings(
            provider: "probe", name: "a", interval: .seconds(10), deadline: .seconds(5))
        let pauses = (0..<400).map { _ in
            Pacing().pause(settings, failures: 1, retryAfter: nil).inSeconds
        }
        #expect(pauses.allSatisfy { (8...12).contains($0) })
        #expect((pauses.max() ?? 0) - (pauses.min() ?? 0) > 2)
    }

    @Test func aStoppedLoopIsSilent() async throws {
        let scene = try LoopScene()
        await scene.start()
        #expect(await scene.asked(1))
        await scene.stop()
        scene.release(Self.good)
        await scene.pass(.seconds(60))
        #expect(scene.said() == ["due 0", "asked"])
        #expect(scene.asks == 1)
    }
}
