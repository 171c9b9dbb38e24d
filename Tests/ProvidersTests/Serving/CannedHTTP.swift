import Collector
import Fleet
import Foundation
import Synchronization

/// An HTTP transport that answers from memory and notes what was asked.
final class CannedHTTP: HTTPTransport {
    private let state: Mutex<State>

    private struct State {
        var answers: [String: [Result<HTTPResponse, SourceFailure>]]
        var requests: [HTTPRequest] = []
    }

    /// Answers by URL: each in turn, the last for ever.
    init(_ answers: [String: [Result<HTTPResponse, SourceFailure>]]) {
        state = Mutex(State(answers: answers))
    }

    /// Pages of one URL, one after the other, and 200 for a health check.
    convenience init(pages: [[UInt8]], url: String = CannedHTTP.url) {
        self.init([
            url: pages.map { .success(HTTPResponse(status: 200, body: $0)) },
            "http://server:8000/health": [.success(HTTPResponse(status: 200, body: []))],
        ])
    }

    static let url = "http://server:8000/metrics"

    /// What was asked so far.
    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let answer = state.withLock { state -> Result<HTTPResponse, SourceFailure>? in
            state.requests.append(request)
            guard var list = state.answers[request.url], let first = list.first else { return nil }
            if list.count > 1 { list.removeFirst() }
            state.answers[request.url] = list
            return first
        }
        guard let answer else { throw SourceFailure(.refused, "nobody answers at \(request.url)") }
        return try answer.get()
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw SourceFailure(.tlsFailed, "no certificate at \(host):\(port)")
    }
}

/// A command transport that runs nothing.
struct NoCommands: CommandTransport {
    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        throw SourceFailure(.commandNotFound, command.executable)
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        throw SourceFailure(.commandNotFound, command.executable)
    }
}

/// A clock that goes forward by one step each time it is asked, or each so many times.
final class SteppingClock: FleetClock {
    private let ticks = Mutex<Int64>(0)
    private let step: Duration
    private let asks: Int64

    /// A clock that starts in 2026 and goes in such steps.
    init(step: Duration = .seconds(10), asks: Int64 = 1) {
        self.step = step
        self.asks = asks
    }

    func now() -> Instant {
        let tick = ticks.withLock { value in
            value += 1
            return value
        }
        let past = (tick + asks - 1) / asks * step.nanoseconds
        return Instant(
            wall: WallTime(nanoseconds: 1_795_219_200_000_000_000 + past),
            monotonic: MonotonicTime(nanoseconds: past))
    }
}

/// Files of the test tree.
enum Fixture {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The bytes of a fixture.
    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent("Fixtures/\(path)")))
    }
}
