import Fleet
import Support
import Testing

@testable import Collector

/// A streaming source through the collector, in a time that the tests hand out.
@Suite(.timeLimit(.minutes(1))) struct StreamRunnerTests {
    private let clock = HandClock()
    private let commands = ScriptedCommands()
    private let thread: EventThread
    private let store: FleetStore
    private let collector: Collector
    private let provider = ScriptedStream()
    private let id = SourceID(provider: "scripted", instance: "a")

    init() async throws {
        thread = try EventThread(clock: clock)
        store = FleetStore(thread: thread, clock: clock)
        var pacing = Pacing()
        pacing.spread = 0
        collector = Collector(
            thread: thread, store: store,
            transports: Transports(
                http: NoWire(), commands: commands, clock: clock, environment: [:]),
            pacing: pacing)
        let settings = ProviderSettings(
            provider: "scripted", name: "a", interval: .seconds(1), deadline: .seconds(5))
        let source = Collector.Source(settings: settings, title: "", provider: provider)
        await collector.run([source], sites: [])
    }

    private func streaming(_ number: Int) async -> Bool {
        let isReached = await eventually { commands.streams == number && commands.isStreaming }
        await clock.settle(thread)
        return isReached
    }

    private func source() async -> SourceState? { await store.current().source(id) }

    private func failed(_ kind: SourceFailure.Kind, times: Int = 1) async -> Bool {
        let isReached = await eventually { await source()?.failures == times }
        await clock.settle(thread)
        return await source()?.failure?.kind == kind && isReached
    }

    private func end() async {
        await collector.stop()
        commands.end(.success(.exited(0)))
        thread.shutDown()
    }

    @Test func everyRoundOfTheStreamIsASample() async {
        #expect(await streaming(1))
        commands.say(3)
        #expect(await eventually { await source()?.polls ?? 0 >= 3 })
        #expect(await source()?.status == .live)
        await end()
    }

    @Test func anAnswerCountsAllBytesSinceTheLast() async {
        #expect(await streaming(1))
        commands.say("...")
        await clock.settle(thread)
        commands.say("....x")
        #expect(await eventually { await source()?.isLive == true })
        #expect(await source()?.lastBytes == 8)
        await end()
    }

    @Test func aSilentStreamIsEndedAndStartedAgain() async {
        #expect(await streaming(1))
        commands.say(1)
        #expect(await eventually { await source()?.isLive == true })
        await clock.pass(.seconds(10), on: thread)
        #expect(await failed(.silent))
        await clock.pass(.seconds(10), on: thread)
        #expect(await streaming(2))
        commands.say(1)
        #expect(await eventually { await source()?.isLive == true })
        #expect(await source()?.transport == "stream")
        await end()
    }

    @Test func aStreamThatNeverWorksIsPolledInstead() async {
        for number in 1...2 {
            #expect(await streaming(number))
            commands.end(.success(.exited(1)))
            #expect(await failed(.commandFailed, times: number))
            await clock.pass(.seconds(10), on: thread)
        }
        #expect(await streaming(3))
        commands.end(.success(.exited(1)))
        #expect(await eventually { await source()?.transport == "poll" })
        #expect(await eventually { await source()?.isLive == true })
        #expect(commands.streams == 3)
        await end()
    }

    private func fallBackToPolling() async {
        for number in 1...3 {
            #expect(await streaming(number))
            commands.end(.success(.exited(1)))
            _ = await failed(.commandFailed, times: number)
            if number < 3 { await clock.pass(.seconds(10), on: thread) }
        }
        #expect(await eventually { await source()?.transport == "poll" })
        #expect(await eventually { await source()?.isLive == true })
    }

    /// Lets time pass, and the poll that comes due with it be answered.
    private func poll(for duration: Duration) async {
        let polls = await source()?.polls ?? 0
        await clock.pass(duration, on: thread)
        #expect(await eventually { await source()?.polls ?? 0 > polls })
        await clock.settle(thread)
    }

    @Test func aStreamThatWasGivenUpIsTriedAgainWithGrowingPauses() async {
        await fallBackToPolling()
        let failures = await source()?.failures
        await poll(for: .seconds(100))
        #expect(commands.streams == 3, "not yet")
        await poll(for: .seconds(30))
        #expect(await streaming(4))
        commands.end(.success(.exited(1)))
        await clock.settle(thread)
        #expect(await eventually { !commands.isStreaming })
        await clock.settle(thread)
        let polled = await source()
        #expect(polled?.transport == "poll" && polled?.isLive == true)
        #expect(await source()?.failures == failures, "who is polled has not failed")
        await poll(for: .seconds(200))
        #expect(commands.streams == 4, "the pause is twice as long")
        await poll(for: .seconds(60))
        #expect(await streaming(5))
        commands.say(1)
        #expect(await eventually { await source()?.transport == "stream" })
        let polls = await source()?.polls ?? 0
        await clock.pass(.seconds(3), on: thread)
        #expect(await source()?.polls == polls, "nobody polls beside the stream")
        commands.say(1)
        #expect(await eventually { await source()?.polls ?? 0 > polls })
        await end()
    }

    /// A try that hangs costs the polled source nothing, and no other is begun on top of it.
    @Test func aTryThatHangsIsGivenUpInSilence() async {
        await fallBackToPolling()
        let failures = await source()?.failures
        await poll(for: .seconds(125))
        #expect(await streaming(4))
        commands.leaving.close()
        await poll(for: .seconds(10))
        await poll(for: .seconds(10))
        #expect(await source()?.failures == failures)
        #expect(await source()?.isLive == true)
        for _ in 0..<30 { await clock.pass(.seconds(60), on: thread) }
        #expect(commands.streams == 4)
        commands.leaving.open()
        #expect(await streaming(5))
        await end()
    }

    @Test func aHostThatWasDownIsStreamedFromAgain() async {
        for number in 1...6 {
            #expect(await streaming(number))
            commands.end(.failure(SourceFailure(.refused, "No.")))
            #expect(await failed(.refused, times: number))
            await clock.pass(.seconds(60), on: thread)
        }
        #expect(await streaming(7))
        #expect(await source()?.transport == "stream")
        await end()
    }

    /// A child in state D: it is cancelled and does not go.
    @Test func nothingIsStartedOnTopOfAStreamThatDoesNotEnd() async {
        #expect(await streaming(1))
        commands.say(1)
        #expect(await eventually { await source()?.isLive == true })
        commands.leaving.close()
        await clock.pass(.seconds(10), on: thread)
        #expect(await failed(.silent))
        await clock.pass(.seconds(5), on: thread)
        #expect(await eventually { await source()?.failure?.kind == .stuck })
        await clock.pass(.seconds(600), on: thread)
        #expect(commands.streams == 1)
        commands.leaving.open()
        #expect(await streaming(2))
        commands.say(1)
        #expect(await eventually { await source()?.isLive == true })
        #expect(await source()?.transport == "stream")
        await end()
    }

    @Test func aPlanThatHangsIsGivenUpAndNotMadeTwice() async {
        #expect(await streaming(1))
        provider.planning.close()
        commands.end(.failure(SourceFailure(.refused, "No.")))
        #expect(await failed(.refused))
        await clock.pass(.seconds(2), on: thread)
        #expect(await eventually { provider.planning.queue == 1 })
        await clock.pass(.seconds(6), on: thread)
        #expect(await failed(.timedOut, times: 2))
        await clock.pass(.seconds(60), on: thread)
        #expect(await eventually { await source()?.failure?.kind == .stuck })
        #expect(provider.planning.queue == 1)
        provider.planning.open()
        #expect(await streaming(2))
        await end()
    }

    @Test func aBrokenDriverSaysNothingAboutStreaming() async {
        for number in 1...5 {
            #expect(await streaming(number))
            #expect(await source()?.nextDue == nil, "a running stream is not due")
            commands.end(.failure(SourceFailure(.driverMismatch, "No.")))
            #expect(await failed(.driverMismatch, times: number))
            #expect(await source()?.nextDue != nil)
            await clock.pass(.seconds(60), on: thread)
        }
        #expect(await streaming(6))
        #expect(await source()?.transport == "stream")
        await end()
    }
}
