import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// What the client makes of answers, good and bad.
@Suite struct KubernetesClientTests {
    private let folder: ScratchFolder
    private let cluster = ScriptedCluster()
    private struct Thing: Decodable, Sendable { var metadata: KubeMeta }

    init() throws { folder = try ScratchFolder() }

    private func page(_ names: [String], next: String? = nil) -> String {
        let items = names.map { "{\"metadata\":{\"name\":\"\($0)\",\"uid\":\"u\"}}" }.joined(
            separator: ",")
        let token = next.map { ",\"continue\":\"\($0)\"" } ?? ""
        return
            #"{"kind":"NodeList","metadata":{"resourceVersion":"7"\#(token)},"items":[\#(items)]}"#
    }

    private func names() async throws -> [String] {
        try await cluster.client(folder).list("/api/v1/nodes", of: Thing.self).items
            .map(\.metadata.name)
    }

    private func refusal(_ code: Int, _ reason: String, _ message: String) -> String {
        #"{"kind":"Status","status":"Failure","reason":"\#(reason)","code":\#(code),"#
            + #""message":"\#(message)"}"#
    }

    @Test func aListIsReadToItsEnd() async throws {
        cluster.answer("/api/v1/nodes", page(["a", "b"], next: "t/1=="))
        cluster.answer("/api/v1/nodes", page(["c"]))
        #expect(try await names() == ["a", "b", "c"])
        #expect(
            cluster.requests.map(\.url).last?.hasSuffix("limit=500&continue=t%2F1%3D%3D") == true)
        let headers = cluster.requests.first?.headers.map { "\($0.name): \($0.value)" }
        #expect(headers == ["Accept: application/json", "Authorization: Bearer the-t0ken"])
    }

    @Test func aListThatExpiresMeanwhileIsBegunAnewOnce() async throws {
        let gone = refusal(410, "Expired", "The provided continue parameter is too old")
        cluster.answer("/api/v1/nodes", page(["a"], next: "1"))
        cluster.answer("/api/v1/nodes", gone, status: 410)
        cluster.answer("/api/v1/nodes", page(["a", "b"]))
        #expect(try await names() == ["a", "b"])
        let other = ScriptedCluster()
        for _ in 0..<3 {
            other.answer("/api/v1/nodes", page(["a"], next: "1"))
            other.answer("/api/v1/nodes", gone, status: 410)
        }
        let client = try other.client(folder)
        let failure = await failureOf { _ = try await client.list("/api/v1/nodes", of: Thing.self) }
        #expect(failure?.message.contains("faster than it can be read (410 Gone)") == true)
    }

    @Test func aListWithoutEndIsGivenUp() async throws {
        cluster.answer("/api/v1/nodes", page(["a"], next: "1"))
        let failure = await failureOf { _ = try await self.names() }
        #expect(failure?.kind == .malformed && cluster.requests.count == 2)
    }

    @Test(arguments: [
        (403, "Forbidden", SourceFailure.Kind.forbidden), (404, "NotFound", .notFound),
        (409, "Conflict", .malformed), (500, "InternalError", .serverError),
        (503, "ServiceUnavailable", .serverError), (504, "Timeout", .timedOut),
    ])
    func refusalsAreNamed(_ code: Int, _ reason: String, _ kind: SourceFailure.Kind) async throws {
        cluster.answer(
            "/api/v1/nodes", refusal(code, reason, "because of \\u001b[31m"), status: code)
        let failure = await failureOf { _ = try await self.names() }
        #expect(failure?.kind == kind)
        #expect(failure?.message == "GET /api/v1/nodes: HTTP \(code): because of")
        if code == 403 { #expect(failure?.nextStep == "Ask for the right to list nodes.") }
    }

    @Test func theTimeToWaitIsKept() async throws {
        let body =
            #"{"kind":"Status","reason":"TooManyRequests","message":"m","details":{"#
            + #""retryAfterSeconds":3,"causes":[{"reason":"DisruptionBudget","message":"needs 2"}]}}"#
        cluster.answer("/a", body, status: 429)
        cluster.answer("/b", body, status: 429, headers: [("Retry-After", "9")])
        let client = try cluster.client(folder)
        let first = try await client.send(KubernetesRequest("/a"))
        #expect(first.retryAfter == .seconds(3) && first.reason == "TooManyRequests")
        #expect(first.sentence == "m; needs 2" && first.failure?.retryAfter == .seconds(3))
        #expect(try await client.send(KubernetesRequest("/b")).retryAfter == .seconds(9))
    }

    @Test(arguments: [
        ("", "nothing"), ("{\"kind\":\"NodeList\",\"items\":[{\"meta", "JSON that breaks off"),
        ("<html>Sign in</html>", "no answer of Kubernetes: <html>Sign in</html>"),
        ("{}", "no answer of Kubernetes"), ("[]", "no answer"), ("null", "no answer"),
        (#"{"kind":"Node","items":[]}"#, "no answer"),
    ])
    func whatIsNoListIsNamed(_ body: String, _ expected: String) async throws {
        cluster.answer("/api/v1/nodes", body)
        let failure = await failureOf { _ = try await self.names() }
        #expect(failure?.kind == .malformed)
        #expect(failure?.message.contains(expected) == true, "\(String(describing: failure))")
    }

    @Test func aTokenThatIsRefusedIsReadAgainOnce() async throws {
        let file = try folder.write("old\n", "token")
        let client = try cluster.client(folder, user: "{ tokenFile: \(file) }")
        cluster.answer("/api/v1/nodes", page(["a"]))
        _ = try await client.list("/api/v1/nodes", of: Thing.self)
        try folder.write("new\n", "token")
        let other = ScriptedCluster()
        other.answer("/api/v1/nodes", refusal(401, "Unauthorized", "Unauthorized"), status: 401)
        other.answer("/api/v1/nodes", page(["b"]))
        let moved = try other.client(folder, user: "{ tokenFile: \(file) }")
        try folder.write("older\n", "token")
        _ = try await moved.target()
        try folder.write("newest\n", "token")
        let list = try await moved.list("/api/v1/nodes", of: Thing.self)
        #expect(list.items.map(\.metadata.name) == ["b"])
        let sent = other.requests.compactMap { $0.headers.last?.value }
        #expect(sent == ["Bearer older", "Bearer newest"])
    }

    @Test func aTokenThatStaysTheSameIsNotSentTwice() async throws {
        cluster.answer("/api/v1/nodes", "who is the-t0ken?", status: 401)
        let failure = await failureOf { _ = try await self.names() }
        #expect(failure?.kind == .unauthorized && cluster.requests.count == 1)
        #expect(failure?.message == "GET /api/v1/nodes: HTTP 401: who is (secret)?")
    }

    @Test func tokensInFilesAreReadAgainAfterAMinute() async throws {
        let clock = MovedClock()
        let file = try folder.write("one", "token")
        let client = try cluster.client(folder, user: "{ tokenFile: \(file) }", clock: clock)
        for (pause, text) in [(0, "two"), (59, "three"), (2, "four")] {
            clock.pass(.seconds(pause))
            _ = try await client.send(KubernetesRequest("/x"))
            try folder.write(text, "token")
        }
        let sent = cluster.requests.compactMap { $0.headers.last?.value }
        #expect(sent == ["Bearer one", "Bearer one", "Bearer three"])
    }

    @Test func whoseRightsAreBorrowedIsSaid() async throws {
        let client = try cluster.client(folder, user: "{ token: t, as: bob, as-groups: [dev] }")
        _ = try await client.send(KubernetesRequest("/x"))
        let headers = cluster.requests.first?.headers.dropFirst(2).map { "\($0.name): \($0.value)" }
        #expect(headers == ["Impersonate-User: bob", "Impersonate-Group: dev"])
    }

    @Test func theContextStaysTheOneThatItWas() async throws {
        let transports = try cluster.transports(folder)
        let client = KubernetesClient(KubePlace(), transports: transports, timeout: .seconds(5))
        #expect(try await client.target().context == "lab")
        cluster.answer("/x", "no", status: 401)
        let text = folder.read("config").replacing(
            "current-context: lab", with: "current-context: b")
        try folder.write(
            text.replacing(
                "contexts: [", with: "contexts: [{ name: b, context: { cluster: lab } }, "),
            "config")
        _ = try await client.send(KubernetesRequest("/x"))
        #expect(try await client.target().context == "lab")
    }

    @Test func withoutAKubeconfigThePodsOwnIsMeant() async throws {
        try folder.write("pod-t0ken\n", "token")
        let authority = try TLSLab()
        try folder.write(
            String(contentsOfFile: authority.file("private.pem"), encoding: .utf8), "ca.crt")
        let transports = Transports(
            http: cluster, commands: NoCommands(), clock: MovedClock(),
            environment: ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"])
        let place = KubePlace(folder: folder.path)
        let client = KubernetesClient(place, transports: transports, timeout: .seconds(5))
        #expect(try await client.target().server == "https://[fd00::1]:6443")
        _ = try await client.send(KubernetesRequest("/x"))
        #expect(cluster.requests.first?.headers.last?.value == "Bearer pod-t0ken")
        #expect(cluster.requests.first?.tls.authority?.reveal().contains("BEGIN") == true)
    }

    @Test func whatWasNotSentIsToldFromWhatIsLost() async throws {
        let patch = KubernetesRequest("PATCH", "/x", body: [1])
        func outcome(
            _ kind: SourceFailure.Kind, of request: KubernetesRequest = patch
        ) async throws -> String {
            let http = CannedHTTP(["https://lab/x": [.failure(SourceFailure(kind, "it"))]])
            var transports = try cluster.transports(folder)
            transports.http = http
            let client = KubernetesClient(KubePlace(), transports: transports, timeout: .seconds(5))
            switch await client.exchange(request) {
            case .answered: return "answered"
            case .unsent: return "unsent"
            case .lost: return "lost"
            }
        }
        for kind in [SourceFailure.Kind.refused, .nameNotFound] {
            #expect(try await outcome(kind) == "unsent")
        }
        // TLS may fail after a change went out as well as before.
        for kind in [
            SourceFailure.Kind.timedOut, .connectionLost, .malformed, .cancelled, .tlsFailed,
        ] {
            #expect(try await outcome(kind) == "lost")
        }
        #expect(try await outcome(.tlsFailed, of: KubernetesRequest("/x")) == "unsent")
    }
}
