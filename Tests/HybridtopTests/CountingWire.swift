import Collector
import Fleet
import Synchronization

/// The system's clock, put forward by hand beside.
final class LeapingClock: FleetClock {
    private let ahead = Mutex(Duration.zero)

    func now() -> Instant { SystemClock().now() + ahead.withLock { $0 } }
    func leap(_ interval: Duration) { ahead.withLock { $0 += interval } }
}

/// The demo's ways out, with a note of everything that would change something.
final class CountingWire: HTTPTransport, CommandTransport, SocketTransport {
    private let real: Transports
    private let noted = Mutex<[String]>([])

    init(_ real: Transports) { self.real = real }

    /// What would have changed something, literally.
    var changes: [String] { noted.withLock { $0 } }

    var transports: Transports {
        Transports(
            http: self, commands: self, sockets: self, clock: real.clock,
            environment: real.environment)
    }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
        let reads = ["List", "Describe", "Get"]
        let operation = target.split(separator: ".").last ?? ""
        if !target.isEmpty, !reads.contains(where: { operation.hasPrefix($0) }) { note(target) }
        return try await real.http.send(request)
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        try await real.http.certificateExpiry(host: host, port: port)
    }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        let words = command.arguments
        if words.contains("scontrol"), !words.contains("show") {
            note(words.joined(separator: " "))
        }
        return try await real.commands.run(command, limit: limit)
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        try await real.commands.stream(command, to: descriptor)
    }

    func ask(
        _ line: String, at place: SocketPlace, limit: Int, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        if !line.hasPrefix("show ") { note(line) }
        return try await real.sockets.ask(line, at: place, limit: limit, timeout: timeout)
    }

    private func note(_ text: String) { noted.withLock { $0.append(text) } }
}
