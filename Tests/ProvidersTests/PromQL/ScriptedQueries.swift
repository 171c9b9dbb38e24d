import Collector
import Fleet
import Support
import Synchronization

@testable import Providers

/// A query server whose answers follow from the text of the query.
final class ScriptedQueries: HTTPTransport {
    /// What came in.
    struct Seen {
        var queries: [String] = []
        var timeouts: [Duration] = []
        var running = 0
        var mostAtOnce = 0
    }

    private let state = Mutex(Seen())
    private let answer: @Sendable (String) -> Result<HTTPResponse, SourceFailure>

    private let together: Int

    /// A server; `together` queries are awaited before any is answered, but for the first one.
    init(
        together: Int = 1,
        _ answer: @escaping @Sendable (String) -> Result<HTTPResponse, SourceFailure>
    ) {
        self.together = together
        self.answer = answer
    }

    var seen: Seen { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let query = Self.query(request.body)
        state.withLock { state in
            state.queries.append(query)
            if let timeout = request.timeout { state.timeouts.append(timeout) }
            state.running += 1
            state.mostAtOnce = max(state.mostAtOnce, state.running)
        }
        if seen.queries.count > 1 {
            _ = await eventually { self.seen.mostAtOnce >= self.together }
        }
        state.withLock { $0.running -= 1 }
        return try answer(query).get()
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw SourceFailure(.tlsFailed, "none")
    }

    /// An answer of one number for each set of labels, which are JSON.
    static func vector(_ items: [(labels: String, value: Double)]) -> Result<
        HTTPResponse, SourceFailure
    > {
        let result = items.map {
            "{\"metric\":\($0.labels),\"value\":[1763130021.5,\"\($0.value)\"]}"
        }
        let text = result.joined(separator: ",")
        return .success(
            HTTPResponse(
                status: 200,
                body: Array(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[\(text)]}}"
                        .utf8)))
    }

    /// An answer to the question which of these names there are.
    static func names(_ names: [String]) -> Result<HTTPResponse, SourceFailure> {
        vector(names.map { ("{\"__name__\":\"\($0)\"}", 1) })
    }

    /// A provider that asks here.
    func provider(
        deadline: Duration = .seconds(10), values: [String: SettingValue] = [:]
    ) throws -> PromQLProvider {
        let settings = ProviderSettings(
            provider: "promql", name: "p", interval: .seconds(15), deadline: deadline,
            values: ["url": .string("http://p:9090"), "backfill": .boolean(false)]
                .merging(values) { $1 })
        return try PromQLProvider(
            settings,
            transports: Transports(
                http: self, commands: NoCommands(), clock: SteppingClock(step: .milliseconds(10)),
                environment: [:]))
    }

    /// The text of the query in a form.
    private static func query(_ form: [UInt8]) -> String {
        let field = form.prefix { $0 != UInt8(ascii: "&") }.dropFirst("query=".utf8.count)
        var bytes: [UInt8] = []
        var rest = field[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), let number = UInt8(digits, radix: 16) {
                bytes.append(number)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
