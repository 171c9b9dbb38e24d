import Fleet

/// When to paint. A key is on screen at once; what follows within a thirtieth of a second shares a frame.
/// Data paints on its leading edge and then with the clock, once a second: 64 sources at a second each
/// are one frame a second, not 64. Just after the start, when sources come in one after the other, data
/// may paint more often.
struct FramePacer {
    /// What asks for a frame.
    enum Reason { case input, data }

    private var last: MonotonicTime?
    private var start: MonotonicTime?

    /// Between frames at the very most often.
    private static let shortest = Duration.milliseconds(33)
    private static let early = Duration.milliseconds(100)
    private static let tick = Duration.seconds(1)

    /// How late a planned frame may be.
    let leeway = Duration.milliseconds(20)

    /// The moment at which a frame that is asked for now may be painted.
    mutating func due(_ reason: Reason, now: MonotonicTime) -> MonotonicTime {
        let begun = start ?? now
        start = begun
        guard let last else { return now }
        switch reason {
        case .input: return last + Self.shortest
        case .data:
            let isEarly = now - begun < .seconds(3)
            // A little less than the tick, so that data that comes once a second brings the clock along.
            return last + (isEarly ? Self.early : Self.tick - .milliseconds(100))
        }
    }

    /// Notes that a frame was painted.
    mutating func painted(at now: MonotonicTime) {
        start = start ?? now
        last = now
    }

    /// When the clock wants its next frame, if nothing else paints before.
    var nextTick: MonotonicTime {
        (last ?? MonotonicTime(nanoseconds: 0)) + Self.tick + .milliseconds(150)
    }
}
