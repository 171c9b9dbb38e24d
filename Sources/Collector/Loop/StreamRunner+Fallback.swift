import Fleet

/// Polling the fast beat where streaming does not work, and trying the stream again now and then: what
/// was wrong with it (an old driver, a full disk, a wrapper that buffers) may have been put right.
extension StreamRunner {
    /// Whether the fast beat is polled. A stream that is tried meanwhile is nobody's business until it
    /// speaks.
    var isPolled: Bool { fastLoop != nil }

    /// Gives streaming up for now.
    func pollInstead() {
        report(.transport("poll"))
        let provider = provider
        let loop = PollLoop(
            settings: settings, interval: settings.interval, surroundings: surroundings,
            ask: { await SourceRunner.askFast(provider) },
            report: { [weak self] message in self?.assumeIsolated { $0.takeFast(message) } })
        fastLoop = loop
        loop.assumeIsolated { $0.start(after: .zero) }
        retryLater()
    }

    /// Tries to stream once more after a while; each time that it fails, after a longer one.
    func retryLater() {
        let pause = retry.nextPause(surroundings.pacing)
        let expected = generation
        thread.schedule(at: now + pause, leeway: .seconds(5)) { [weak self] in
            self?.assumeIsolated { if $0.generation == expected { $0.comeDue() } }
        }
    }

    /// The stream speaks: nobody has to ask any more.
    func streamAgain() {
        fastLoop?.assumeIsolated { $0.stop() }
        fastLoop = nil
        report(.transport(provider.transport))
        report(.due(nil))
    }

    /// What the fast beat's loop has to say, where there is no stream.
    private func takeFast(_ message: Report) {
        guard isPolled else { return }
        guard case .answered(var answer, let took) = message else { return report(message) }
        merged.fast = answer.sample
        answer.sample = merged.combine(provider)
        report(.answered(answer, took: took))
    }
}

/// When a stream that was given up is tried again.
struct StreamRetry: Sendable {
    private var tries = 0
    private var begun: MonotonicTime?

    /// A stream that lasts as long as this has shown that it works.
    private static let proof = Duration.seconds(300)

    /// A stream begins.
    mutating func began(at now: MonotonicTime) { begun = now }

    /// A stream is over. One that has lasted begins with a clean sheet.
    mutating func ended(at now: MonotonicTime) {
        if let begun, now - begun >= Self.proof { tries = 0 }
        begun = nil
    }

    /// The pause before the next try: doubled each time, capped.
    mutating func nextPause(_ pacing: Pacing) -> Duration {
        let pause = pacing.streamRetry * Double(1 << min(tries, 10))
        tries += 1
        return min(pause, pacing.longestStreamRetry)
    }
}
