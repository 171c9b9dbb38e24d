import Collector
import Fleet
import Synchronization

@testable import Providers

/// A server of Kubernetes that says what a test wants it to: for each path the answers in their order,
/// the last one for ever. What nobody has scripted is an empty list.
final class ScriptedCluster: HTTPTransport {
    private struct State {
        var answers: [String: [HTTPResponse]] = [:]
        var requests: [HTTPRequest] = []
    }

    private let state = Mutex(State())

    /// Lets a path be answered.
    func answer(
        _ path: String, _ body: String, status: Int = 200, headers: [(String, String)] = []
    ) {
        let response = HTTPResponse(
            status: status, headers: headers.map { (name: $0.0, value: $0.1) },
            body: Array(body.utf8))
        state.withLock { $0.answers[path, default: []].append(response) }
    }

    /// What was asked.
    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        state.withLock { state in
            state.requests.append(request)
            let path = String(
                request.url.dropFirst("https://lab".count).prefix { $0 != "?" })
            guard var list = state.answers[path], let first = list.first else {
                return HTTPResponse(
                    status: 200, body: Array(#"{"kind":"AnyList","items":null}"#.utf8))
            }
            if list.count > 1 {
                list.removeFirst()
                state.answers[path] = list
            }
            return first
        }
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw SourceFailure(.tlsFailed, "There is no certificate.")
    }

    /// Ways out that end here, with a kubeconfig of a token.
    func transports(
        _ folder: ScratchFolder, user: String = "{ token: the-t0ken }",
        clock: any FleetClock = MovedClock()
    ) throws -> Transports {
        let file = try folder.write(
            """
            current-context: lab
            clusters: [{ name: lab, cluster: { server: 'https://lab' } }]
            contexts: [{ name: lab, context: { cluster: lab, user: me } }]
            users: [{ name: me, user: \(user) }]
            """, "config")
        return Transports(
            http: self, commands: SubprocessCommandTransport(), clock: clock,
            environment: ["KUBECONFIG": file])
    }

    /// A client of it.
    func client(
        _ folder: ScratchFolder, user: String = "{ token: the-t0ken }",
        clock: any FleetClock = MovedClock()
    ) throws -> KubernetesClient {
        KubernetesClient(
            KubePlace(), transports: try transports(folder, user: user, clock: clock),
            timeout: .seconds(5))
    }
}
