import Collector
import Fleet
import Synchronization

/// A clock that tests move.
final class HandClock: FleetClock {
    static let start = WallTime(seconds: 1_772_366_400)
    private let passed = Mutex(Duration.zero)

    func now() -> Instant {
        let passed = passed.withLock { $0 }
        return Instant(
            wall: Self.start + passed, monotonic: MonotonicTime(nanoseconds: 1 << 40) + passed)
    }

    /// How much time has passed.
    var elapsed: Duration { passed.withLock { $0 } }

    /// Lets time pass, and everything on the thread that falls due in it happen.
    func pass(_ duration: Duration, on thread: EventThread) async {
        passed.withLock { $0 += duration }
        thread.wakeUp()
        await settle(thread)
    }

    /// Returns when what the thread has to do by now is done.
    func settle(_ thread: EventThread) async {
        await withCheckedContinuation { waiter in
            thread.schedule(after: .zero) { waiter.resume() }
        }
    }
}
