import Fleet
import Glibc

/// Runs a streaming source: the child's output is a pipe that the event thread reads; slow facts are
/// polled beside it. Silence past the plan's limit ends the stream, which is started again with
/// back-off; where it never works, the fast beat is polled instead. An actor on the event thread.
actor StreamRunner {
    private let provider: any StreamingProvider
    private let settings: ProviderSettings
    private nonisolated let thread: EventThread
    private let surroundings: Surroundings
    private let report: @Sendable (Report) -> Void
    private var slowLoop: PollLoop?
    private var fastLoop: PollLoop?
    private var merged = MergedSample()
    private var pipe: StreamPipe?
    private var task: Task<Void, Never>?
    private var heard: MonotonicTime?
    private var fruitless = 0
    private var failures = 0
    private var generation = 0
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

    private var now: MonotonicTime { surroundings.transports.clock.now().monotonic }

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
        closePipe()
        task?.cancel()
    }

    /// Plans and starts the child.
    private func begin() {
        guard !isStopped else { return }
        generation += 1
        let number = generation
        report(.asked)
        task = Task { await run(number) }
    }

    private func run(_ number: Int) async {
        let planned = await SourceRunner.plan(provider)
        guard number == generation, !isStopped else { return }
        switch planned {
        case .failure(let failure): ended(number, failure)
        case .success(let plan): await stream(plan, number)
        }
    }

    private func stream(_ plan: StreamPlan, _ number: Int) async {
        let marker = surroundings.transports.commands.startMarker(of: plan.command)
        guard let pipe = StreamPipe(decoder: plan.decoder, marker: marker) else {
            return ended(number, SourceFailure(.stuck, "No more file descriptors for a pipe."))
        }
        self.pipe = pipe
        heard = now
        thread.add(pipe.reader) { [weak self] _ in self?.assumeIsolated { $0.readable(number) } }
        watchSilence(plan.silence, number)
        let failure = await Self.child(surroundings.transports.commands, plan, pipe.writer)
        guard number == generation else { return }
        readable(number)
        let last = self.pipe?.finish(failure) ?? SourceFailure(.cancelled, "The stream was ended.")
        closePipe()
        ended(number, last)
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
        for event in events {
            heard = now
            switch event {
            case .failure(let failure): report(.failed(failure, took: nil))
            case .sample(let sample):
                fruitless = 0
                failures = 0
                merged.fast = sample
                let whole = merged.combine(provider)
                report(.answered(Answer(sample: whole, bytes: bytes), took: nil))
            }
        }
    }

    /// Looks again when the silence would have become too long, not at every sample.
    private func watchSilence(_ limit: Duration, _ number: Int) {
        let due = (heard ?? now) + limit
        thread.schedule(at: due, leeway: .milliseconds(250)) { [weak self] in
            self?.assumeIsolated { $0.checkSilence(limit, number) }
        }
    }

    private func checkSilence(_ limit: Duration, _ number: Int) {
        guard number == generation, let heard, pipe != nil else { return }
        guard now - heard >= limit else { return watchSilence(limit, number) }
        let failure = SourceFailure(
            .silent, "The stream has been silent for \(Int((now - heard).inSeconds)) s.",
            nextStep: "It is started again; if that does not help, look at the driver there.")
        closePipe()
        task?.cancel()
        ended(number, failure)
    }

    /// What says nothing about streaming: a host that was down is streamed from again when it is back.
    private static let withoutConnection: Set<SourceFailure.Kind> = [
        .unreachable, .refused, .timedOut, .nameNotFound, .connectionLost, .throttled,
        .sshAuthentication, .hostKeyUnknown, .hostKeyChanged, .loginPolicy,
    ]

    private func ended(_ number: Int, _ failure: SourceFailure) {
        guard number == generation, !isStopped else { return }
        generation += 1
        if !Self.withoutConnection.contains(failure.kind) { fruitless += 1 }
        failures += 1
        report(.failed(failure, took: nil))
        if fruitless >= surroundings.pacing.streamAttempts, fastLoop == nil { return pollInstead() }
        let pause = surroundings.pacing.pause(
            settings, failures: failures, retryAfter: failure.retryAfter)
        let due = now + pause
        report(.due(due))
        let expected = generation
        thread.schedule(at: due, leeway: pause / 20) { [weak self] in
            self?.assumeIsolated { if $0.generation == expected { $0.begin() } }
        }
    }

    private func pollInstead() {
        report(.transport("poll"))
        let provider = provider
        let loop = PollLoop(
            settings: settings, interval: settings.interval, surroundings: surroundings,
            ask: { await SourceRunner.askFast(provider) },
            report: { [weak self] message in self?.assumeIsolated { $0.takeFast(message) } })
        fastLoop = loop
        loop.assumeIsolated { $0.start(after: .zero) }
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
        default: break
        }
    }

    /// What the fast beat's loop has to say, where there is no stream.
    private func takeFast(_ message: Report) {
        guard case .answered(var answer, let took) = message else { return report(message) }
        merged.fast = answer.sample
        answer.sample = merged.combine(provider)
        report(.answered(answer, took: took))
    }
}

/// Both beats and what they made together.
private struct MergedSample {
    var fast: Sample?
    var slow: Sample?
    private var previous: Sample?

    mutating func combine(_ provider: any StreamingProvider) -> Sample {
        let sample = provider.combine(fast: fast, slow: slow, previous: previous)
        previous = sample
        return sample
    }
}
