import Fleet

/// How often an action is looked at: the longer nothing moves, the more seldom, and more seldom still
/// where looking fails.
struct LookPace: Sendable {
    private var looks = 0
    private var failures = 0
    private var asked = Duration.zero

    /// It has moved on.
    mutating func moved() { looks = 0 }

    /// One more pause.
    mutating func waited() { looks += 1 }

    /// The control plane has answered.
    mutating func answered() {
        failures = 0
        asked = .zero
    }

    /// It has not; it may have asked to be left alone for a while.
    mutating func failed(_ failure: SourceFailure) {
        failures = min(failures + 1, 5)
        asked = failure.retryAfter ?? .zero
    }

    /// How long the next pause is: up to ten intervals, or thirty-two where it fails.
    func pause(_ interval: Duration) -> Duration {
        let factor = failures > 0 ? 1 << failures : min(1 + looks / 10, 10)
        return max(interval * factor, min(asked, .seconds(60)))
    }
}
