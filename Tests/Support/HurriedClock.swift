package import Fleet
import Synchronization

/// The real time, and when told so a faster one: minutes pass in moments.
package final class HurriedClock: FleetClock {
    private struct Course {
        var real: Instant
        var shown: Instant
        var factor: Double
    }

    private let real: any FleetClock
    private let course: Mutex<Course>

    /// A clock that goes as `real` does, for now.
    package init(_ real: any FleetClock) {
        self.real = real
        let now = real.now()
        course = Mutex(Course(real: now, shown: now, factor: 1))
    }

    /// From now on it goes `factor` times as fast as the real one.
    package func go(_ factor: Double) {
        let now = real.now()
        course.withLock { course in
            course = Course(real: now, shown: Self.shown(course, now), factor: factor)
        }
    }

    package func now() -> Instant {
        let now = real.now()
        return course.withLock { Self.shown($0, now) }
    }

    private static func shown(_ course: Course, _ now: Instant) -> Instant {
        let passed = (now.monotonic - course.real.monotonic).inSeconds * course.factor
        return Instant(
            wall: course.shown.wall + .nanoseconds(Int64(passed * 1e9)),
            monotonic: MonotonicTime(
                nanoseconds: course.shown.monotonic.nanoseconds + Int64(passed * 1e9)))
    }
}
