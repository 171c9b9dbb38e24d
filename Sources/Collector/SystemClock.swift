package import Fleet
import Glibc

/// The machine's clocks.
package struct SystemClock: FleetClock {
    /// A clock; all are the same.
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let wall = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        return Instant(
            wall: WallTime(nanoseconds: wall),
            monotonic: MonotonicTime(nanoseconds: Self.monotonic()))
    }

    /// CLOCK_MONOTONIC in nanoseconds.
    static func monotonic() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
