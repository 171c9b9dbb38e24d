import Fleet

/// When a key may confirm something: only what was on the screen for a moment, and only a key that came
/// by itself. Keys that were pressed before there was anything to read, held keys, and pastes confirm
/// nothing.
enum Confirmation {
    /// How long a question is on the screen before a key answers it.
    static let pause = Duration.milliseconds(400)
    /// How long no key may come after one that came too early: longer than a held key takes to repeat.
    static let quiet = Duration.milliseconds(800)
    /// Keys that come at once and may still be typed by a person, over a slow line.
    static let typed = 3
}

extension DashboardState {
    /// What the topmost layer asks, where it asks to confirm something.
    package var question: String? { layers.last?.question(self) }

    /// Whether the screen has to say that it has shown the question.
    package var awaitsPaint: Bool { question != acting.seen?.question }

    /// Whether it matters when each key came, and with how many others.
    package var mindsKeys: Bool { question != nil || acting.answered != nil }

    /// The frame with the question is on the screen.
    mutating func painted(at time: Instant) {
        acting.seen = question.map { ($0, time.monotonic) }
    }

    /// Whether a key may answer the question now.
    func mayConfirm(_ question: String, most: Int = 1) -> Bool {
        guard let seen = acting.seen, seen.question == question, acting.burst <= most else {
            return false
        }
        if let early = acting.early, early.question == question,
            now.monotonic - early.at < Confirmation.quiet
        {
            return false
        }
        return now.monotonic - seen.since >= Confirmation.pause
    }

    /// A key that came before a question could be answered: from now on it takes a while without keys.
    /// Keys that only scroll are those of somebody who reads.
    mutating func noteEarly(_ key: Key) {
        let meant = layers.last is PlanLayer ? PlanLayer.scrollKey(key, self) : key
        guard let question, !Self.scrolls(meant) else { return }
        let isTyping =
            layers.last is PlanLayer && PlanLayer.plan(self).map(PlanLayer.wantsName) == true
        if !mayConfirm(question, most: isTyping ? Confirmation.typed : 1) {
            acting.early = (question, now.monotonic)
        }
    }

    private static func scrolls(_ key: Key) -> Bool {
        switch key {
        case .up, .down, .pageUp, .pageDown, .home, .end: true
        default: false
        }
    }

    /// Whether a key is the one that has confirmed something and is still held: it does nothing more.
    mutating func swallows(_ key: Key) -> Bool {
        guard let answered = acting.answered else { return false }
        acting.answered = nil
        guard answered.key == key, now.monotonic - answered.at < Confirmation.quiet else {
            return false
        }
        acting.answered = (key, now.monotonic)
        return true
    }

    /// Why nothing may be changed now; `nil` where it may.
    package var actingRefusal: String? {
        if isPaused { return "A frozen picture does not act; p lets it go." }
        return acting.access.refusal(snapshot.context, at: now.monotonic)
    }
}
