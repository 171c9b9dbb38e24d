import Fleet

/// What every runner works with.
struct Surroundings: Sendable {
    let thread: EventThread
    let transports: Transports
    let pacing: Pacing
}

/// What runs one source: a poll loop, or a stream with polls beside it.
enum SourceRunner: Sendable {
    case polled(PollLoop, ProviderSettings)
    case streamed(StreamRunner, ProviderSettings)

    init(
        _ source: Collector.Source, _ surroundings: Surroundings,
        report: @escaping @Sendable (Report) -> Void
    ) {
        let provider = source.provider
        if let streaming = provider as? any StreamingProvider {
            let runner = StreamRunner(
                streaming, settings: source.settings, surroundings: surroundings, report: report)
            self = .streamed(runner, source.settings)
        } else {
            let loop = PollLoop(
                settings: source.settings, interval: source.settings.interval,
                surroundings: surroundings, ask: { await Self.ask(provider) }, report: report)
            self = .polled(loop, source.settings)
        }
    }

    var settings: ProviderSettings {
        switch self {
        case .polled(_, let settings), .streamed(_, let settings): settings
        }
    }

    /// Call on the event thread, as the rest.
    func start() {
        switch self {
        case .polled(let loop, _): loop.assumeIsolated { $0.start(after: .zero) }
        case .streamed(let runner, _): runner.assumeIsolated { $0.start() }
        }
    }

    func refresh() {
        switch self {
        case .polled(let loop, _): loop.assumeIsolated { $0.refresh() }
        case .streamed(let runner, _): runner.assumeIsolated { $0.refresh() }
        }
    }

    func stop() {
        switch self {
        case .polled(let loop, _): loop.assumeIsolated { $0.stop() }
        case .streamed(let runner, _): runner.assumeIsolated { $0.stop() }
        }
    }

    /// Asks off the event thread.
    @concurrent static func ask(_ provider: any Provider) async -> Result<Answer, SourceFailure> {
        do { return .success(try await provider.poll()) } catch { return .failure(error) }
    }

    /// Asks for the fast beat off the event thread.
    @concurrent static func askFast(
        _ provider: any StreamingProvider
    ) async -> Result<Answer, SourceFailure> {
        do { return .success(try await provider.pollFast()) } catch { return .failure(error) }
    }

    /// Plans a stream off the event thread.
    @concurrent static func plan(
        _ provider: any StreamingProvider
    ) async -> Result<StreamPlan, SourceFailure> {
        do { return .success(try await provider.openStream()) } catch { return .failure(error) }
    }
}
