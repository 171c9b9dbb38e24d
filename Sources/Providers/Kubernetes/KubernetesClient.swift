import Collector
import Fleet

/// Asks one Kubernetes API server. It never retries, but once after a 401, which nothing has come of,
/// with a credential that is newer.
struct KubernetesClient: Sendable {
    /// What came of a request.
    enum Outcome: Sendable {
        /// The server answered, whatever it said.
        case answered(KubernetesAnswer)
        /// Nothing has reached it.
        case unsent(SourceFailure)
        /// It may have reached it, and nobody knows what came of it.
        case lost(SourceFailure)
    }

    private let access: KubeAccess
    private let http: any HTTPTransport
    /// How long one answer may take.
    private let timeout: Duration

    /// A client that has read nothing yet.
    init(_ place: KubePlace, transports: Transports, timeout: Duration) {
        access = KubeAccess(place, transports: transports, limit: timeout)
        http = transports.http
        self.timeout = timeout
    }

    /// Which cluster it asks, for plans: its URL, context and namespace. Reads files and may run the
    /// credential plugin.
    func target() async throws(SourceFailure) -> KubeTarget { try await access.entry().target }

    /// Sends a request, once.
    func exchange(_ request: KubernetesRequest) async -> Outcome {
        let first = await attempt(request)
        guard case .answered(let answer) = first.outcome, answer.code == 401,
            let credential = first.credential, await access.refused(credential)
        else { return first.outcome }
        return await attempt(request).outcome
    }

    /// Sends a request and returns what was answered, whatever it was; throws where nothing was.
    func send(_ request: KubernetesRequest) async throws(SourceFailure) -> KubernetesAnswer {
        switch await exchange(request) {
        case .answered(let answer): return answer
        case .unsent(let failure), .lost(let failure): throw failure
        }
    }

    /// Reads one object.
    func get<Object: Decodable>(
        _ path: String, query: [(String, String)] = [], as type: Object.Type
    ) async throws(SourceFailure) -> Object {
        try await send(KubernetesRequest(path, query: query)).object(type)
    }

    private func attempt(
        _ request: KubernetesRequest
    ) async -> (outcome: Outcome, credential: KubeCredential?) {
        let entry: KubeAccess.Entry
        do throws(SourceFailure) {
            entry = try await access.entry()
        } catch {
            return (.unsent(error), nil)
        }
        let redaction = entry.credential.redaction
        do throws(SourceFailure) {
            let response = try await http.send(translated(request, entry))
            let answer = KubernetesAnswer(request, response, redaction)
            return (.answered(answer), entry.credential)
        } catch {
            let failure = redaction.cleared(error)
            guard Self.neverArrived.contains(error.kind) else { return (.lost(failure), nil) }
            await access.lost()
            // TLS may fail after a request went out as well as before: of a change, that is lost.
            let isCertain = request.method == "GET" || error.kind != .tlsFailed
            return (isCertain ? .unsent(failure) : .lost(failure), nil)
        }
    }

    /// What happens before a request is sent.
    private static let neverArrived: Set<SourceFailure.Kind> = [
        .refused, .nameNotFound, .tlsFailed, .unreachable, .notConfigured,
    ]

    private func translated(_ request: KubernetesRequest, _ entry: KubeAccess.Entry) -> HTTPRequest
    {
        var headers = [(name: "Accept", value: "application/json")]
        headers += entry.credential.headers.map { ($0.name, $0.value.reveal()) }
        if !request.body.isEmpty { headers.append(("Content-Type", request.contentType)) }
        return HTTPRequest(
            request.method, url: entry.target.server + request.resource, headers: headers,
            body: request.body, limit: request.limit, tls: entry.credential.tls,
            followsRedirects: false, timeout: timeout)
    }
}
