import Collector
import Fleet
import Synchronization

/// Everything outside a provider: it answers each request, command and line in the same one way, and
/// notes what was asked.
final class ContractWorld: HTTPTransport, CommandTransport, SocketTransport {
    /// What was asked.
    struct Asked {
        var requests: [HTTPRequest] = []
        var commands = 0
        var limits: [Int] = []
    }

    private let answer: ContractAnswer?
    private let state = Mutex(Asked())

    /// A world with its answer; with none it never answers.
    init(_ answer: ContractAnswer?) { self.answer = answer }

    var asked: Asked { state.withLock { $0 } }

    var transports: Transports {
        Transports(
            http: self, commands: self, sockets: self, clock: SteppingClock(step: .milliseconds(1)),
            environment: ContractEntry.environment)
    }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        state.withLock { state in
            state.requests.append(request)
            state.limits.append(request.limit)
        }
        let answer = try await answered()
        var body = answer.body
        if answer.echoes {
            body = Array(request.headers.map { "\($0.name): \($0.value)" }.joined().utf8)
            body += request.body
        }
        return HTTPResponse(
            status: answer.status, headers: [("Retry-After", "7")], body: body)
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        _ = try await answered()
        throw SourceFailure(.tlsFailed, "There is no certificate.")
    }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        state.withLock { state in
            state.commands += 1
            state.limits.append(limit)
        }
        let answer = try await answered()
        return CommandOutput(
            status: .exited(answer.exit), output: answer.body, errors: answer.exit == 0 ? "" : "no")
    }

    func ask(
        _ line: String, at place: SocketPlace, limit: Int, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        state.withLock { $0.limits.append(limit) }
        let answer = try await answered()
        return answer.echoes ? Array(line.utf8) : answer.body
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        throw SourceFailure(.commandNotFound, "There are no streams here.")
    }

    private func answered() async throws(SourceFailure) -> ContractAnswer {
        guard let answer else {
            // A stream that nobody writes to ends with its task.
            for await _ in AsyncStream<Never>(unfolding: { await Self.forever() }) {}
            throw SourceFailure(.cancelled, "The request was ended.")
        }
        if let failure = answer.failure { throw failure }
        return answer
    }

    private static func forever() async -> Never? {
        let (stream, _) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        return nil
    }
}
