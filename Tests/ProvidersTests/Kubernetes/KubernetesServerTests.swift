import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// Being let in by a real server that speaks TLS, as each kind of user that a kubeconfig knows.
@Suite(.serialized, .timeLimit(.minutes(1))) final class KubernetesServerTests {
    private let lab: KubernetesLab
    private let folder: ScratchFolder
    private let http = AsyncHTTPTransport()

    init() throws {
        lab = try KubernetesLab(isTLS: true)
        folder = try ScratchFolder()
    }

    deinit { lab.end() }

    private func client(context: String) -> KubernetesClient {
        client(KubePlace(file: lab.place.kubeconfig, context: context))
    }

    private func client(_ place: KubePlace) -> KubernetesClient {
        KubernetesClient(
            place,
            transports: Transports(
                http: http, commands: NoCommands(), clock: SystemClock(), environment: [:]),
            timeout: .seconds(10))
    }

    /// The lab's kubeconfig with another cluster and user.
    private func client(cluster: String, user: String) throws -> KubernetesClient {
        let text = """
            current-context: a
            clusters: [{ name: a, cluster: \(cluster) }]
            contexts: [{ name: a, context: { cluster: a, user: a } }]
            users: [{ name: a, user: \(user) }]
            """
        return client(KubePlace(file: try folder.write(text, "config")))
    }

    private func asked(_ client: KubernetesClient) async throws -> Int {
        try await client.send(KubernetesRequest("/api/v1/nodes")).code
    }

    @Test func tokensAndCertificates() async throws {
        #expect(try await asked(client(context: "admin")) == 200)
        #expect(try await asked(client(context: "certificate")) == 200)
        #expect(try lab.log().map(\.user) == ["admin", "admin"])
        let nobody = try await client(context: "nobody").send(KubernetesRequest("/api/v1/nodes"))
        #expect(nobody.code == 403 && nobody.status?.reason == "Forbidden")
        #expect(nobody.failure?.nextStep == "Ask for the right to list nodes.")
    }

    @Test func aCertificateMayStandInTheFile() async throws {
        func data(_ name: String) throws -> String {
            try Tools.run(["base64", "-w0", "\(lab.place.folder)/\(name)"]).output
        }
        let cluster =
            "{ server: '\(lab.place.url)', certificate-authority-data: \(try data("ca.pem")) }"
        let user =
            "{ client-certificate-data: \(try data("admin.pem")), client-key-data: \(try data("admin.key")) }"
        #expect(try await asked(client(cluster: cluster, user: user)) == 200)
    }

    @Test func whoMayNotBeTrustedIsNot() async throws {
        let other = try TLSLab()
        let user = "{ token: token-of-admin }"
        let wrong = try client(
            cluster:
                "{ server: '\(lab.place.url)', certificate-authority: \(other.file("other.pem")) }",
            user: user)
        let failure = await failureOf { _ = try await self.asked(wrong) }
        #expect(failure?.kind == .tlsFailed)
        let open = try client(
            cluster: "{ server: '\(lab.place.url)', insecure-skip-tls-verify: true }", user: user)
        #expect(try await asked(open) == 200)
        let missing = try client(
            cluster: "{ server: '\(lab.place.url)', certificate-authority: none.pem }", user: user)
        let named = await failureOf { _ = try await self.asked(missing) }
        #expect(named?.kind == .notConfigured && named?.message.contains("none.pem") == true)
    }

    @Test func theCertificateMayHaveAnotherName() async throws {
        let other = try TLSLab()
        func failure(_ name: String) async throws -> SourceFailure? {
            let ca = "certificate-authority: '\(other.file("private.pem"))'"
            let url = "https://127.0.0.1:\(other.ports.misnamed)"
            let client = try client(
                cluster: "{ server: '\(url)', \(ca), tls-server-name: \(name) }", user: "{}")
            return await failureOf { _ = try await self.asked(client) }
        }
        #expect(try await failure("elsewhere.example") == nil)
        let wrong = try await failure("nowhere.example")
        #expect(wrong?.kind == .tlsFailed && wrong?.message.contains("another name") == true)
    }

    @Test func aKeyThatIsNotTheCertificatesIsNamedBeforeAnythingIsSent() async throws {
        let path = lab.place.folder
        let client = try client(
            cluster: "{ server: '\(lab.place.url)', insecure-skip-tls-verify: true }",
            user: "{ client-certificate: \(path)/admin.pem, client-key: \(path)/ca.key }")
        let failure = await failureOf { _ = try await self.asked(client) }
        #expect(failure?.kind == .notConfigured)
        #expect(failure?.message.contains("has a key that is not its own") == true)
        #expect(try lab.log().isEmpty)
    }

    @Test func pagesAreReadToTheEnd() async throws {
        for number in 0..<7 {
            try lab.say("create", "/api/v1/nodes", #"{"metadata":{"name":"more-\#(number)"}}"#)
        }
        struct Thing: Decodable, Sendable { var metadata: KubeMeta }
        let list = try await client(context: "viewer").list(
            "/api/v1/nodes", by: KubernetesPaging(size: 3, most: 400), of: Thing.self)
        #expect(Set(list.items.map(\.metadata.name)).count == 11)
        #expect(try lab.log().map(\.status) == [200, 200, 200, 200])
        #expect(!list.resourceVersion.isEmpty)
    }
}
