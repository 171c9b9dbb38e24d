import Fleet
import Glibc
import Support
import Synchronization
import Testing

@testable import Collector

/// The one thread: its timers, its descriptors, its end. Time is handed out.
@Suite(.timeLimit(.minutes(1))) struct EventThreadTests {
    private let clock = HandClock()
    private let thread: EventThread
    private let heard = Heard()

    private final class Heard: Sendable {
        private let words = Mutex<[String]>([])
        func say(_ word: String) { words.withLock { $0.append(word) } }
        var all: [String] { words.withLock { $0 } }
    }

    init() throws { thread = try EventThread(clock: clock) }

    private func later(_ seconds: Int) -> MonotonicTime {
        clock.now().monotonic + .seconds(seconds)
    }

    @Test func timersFireInOrderAndNotBefore() async {
        thread.schedule(at: later(3)) { heard.say("3") }
        thread.schedule(at: later(1)) { heard.say("1") }
        thread.schedule(at: later(2)) { heard.say("2") }
        await clock.pass(.milliseconds(999), on: thread)
        #expect(heard.all.isEmpty)
        await clock.pass(.seconds(5), on: thread)
        #expect(heard.all == ["1", "2", "3"])
        thread.shutDown()
    }

    @Test func whatAnotherCancelsInTheSameTurnDoesNotFire() async {
        let second = Mutex<EventThread.TimerID?>(nil)
        thread.schedule(at: later(1)) {
            heard.say("first")
            if let timer = second.withLock({ $0 }) { thread.cancel(timer) }
        }
        let timer = thread.schedule(at: later(2)) { heard.say("second") }
        second.withLock { $0 = timer }
        await clock.pass(.seconds(5), on: thread)
        #expect(heard.all == ["first"])
        thread.shutDown()
    }

    @Test func timersThatAskForAnotherAtOnceDoNotKeepTheThread() async {
        Repeating(thread: thread, clock: clock).start()
        let isFree = await eventually {
            await clock.settle(thread)
            return true
        }
        #expect(isFree)
        thread.shutDown()
    }

    private struct Repeating: Sendable {
        let thread: EventThread
        let clock: HandClock

        func start() { thread.schedule(at: clock.now().monotonic) { start() } }
    }

    @Test func aHandlerThatIsTakenAwayInTheSameTurnIsNotCalled() async throws {
        let (first, second) = (try openPipe(), try openPipe())
        defer {
            for end in [first, second] { for one in [end.reader, end.writer] { close(one) } }
        }
        // Both are registered in one job, so that one poll() finds both ready.
        for pipe in [first, second] { #expect(Glibc.write(pipe.writer, "x", 1) == 1) }
        thread.schedule(after: .zero) {
            for (own, other) in [(first, second), (second, first)] {
                thread.add(own.reader) { _ in
                    heard.say("\(own.reader)")
                    thread.remove(own.reader)
                    thread.remove(other.reader)
                }
            }
        }
        #expect(await eventually { !heard.all.isEmpty })
        await clock.settle(thread)
        #expect(heard.all.count == 1)
        thread.shutDown()
    }

    /// A descriptor's number is given out again as soon as it is free.
    @Test func whatWasSaidOfAClosedDescriptorIsNotHeardByTheNext() async throws {
        let (first, second, quiet) = (try openPipe(), try openPipe(), try openPipe())
        defer {
            for pipe in [first, second, quiet] {
                for one in [pipe.reader, pipe.writer] { close(one) }
            }
        }
        for pipe in [first, second] { #expect(Glibc.write(pipe.writer, "x", 1) == 1) }
        thread.schedule(after: .zero) {
            for (own, other) in [(first, second), (second, first)] {
                thread.add(own.reader) { _ in
                    thread.remove(own.reader)
                    dup2(quiet.reader, other.reader)
                    thread.add(other.reader) { _ in heard.say("wrong") }
                    heard.say("once")
                }
            }
        }
        #expect(await eventually { !heard.all.isEmpty })
        await clock.settle(thread)
        await clock.settle(thread)
        #expect(heard.all == ["once"])
        thread.shutDown()
    }

    @Test func itEndsAndSaysSo() async {
        thread.shutDown()
        await thread.waitForEnd()
        await thread.waitForEnd()
    }

    @Test func aWakePipeHoldsOneByteHoweverOftenItIsRaised() throws {
        let pipe = try WakePipe()
        for _ in 0..<1000 { pipe.raise() }
        var bytes = [UInt8](repeating: 0, count: 16)
        pipe.lower()
        #expect(read(pipe.reader, &bytes, 16) == -1 && errno == EAGAIN)
        pipe.raise()
        #expect(read(pipe.reader, &bytes, 16) == 1)
    }

    @Test func withoutDescriptorsItSaysSo() throws {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var before = rlimit()
        try #require(getrlimit(files, &before) == 0)
        var none = before
        none.rlim_cur = 0
        try #require(setrlimit(files, &none) == 0)
        let result = Result { try EventThread(clock: clock) }
        setrlimit(files, &before)
        #expect { _ = try result.get() } throws: {
            "\($0)".contains("ulimit -n")
        }
        thread.shutDown()
    }
}

/// The timers as a value.
@Suite struct TimerSetTests {
    private let start = MonotonicTime(nanoseconds: 0)

    @Test func theThreadMaySleepUntilTheFirstLeewayEnds() {
        var timers = TimerSet()
        #expect(timers.latest == nil)
        _ = timers.insert(at: start + .seconds(5), leeway: .seconds(5)) {}
        #expect(timers.latest == start + .seconds(10))
        let early = timers.insert(at: start + .seconds(8), leeway: .zero) {}
        #expect(timers.latest == start + .seconds(8))
        timers.remove(early)
        #expect(timers.latest == start + .seconds(10))
        timers.remove(early)
        #expect(timers.latest == start + .seconds(10))
    }

    @Test func oneWakeUpTakesAllThatMayFire() {
        var timers = TimerSet()
        for second in 1...4 {
            _ = timers.insert(at: start + .seconds(second), leeway: .seconds(9)) {}
        }
        let newest = timers.newest
        var taken = 0
        while timers.takeNext(at: start + .seconds(3), newest: newest) != nil { taken += 1 }
        #expect(taken == 3)
        #expect(timers.latest == start + .seconds(13))
        _ = timers.insert(at: start, leeway: .zero) {}
        #expect(timers.takeNext(at: start + .seconds(3), newest: newest) == nil)
        #expect(timers.takeNext(at: start + .seconds(3), newest: timers.newest) != nil)
    }
}
