import Fleet
import Synchronization

/// A clock that stands still until it is moved.
final class MovedClock: FleetClock {
    private let passed = Mutex(Duration.zero)

    func now() -> Instant {
        // 2026-11-21T12:00:00Z
        Instant(wall: WallTime(seconds: 1_795_262_400), monotonic: MonotonicTime(nanoseconds: 0))
            + passed.withLock { $0 }
    }

    func pass(_ duration: Duration) { passed.withLock { $0 += duration } }
}
