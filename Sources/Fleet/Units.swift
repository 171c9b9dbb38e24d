/// A moment of the calendar, in nanoseconds since 1970-01-01 UTC. For display and logs, never for
/// ages: those are differences of ``MonotonicTime``.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch.
    public var nanoseconds: Int64

    /// A moment from nanoseconds since the epoch.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// A moment from seconds since the epoch.
    public init(seconds: Double) { nanoseconds = Int64((seconds * 1e9).rounded()) }

    /// Seconds since the epoch.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    public static func < (left: WallTime, right: WallTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Later by an interval; earlier by a negative one.
    public static func + (time: WallTime, interval: Duration) -> WallTime {
        WallTime(nanoseconds: time.nanoseconds + interval.nanoseconds)
    }

    /// The time from the right to the left: negative where the left is earlier.
    public static func - (left: WallTime, right: WallTime) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

/// A reading of the clock that never jumps and goes on while the machine sleeps (CLOCK_BOOTTIME), in
/// nanoseconds. For ages and deadlines.
public struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since an arbitrary start.
    public var nanoseconds: Int64

    /// A reading of so many nanoseconds.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Later by an interval; earlier by a negative one.
    public static func + (time: MonotonicTime, interval: Duration) -> MonotonicTime {
        MonotonicTime(nanoseconds: time.nanoseconds + interval.nanoseconds)
    }

    /// The time from the right to the left: negative where the left is earlier.
    public static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

/// Both clocks at one moment. Time is injected: nothing but an implementation of ``FleetClock`` asks
/// the system.
public struct Instant: Hashable, Sendable {
    /// What the calendar says.
    public var wall: WallTime
    /// What the steady clock says.
    public var monotonic: MonotonicTime

    /// Both readings, taken together.
    public init(wall: WallTime, monotonic: MonotonicTime) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// Both clocks put forward by the same interval.
    public static func + (instant: Instant, interval: Duration) -> Instant {
        Instant(wall: instant.wall + interval, monotonic: instant.monotonic + interval)
    }
}

/// Where time comes from: the system in the program, a hand-moved clock in tests.
package protocol FleetClock: Sendable {
    /// Both clocks now. Callable from any thread.
    func now() -> Instant
}

extension Duration {
    /// The duration in whole nanoseconds; clipped, not trapped, beyond 292 years.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        return product.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }

    /// The duration in seconds.
    public var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
