import Fleet

/// Asks one thing again and again: deadline, back-off, no overlap. An actor on the event thread; others
/// on it enter with `assumeIsolated`.
actor PollLoop {
    private let settings: ProviderSettings
    private let interval: Duration
    private nonisolated let thread: EventThread
    private let clock: any FleetClock
    private let pacing: Pacing
    private let ask: @Sendable () async -> Result<Answer, SourceFailure>
    private let report: @Sendable (Report) -> Void
    private var attempt = 0
    private var started: MonotonicTime?
    private var isGivenUp = false
    private var failures = 0
    private var task: Task<Void, Never>?
    private var timer: EventThread.TimerID?
    private var isStopped = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(
        settings: ProviderSettings, interval: Duration, surroundings: Surroundings,
        ask: @escaping @Sendable () async -> Result<Answer, SourceFailure>,
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.settings = settings
        self.interval = interval
        thread = surroundings.thread
        clock = surroundings.transports.clock
        pacing = surroundings.pacing
        self.ask = ask
        self.report = report
    }

    private var now: MonotonicTime { clock.now().monotonic }

    /// Begins, the first time after a pause.
    func start(after pause: Duration) { schedule(after: pause) }

    /// Asks at once, unless an answer is under way.
    func refresh() {
        if started == nil, !isStopped { begin() }
    }

    func stop() {
        isStopped = true
        task?.cancel()
        cancelTimer()
    }

    private func schedule(after pause: Duration) {
        guard !isStopped else { return }
        cancelTimer()
        let due = now + pause
        report(.due(due))
        timer = thread.schedule(at: due, leeway: leeway(pause)) { [weak self] in
            self?.assumeIsolated { $0.begin() }
        }
    }

    /// Timers may be late by a twentieth, so that those of many sources share wake-ups.
    private func leeway(_ pause: Duration) -> Duration { min(pause / 20, .milliseconds(250)) }

    private func begin() {
        guard started == nil, !isStopped else { return }
        cancelTimer()
        attempt += 1
        let number = attempt
        started = now
        isGivenUp = false
        report(.asked)
        task = Task { finished(number, await ask()) }
        timer = thread.schedule(at: now + settings.deadline, leeway: .milliseconds(20)) {
            [weak self] in self?.assumeIsolated { $0.deadlinePassed(number) }
        }
    }

    private func deadlinePassed(_ number: Int) {
        guard number == attempt, started != nil else { return }
        isGivenUp = true
        task?.cancel()
        failures += 1
        let failure = SourceFailure(
            .timedOut, "No answer within \(Self.text(settings.deadline)).",
            nextStep: "Raise its deadline if it is merely slow.")
        report(.failed(failure, took: settings.deadline))
        timer = thread.schedule(at: now + pacing.grace, leeway: .milliseconds(100)) {
            [weak self] in self?.assumeIsolated { $0.gracePassed(number) }
        }
    }

    private func gracePassed(_ number: Int) {
        guard number == attempt, started != nil else { return }
        report(
            .stuck(
                SourceFailure(
                    .stuck, "It neither answers nor ends; nothing new is asked until it does.",
                    nextStep: "Look at the driver or the server on that host.")))
    }

    private func finished(_ number: Int, _ result: Result<Answer, SourceFailure>) {
        guard number == attempt, let begun = started else { return }
        started = nil
        task = nil
        let took = now - begun
        if isStopped { return }
        switch result {
        case .success(let answer):
            failures = 0
            report(.answered(answer, took: took))
            schedule(after: max(.milliseconds(10), interval - took))
        case .failure(let failure):
            if !isGivenUp {
                failures += 1
                report(.failed(failure, took: took))
            }
            let pause = pacing.pause(settings, failures: failures, retryAfter: failure.retryAfter)
            schedule(after: pause)
        }
    }

    private func cancelTimer() {
        if let timer { thread.cancel(timer) }
        timer = nil
    }

    private static func text(_ duration: Duration) -> String {
        duration < .seconds(1)
            ? "\(duration.nanoseconds / 1_000_000) ms" : "\(Int(duration.inSeconds)) s"
    }
}
