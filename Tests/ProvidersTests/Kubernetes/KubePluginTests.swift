import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// Credential plugins, as real programs.
@Suite(.serialized) struct KubePluginTests {
    private let folder: ScratchFolder
    private let cluster = ScriptedCluster()
    private let clock = MovedClock()

    init() throws { folder = try ScratchFolder() }

    private func client(_ script: String, more: String = "") throws -> KubernetesClient {
        let program = try folder.write("#!/bin/sh\n\(script)\n", "plugin", isProgram: true)
        let user = """
            { exec: { apiVersion: client.authentication.k8s.io/v1, command: \(program),
            args: [get-token, --client-secret, arg-s3cret], installHint: get it at example.com,
            env: [{ name: MY_TOKEN, value: env-s3cret }] \(more) } }
            """
        return try cluster.client(folder, user: user, clock: clock)
    }

    private func credential(_ status: String) -> String {
        #"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":\#(status)}"#
    }

    private func failure(_ script: String) async throws -> SourceFailure? {
        let client = try client(script)
        return await failureOf { _ = try await client.send(KubernetesRequest("/x")) }
    }

    private var sent: [String] { cluster.requests.compactMap { $0.headers.last?.value } }

    @Test func itsTokenIsUsedUntilItEnds() async throws {
        let count = "\(folder.path)/count"
        let client = try client(
            """
            echo x >> \(count); n=$(wc -l < \(count))
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":'
            echo '{"token":"t'$n'","expirationTimestamp":"2026-11-21T1'$((n + 1))':10:00Z"}}'
            """)
        // It is 12:00, then 12:09:20, 12:09:40: half a minute before the end is the end.
        for pause in [0, 560, 20] {
            clock.pass(.seconds(pause))
            _ = try await client.send(KubernetesRequest("/x"))
        }
        #expect(sent == ["Bearer t1", "Bearer t1", "Bearer t2"])
    }

    @Test func aTokenWithoutEndIsUsedUntilItIsRefused() async throws {
        let count = "\(folder.path)/count"
        let client = try client(
            """
            echo x >> \(count)
            echo '{"kind":"ExecCredential","status":{"token":"t'$(wc -l < \(count))'"}}'
            """)
        cluster.answer("/x", "ok")
        cluster.answer("/x", "no", status: 401)
        cluster.answer("/x", "ok")
        for _ in 0..<2 { _ = try await client.send(KubernetesRequest("/x")) }
        #expect(sent == ["Bearer t1", "Bearer t1", "Bearer t2"])
    }

    @Test func severalRequestsAtOnceRunItOnce() async throws {
        let count = "\(folder.path)/count"
        let client = try client("echo x >> \(count); echo '\(credential(#"{"token":"t"}"#))'")
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try? await client.send(KubernetesRequest("/x")) } }
        }
        #expect(folder.read("count") == "x\n" && cluster.requests.count == 8)
    }

    @Test func oneWhoseTokensAreRefusedIsRunAgainOnce() async throws {
        let count = "\(folder.path)/count"
        let client = try client("echo x >> \(count); echo '\(credential(#"{"token":"t"}"#))'")
        cluster.answer("/x", "no", status: 401)
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { _ = try? await client.send(KubernetesRequest("/x")) } }
        }
        #expect(folder.read("count") == "x\nx\n" && cluster.requests.count == 8)
        clock.pass(.seconds(10))
        _ = try await client.send(KubernetesRequest("/x"))
        #expect(folder.read("count") == "x\nx\nx\n")
    }

    @Test func itIsToldThatItHasNoTerminalAndWhichClusterItIsFor() async throws {
        let client = try client(
            """
            printf %s "$KUBERNETES_EXEC_INFO" > \(folder.path)/info
            printf %s "$MY_TOKEN $1 $3" > \(folder.path)/words
            [ -t 0 ] && exit 9
            echo '\(credential(#"{"token":"t"}"#))'
            """, more: ", provideClusterInfo: true")
        _ = try await client.send(KubernetesRequest("/x"))
        let info = try JSONSerialization.jsonObject(with: Data(folder.read("info").utf8))
        let spec = (info as? [String: Any])?["spec"] as? [String: Any]
        #expect((info as? [String: Any])?["kind"] as? String == "ExecCredential")
        #expect(spec?["interactive"] as? Bool == false)
        #expect((spec?["cluster"] as? [String: Any])?["server"] as? String == "https://lab")
        #expect(folder.read("words") == "env-s3cret get-token arg-s3cret")
    }

    @Test func whatItComplainsOfIsToldWithoutSecrets() async throws {
        let found = try await failure(
            "echo \"expired $3 $MY_TOKEN \u{1b}[31m: run login\" >&2; exit 3")
        #expect(found?.kind == .loginExpired)
        #expect(
            found?.message
                == "The credential plugin plugin failed: expired (secret) (secret) : run login")
        #expect(found?.nextStep.contains("Log in again") == true)
    }

    @Test func whatIsNoCredentialIsNamed() async throws {
        let none = try await failure("echo hello")
        #expect(none?.kind == .malformed && none?.message.contains("ExecCredential") == true)
        let empty = try await failure("echo '\(credential("{}"))'")
        #expect(empty?.message.contains("neither a token nor a certificate") == true)
        let half = try await failure("echo '\(credential(#"{"clientKeyData":"x"}"#))'")
        #expect(half?.message.contains("neither") == true)
        let old = credential(#"{"token":"s3cret"}"#).replacing("k8s.io/v1", with: "k8s.io/v1alpha1")
        let version = try await failure("echo '\(old)'")
        #expect(version?.message.contains("speaks client.authentication.k8s.io/v1alpha1") == true)
        #expect(cluster.requests.isEmpty)
    }

    @Test func oneThatIsNotHereComesWithItsMakersHint() async throws {
        let client = try client("")
        try FileManager.default.removeItem(atPath: "\(folder.path)/plugin")
        let found = await failureOf { _ = try await client.send(KubernetesRequest("/x")) }
        #expect(found?.kind == .commandNotFound && found?.nextStep == "get it at example.com")
    }

    @Test func oneThatHangsIsGivenUp() async throws {
        let program = try folder.write("#!/bin/sh\nexec sleep 60\n", "plugin", isProgram: true)
        let transports = try cluster.transports(folder, user: "{ exec: { command: \(program) } }")
        let client = KubernetesClient(
            KubePlace(), transports: transports, timeout: .milliseconds(200))
        let found = await failureOf { _ = try await client.send(KubernetesRequest("/x")) }
        #expect(found?.kind == .timedOut && found?.message.contains("did not come back") == true)
    }

    @Test func itMayGiveACertificate() async throws {
        let lab = try KubernetesLab(isTLS: true)
        defer { lab.end() }
        let script = """
            python3 - <<'PY'
            import json
            print(json.dumps({"kind": "ExecCredential", "status": {
                "clientCertificateData": open("\(lab.place.folder)/admin.pem").read(),
                "clientKeyData": open("\(lab.place.folder)/admin.key").read()}}))
            PY
            """
        let program = try folder.write("#!/bin/sh\n\(script)\n", "plugin", isProgram: true)
        let text = """
            current-context: a
            clusters: [{ name: a, cluster: { server: '\(lab.place.url)',
              certificate-authority: '\(lab.place.authority ?? "")' } }]
            contexts: [{ name: a, context: { cluster: a, user: a } }]
            users: [{ name: a, user: { exec: { command: \(program) } } }]
            """
        let place = KubePlace(file: try folder.write(text, "own"))
        let transports = Transports(
            http: AsyncHTTPTransport(), commands: SubprocessCommandTransport(),
            clock: SystemClock(), environment: [:])
        let client = KubernetesClient(place, transports: transports, timeout: .seconds(20))
        #expect(try await client.send(KubernetesRequest("/api/v1/nodes")).code == 200)
        #expect(try lab.log().last?.user == "admin")
    }
}
