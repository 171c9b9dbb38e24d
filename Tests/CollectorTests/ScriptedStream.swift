import Collector
import Fleet
import Glibc
import Synchronization

/// A source whose stream goes as a test wants: each letter x on the pipe is a sample.
final class ScriptedStream: StreamingProvider {
    static let descriptor = ProviderDescriptor(
        id: "scripted", title: "", summary: "", settings: [], interval: .seconds(1),
        deadline: .seconds(5), capabilities: [])
    let transport = "stream"
    let slowInterval: Duration = .seconds(30)
    private let clockless = Command("stream")

    init() {}
    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {}

    func poll() async throws(SourceFailure) -> Answer {
        Answer(sample: Sample(inventory: Inventory()), bytes: 1)
    }

    func pollFast() async throws(SourceFailure) -> Answer { try await poll() }

    /// While it is closed, planning hangs and does not hear that it is cancelled.
    let planning = Gate()

    func openStream() async throws(SourceFailure) -> StreamPlan {
        await planning.pass()
        return StreamPlan(command: clockless, decoder: Letters(), silence: .seconds(5))
    }

    func combine(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample {
        fast ?? slow ?? Sample(inventory: Inventory())
    }

    private struct Letters: StreamDecoder {
        mutating func consume(_ bytes: UnsafeRawBufferPointer) -> [StreamEvent] {
            bytes.filter { $0 == UInt8(ascii: "x") }
                .map { _ in .sample(Sample(inventory: Inventory())) }
        }

        mutating func finish(status: CommandStatus, errors: String) -> SourceFailure {
            SourceFailure(.commandFailed, "It ended.")
        }
    }
}

/// Holds up what passes while it is closed; deaf to cancellation, as a call into a hung driver is.
final class Gate: Sendable {
    private struct State {
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many wait.
    var queue: Int { state.withLock { $0.waiting.count } }

    func close() { state.withLock { $0.isClosed = true } }

    func open() {
        let waiting = state.withLock { state in
            state.isClosed = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    func pass() async {
        await withCheckedContinuation { waiter in
            let isOpen = state.withLock { state in
                if state.isClosed { state.waiting.append(waiter) }
                return !state.isClosed
            }
            if isOpen { waiter.resume() }
        }
    }
}

/// Streams that a test writes to and ends.
final class ScriptedCommands: CommandTransport {
    /// While it is closed, a stream that was cancelled does not end.
    let leaving = Gate()

    typealias End = Result<CommandStatus, SourceFailure>

    private struct State {
        var streams = 0
        var open: (descriptor: Int32, waiter: CheckedContinuation<End, Never>)?
    }

    private let state = Mutex(State())

    /// How many streams were started.
    var streams: Int { state.withLock { $0.streams } }
    /// Whether one runs.
    var isStreaming: Bool { state.withLock { $0.open != nil } }

    /// Writes so many letters.
    func say(_ count: Int) { say(String(repeating: "x", count: count)) }

    /// Writes a text.
    func say(_ text: String) {
        let letters = Array(text.utf8)
        state.withLock { state in
            if let open = state.open { _ = write(open.descriptor, letters, letters.count) }
        }
    }

    /// Ends the stream that runs.
    func end(_ end: End) {
        let open = state.withLock { $0.open.take() }
        if let open {
            close(open.descriptor)
            open.waiter.resume(returning: end)
        }
    }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        throw SourceFailure(.unsupported, "no commands here")
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        let end = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                state.withLock { state in
                    state.streams += 1
                    state.open = (descriptor, waiter)
                }
            }
        } onCancel: {
            self.end(.success(.signalled(15)))
        }
        await leaving.pass()
        return (try end.get(), "")
    }
}
