import Fleet
import Support
import Synchronization

@testable import Collector

/// A poll loop whose time and answers a test hands out, and what it reported.
final class LoopScene: Sendable {
    typealias Result = Swift.Result<Answer, SourceFailure>

    private struct State {
        var ready: [Result] = []
        var waiting: CheckedContinuation<Result, Never>?
        var asks = 0
        var said: [String] = []
    }

    let clock = HandClock()
    let thread: EventThread
    private let loop: PollLoop
    private let state: StateBox

    private final class StateBox: Sendable {
        let state = Mutex(State())
    }

    /// A source polled each second, with a deadline of five.
    init(answers: [Result] = []) throws {
        let state = StateBox()
        state.state.withLock { $0.ready = answers }
        let clock = clock
        thread = try EventThread(clock: clock)
        var pacing = Pacing()
        pacing.spread = 0
        let surroundings = Surroundings(
            thread: thread,
            transports: Transports(
                http: NoWire(), commands: NoWire(), clock: clock, environment: [:]),
            pacing: pacing)
        let settings = ProviderSettings(
            provider: "probe", name: "a", interval: .seconds(1), deadline: .seconds(5))
        loop = PollLoop(
            settings: settings, interval: settings.interval, surroundings: surroundings,
            ask: { await Self.answer(state) },
            report: { report in
                let text = Self.text(report, since: clock)
                state.state.withLock { $0.said.append(text) }
            })
        self.state = state
    }

    deinit { thread.shutDown() }

    /// How often it asked.
    var asks: Int { state.state.withLock { $0.asks } }

    /// What it said since the last time this was asked.
    func said() -> [String] {
        state.state.withLock { state in
            defer { state.said = [] }
            return state.said
        }
    }

    func start() async { await loop.start(after: .zero) }
    func refresh() async { await loop.refresh() }
    func stop() async { await loop.stop() }

    /// Lets time pass.
    func pass(_ duration: Duration) async { await clock.pass(duration, on: thread) }

    /// Waits until a poll has been asked and, if that is to be, not answered.
    func asked(_ times: Int) async -> Bool {
        let isReached = await eventually {
            state.state.withLock { $0.asks == times && ($0.waiting != nil || !$0.ready.isEmpty) }
        }
        await clock.settle(thread)
        return isReached
    }

    /// Waits until it said when it will ask next.
    func isDue() async -> Bool {
        let isReached = await eventually {
            state.state.withLock { $0.said.last?.hasPrefix("due") == true }
        }
        await clock.settle(thread)
        return isReached
    }

    /// Answers the poll that waits.
    func release(_ result: Result) {
        let waiter = state.state.withLock { $0.waiting.take() }
        waiter?.resume(returning: result)
    }

    /// Deaf to cancellation, as a call into a hung driver is.
    private static func answer(_ box: StateBox) async -> Result {
        await withCheckedContinuation { waiter in
            let ready: Result? = box.state.withLock { state in
                state.asks += 1
                if !state.ready.isEmpty { return state.ready.removeFirst() }
                state.waiting = waiter
                return nil
            }
            if let ready { waiter.resume(returning: ready) }
        }
    }

    private static func text(_ report: Report, since clock: HandClock) -> String {
        switch report {
        case .asked: "asked"
        case .answered: "answered"
        case .learned: "learned"
        case .unlearned: "unlearned"
        case .failed(let failure, _): "failed \(failure.kind)"
        case .stuck: "stuck"
        case .due(let time):
            "due \(time.map { ($0 - clock.now().monotonic).nanoseconds / 1_000_000 } ?? -1)"
        case .transport(let text): "transport \(text)"
        case .recalled: "recalled"
        }
    }
}

/// A way out that leads nowhere.
struct NoWire: HTTPTransport, CommandTransport {
    private static let failure = SourceFailure(.unreachable, "no way out")

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        throw Self.failure
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw Self.failure
    }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        throw Self.failure
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        throw Self.failure
    }
}
