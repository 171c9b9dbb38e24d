import Fleet
import Glibc

/// Runs a streaming source: the child's output is a pipe that the event thread reads; slow facts are
/// polled beside it. Silence past the plan's limit ends the stream, which is started again with
/// back-off; where it never works, the fast beat is polled instead. An actor on the event thread.
actor StreamRunner {
    let provider: any StreamingProvider
    let settings: ProviderSettings
    nonisolated let thread: EventThread
    let surroundings: Surroundings
    let report: @Sendable (Report) -> Void
    private var slowLoop: PollLoop?
    var fastLoop: PollLoop?
    var merged = MergedSample()
    private var pipe: StreamPipe?
    private var task: Task<Void, Never>?
    private var heard: MonotonicTime?
    /// Bytes since the stream last said something.
    private var unread = 0
    /// Bytes since the last answer.
    private var unanswered = 0
    var fruitless = 0
    private var failures = 0
    /// Counts the streams, so that what is said about one that is over is not heard.
    var generation = 0
    /// Whether the stream that is under way has been given up; nothing new is started until it is over.
    private var isGivenUp = false
    /// Whether the next stream may be started.
    private var isDue = false
    /// How the stream does that is tried again while the fast beat is polled.
    var retry = StreamRetry()
    private var deadline: EventThread.TimerID?
    private var isStopped = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(
        _ provider: any StreamingProvider, settings: ProviderSettings, surroundings: Surroundings,
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.provider = provider
        self.settings = settings
        self.surroundings = surroundings
        thread = surroundings.thread
        self.report = report
    }

    var now: MonotonicTime { surroundings.transports.clock.now().monotonic }

    func start() {
        let provider = provider
        let loop = PollLoop(
            settings: settings, interval: provider.slowInterval, surroundings: surroundings,
            ask: { await SourceRunner.ask(provider) },
            report: { [weak self] message in self?.assumeIsolated { $0.takeSlow(message) } })
        slowLoop = loop
        loop.assumeIsolated { $0.start(after: .zero) }
        begin()
    }

    func refresh() {
        slowLoop?.assumeIsolated { $0.refresh() }
        fastLoop?.assumeIsolated { $0.refresh() }
    }

    func stop() {
        isStopped = true
        slowLoop?.assumeIsolated { $0.stop() }
        fastLoop?.assumeIsolated { $0.stop() }
        cancelDeadline()
        closePipe()
        task?.cancel()
    }

    /// Plans and starts the child. The plan has the source's deadline, the child has its silence.
    private func begin() {
        guard !isStopped, task == nil else { return }
        generation += 1
        let number = generation
        isGivenUp = false
        isDue = false
        retry.began(at: now)
        if !isPolled { report(.asked) }
        deadline = thread.schedule(at: now + settings.deadline, leeway: .milliseconds(250)) {
            [weak self] in self?.assumeIsolated { $0.planIsLate(number) }
        }
        task = Task {
            let failure = await run(number)
            isOver(failure)
        }
    }

    private func run(_ number: Int) async -> SourceFailure {
        let planned = await SourceRunner.plan(provider)
        cancelDeadline()
        guard !isGivenUp, !isStopped else { return SourceFailure(.cancelled, "It came too late.") }
        switch planned {
        case .failure(let failure): return failure
        case .success(let plan): return await stream(plan, number)
        }
    }

    private func stream(_ plan: StreamPlan, _ number: Int) async -> SourceFailure {
        let marker = surroundings.transports.commands.startMarker(of: plan.command)
        guard let pipe = StreamPipe(decoder: plan.decoder, marker: marker) else {
            return SourceFailure(.stuck, "No more file descriptors for a pipe.")
        }
        self.pipe = pipe
        unread = 0
        unanswered = 0
        heard = now
        if !isPolled { report(.due(nil)) }
        thread.add(pipe.reader) { [weak self] _ in self?.assumeIsolated { $0.readable(number) } }
        watchSilence(plan.silence, number)
        let end = await Self.child(surroundings.transports.commands, plan, pipe.writer)
        readable(number)
        let last = self.pipe?.finish(end) ?? SourceFailure(.cancelled, "The stream was ended.")
        closePipe()
        return last
    }

    /// Runs the child off the event thread to its end.
    @concurrent private static func child(
        _ commands: any CommandTransport, _ plan: StreamPlan, _ writer: Int32
    ) async -> Result<(CommandStatus, String), SourceFailure> {
        do {
            let (status, errors) = try await commands.stream(plan.command, to: writer)
            return .success((status, errors))
        } catch { return .failure(error) }
    }

    private func readable(_ number: Int) {
        guard number == generation, let pipe else { return }
        let (events, bytes, hasEnded) = pipe.read()
        if hasEnded { thread.remove(pipe.reader) }
        unread += bytes
        unanswered += bytes
        for event in events {
            heard = now
            unread = 0
            switch event {
            case .failure(let failure): if !isPolled { report(.failed(failure, took: nil)) }
            case .sample(let sample):
                if isPolled { streamAgain() }
                fruitless = 0
                failures = 0
                merged.fast = sample
                let whole = merged.combine(provider)
                report(.answered(Answer(sample: whole, bytes: unanswered), took: nil))
                unanswered = 0
            }
        }
        stopFlood()
    }

    /// Ends a stream that prints and prints and says nothing.
    private func stopFlood() {
        guard unread > Self.floodLimit, pipe != nil, !isGivenUp else { return }
        giveUp(Self.gibberish(unread))
    }

    private static func gibberish(_ bytes: Int) -> SourceFailure {
        SourceFailure(
            bytes > floodLimit ? .tooLarge : .malformed,
            "The stream has sent \(max(1, bytes >> 10)) KB without one reading.",
            nextStep: "Run nvidia-smi there by hand and see what it prints.")
    }

    /// Looks again when the silence would have become too long, not at every sample.
    private func watchSilence(_ limit: Duration, _ number: Int) {
        let due = (heard ?? now) + limit
        thread.schedule(at: due, leeway: .seconds(1)) { [weak self] in
            self?.assumeIsolated { $0.checkSilence(limit, number) }
        }
    }

    private func checkSilence(_ limit: Duration, _ number: Int) {
        guard number == generation, let heard, pipe != nil else { return }
        guard now - heard >= limit else { return watchSilence(limit, number) }
        guard unread == 0 else { return giveUp(Self.gibberish(unread)) }
        giveUp(
            SourceFailure(
                .silent, "The stream has been silent for \(Int((now - heard).inSeconds)) s.",
                nextStep: "It is started again; if that does not help, look at the driver there."))
    }

    private static let floodLimit = 1 << 20

    private func planIsLate(_ number: Int) {
        guard number == generation, task != nil, pipe == nil, !isGivenUp else { return }
        giveUp(
            SourceFailure(
                .timedOut, "No answer within \(Int(settings.deadline.inSeconds.rounded(.up))) s.",
                nextStep: "Raise its deadline if it is merely slow."))
    }

    /// Ends what is under way without waiting for it. What cannot be ended (state D, a hung driver)
    /// keeps another from being started on top of it.
    private func giveUp(_ failure: SourceFailure) {
        isGivenUp = true
        closePipe()
        task?.cancel()
        failed(failure)
        let number = generation
        thread.schedule(
            at: now + surroundings.pacing.grace, leeway: .milliseconds(250)
        ) { [weak self] in self?.assumeIsolated { $0.graceIsOver(number) } }
    }

    private func graceIsOver(_ number: Int) {
        guard number == generation, isGivenUp, task != nil, !isStopped, !isPolled else { return }
        report(
            .stuck(
                SourceFailure(
                    .stuck, "It neither answers nor ends; nothing new is started until it does.",
                    nextStep: "Look for processes in state D and for Xid errors on that host.")))
    }

    private func isOver(_ failure: SourceFailure) {
        task = nil
        cancelDeadline()
        guard !isStopped else { return }
        if !isGivenUp { return failed(failure) }
        if isFruitless, !isPolled { return pollInstead() }
        if isDue { begin() }
    }

    private var isFruitless: Bool { fruitless >= surroundings.pacing.streamAttempts }

    /// What may be the stream's own fault. After the others (a host that was down, a driver that was
    /// broken) it is streamed from again.
    private static let saysOfStreaming: Set<SourceFailure.Kind> = [
        .silent, .commandFailed, .malformed, .tooLarge, .unsupported,
    ]

    private func failed(_ failure: SourceFailure) {
        retry.ended(at: now)
        if isPolled { return retryLater() }
        if Self.saysOfStreaming.contains(failure.kind) { fruitless += 1 }
        failures += 1
        report(.failed(failure, took: nil))
        if isFruitless {
            if task == nil { pollInstead() }
            return
        }
        let pause = surroundings.pacing.pause(
            settings, failures: failures, retryAfter: failure.retryAfter)
        let due = now + pause
        report(.due(due))
        let expected = generation
        thread.schedule(at: due, leeway: min(pause / 20, .milliseconds(250))) { [weak self] in
            self?.assumeIsolated { if $0.generation == expected { $0.comeDue() } }
        }
    }

    func comeDue() {
        isDue = true
        begin()
    }

    private func cancelDeadline() {
        if let deadline { thread.cancel(deadline) }
        deadline = nil
    }

    private func closePipe() {
        if let pipe {
            thread.remove(pipe.reader)
            pipe.close()
        }
        pipe = nil
    }

    /// What the slow beat's loop has to say.
    private func takeSlow(_ message: Report) {
        switch message {
        case .answered(var answer, _):
            merged.slow = answer.sample
            answer.sample = merged.combine(provider)
            report(.learned(answer))
        case .failed(let failure, let took) where merged.fast == nil:
            report(.failed(failure, took: took))
            report(.unlearned)
        case .failed, .stuck: report(.unlearned)
        default: break
        }
    }
}
