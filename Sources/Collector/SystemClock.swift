package import Fleet
import Glibc

/// The system's clocks: the only place that asks them.
package struct SystemClock: FleetClock {
    /// The clocks of this machine.
    package init() {}

    package func now() -> Instant {
        Instant(
            wall: WallTime(nanoseconds: Self.read(CLOCK_REALTIME)),
            monotonic: MonotonicTime(nanoseconds: Self.read(CLOCK_BOOTTIME)))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
