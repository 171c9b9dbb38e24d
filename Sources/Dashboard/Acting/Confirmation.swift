import Fleet

/// When a key may confirm something: only what was on the screen for a moment, and only a key that came
/// by itself. Keys that were pressed before there was anything to read, and pastes, confirm nothing.
enum Confirmation {
    /// How long a question is on the screen before a key answers it.
    static let pause = Duration.milliseconds(400)
    /// Keys that come at once and may still be typed by a person, over a slow line.
    static let typed = 3
}

extension DashboardState {
    /// What the topmost layer asks, where it asks to confirm something.
    package var question: String? { layers.last?.question(self) }

    /// Whether the screen has to say that it has shown the question.
    package var awaitsPaint: Bool { question != acting.seen?.question }

    /// The frame with the question is on the screen.
    mutating func painted(at time: Instant) {
        acting.seen = question.map { ($0, time.monotonic) }
    }

    /// Whether a key may answer the question now.
    func mayConfirm(_ question: String, most: Int = 1) -> Bool {
        guard let seen = acting.seen, seen.question == question, acting.burst <= most else {
            return false
        }
        return now.monotonic - seen.since >= Confirmation.pause
    }

    /// Why nothing may be changed now; `nil` where it may.
    package var actingRefusal: String? {
        if isPaused { return "A frozen picture does not act; p lets it go." }
        return acting.access.refusal(snapshot.context, at: now.wall)
    }
}
