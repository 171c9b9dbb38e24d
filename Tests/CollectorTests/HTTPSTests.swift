import Collector
import Fleet
import Foundation
import Support
import Testing

/// TLS against real servers: whom it trusts, as whom it appears, and what it calls what goes wrong.
@Suite(.serialized, .timeLimit(.minutes(1))) final class HTTPSTests {
    private let transport = AsyncHTTPTransport()
    private let lab: TLSLab

    init() throws { lab = try TLSLab() }

    private func get(
        _ port: Int, host: String = "127.0.0.1", path: String = "/", authority: String? = "private",
        client: String? = nil
    ) async throws -> HTTPResponse {
        let tls = TLSSettings(
            authorityFile: authority.map { lab.file("\($0).pem") },
            certificateFile: client.map { lab.file("\($0).pem") },
            keyFile: client.map { lab.file("\($0).key") })
        return try await transport.send(
            HTTPRequest(url: "https://\(host):\(port)\(path)", tls: tls, timeout: .seconds(10)))
    }

    @Test func theNamedAuthorityIsTrustedAndNoOther() async throws {
        let port = lab.ports.good
        #expect(try await get(port).body == Array("fine".utf8))
        #expect(try await get(port, host: "localhost").status == 200)
        for authority in ["other", nil] {
            let failure = await failureOf { _ = try await self.get(port, authority: authority) }
            #expect(failure?.kind == .tlsFailed)
            #expect(failure?.message.hasSuffix("its certificate is not trusted.") == true)
            #expect(failure?.nextStep.contains("ca") == true)
        }
        let unverified = HTTPRequest(
            url: "https://127.0.0.1:\(port)/", tls: TLSSettings(isUnverified: true))
        #expect(try await transport.send(unverified).status == 200)
    }

    @Test func aClientCertificateIsShownWhereItIsWanted() async throws {
        let port = lab.ports.mutual
        #expect(try await get(port, client: "client").status == 200)
        let missing = await failureOf { _ = try await self.get(port) }
        #expect(missing?.kind == .tlsFailed, "\(String(describing: missing))")
        #expect(missing?.nextStep == "Name one with cert and key.")
        let stranger = await failureOf { _ = try await self.get(port, client: "stranger") }
        #expect(stranger?.kind == .tlsFailed, "\(String(describing: stranger))")
    }

    @Test func certificatesMayComeAsText() async throws {
        func text(_ name: String) throws -> Secret {
            Secret(try String(contentsOfFile: lab.file(name), encoding: .utf8))
        }
        var tls = TLSSettings()
        tls.authority = try text("private.pem")
        tls.identity = TLSIdentity(chain: try text("client.pem"), key: try text("client.key"))
        let url = "https://127.0.0.1:\(lab.ports.mutual)/"
        let good = HTTPRequest(url: url, tls: tls, timeout: .seconds(10))
        #expect(try await transport.send(good).status == 200)
        #expect(!String(reflecting: tls).contains("BEGIN"))
        tls.identity = TLSIdentity(chain: try text("client.pem"), key: try text("stranger.key"))
        let wrong = HTTPRequest(url: url, tls: tls, timeout: .seconds(10))
        #expect(await failureOf { _ = try await self.transport.send(wrong) }?.kind == .tlsFailed)
    }

    @Test func theCertificateMayBeForANameOfItsOwn() async throws {
        func status(_ name: String) async throws -> Int {
            var tls = TLSSettings(authorityFile: lab.file("private.pem"))
            tls.serverName = name
            return try await transport.send(
                HTTPRequest(
                    url: "https://127.0.0.1:\(lab.ports.misnamed)/", tls: tls,
                    timeout: .seconds(10))
            ).status
        }
        #expect(try await status("elsewhere.example") == 200)
        let failure = await failureOf { _ = try await status("nowhere.example") }
        #expect(failure?.message.contains("for another name") == true)
    }

    @Test func anotherNameAndAnOldCertificateAreToldApart() async throws {
        let misnamed = await failureOf { _ = try await self.get(self.lab.ports.misnamed) }
        #expect(misnamed?.kind == .tlsFailed)
        #expect(misnamed?.message.contains("for another name") == true)
        let expired = await failureOf { _ = try await self.get(self.lab.ports.expired) }
        #expect(expired?.kind == .tlsFailed)
        // It ended with the first second of 2021; the days since then are for `date` to count.
        let days = try #require(
            try Int(
                Tools.run(["sh", "-c", "echo $(( ($(date +%s) - 1609459200) / 86400 ))"]).output
                    .split(separator: "\n").first ?? ""))
        #expect(expired?.message.contains("expired \(days) d ago") == true)
    }

    @Test func plainTextAtATLSPortAndTheReverse() async throws {
        let plain = await failureOf {
            _ = try await self.transport.send(
                HTTPRequest(
                    url: "http://127.0.0.1:\(self.lab.ports.good)/", timeout: .seconds(10)))
        }
        #expect(plain != nil)
        let odd = try freePort()
        let script = Tools.fixtures.appendingPathComponent("http/odd.py").path
        let server = try SpawnedDaemon(["/usr/bin/python3", script, "\(odd)"], log: "/dev/null")
        defer { server.end() }
        let isUp = await eventually {
            (try? await self.transport.send(HTTPRequest(url: "http://127.0.0.1:\(odd)/ok"))) != nil
        }
        #expect(isUp)
        let secure = await failureOf { _ = try await self.get(odd) }
        #expect(secure?.kind == .tlsFailed, "\(String(describing: secure))")
        #expect(secure?.nextStep == "Use http instead of https.")
    }

    @Test func secureAnswersDoNotLeadToOpenOnes() async throws {
        let failure = await failureOf { _ = try await self.get(self.lab.ports.good, path: "/down") }
        #expect(failure?.kind == .malformed)
        #expect(failure?.message.contains("from https to http://127.0.0.1:1/") == true)
    }

    @Test func certificatesAreLookedAtValidOrNot() async throws {
        let days = { (expiry: WallTime) in
            (expiry - SystemClock().now().wall).inSeconds / 86_400
        }
        for port in [lab.ports.good, lab.ports.mutual] {
            let left = days(try await transport.certificateExpiry(host: "127.0.0.1", port: port))
            #expect(left > 19.9 || port == lab.ports.mutual)
            #expect(left < 30.1 && left > 19)
        }
        let expired = try await transport.certificateExpiry(
            host: "127.0.0.1", port: lab.ports.expired)
        #expect(expired == WallTime(seconds: 1_609_459_200))
    }

    @Test func filesThatAreNoneAreNamed() async throws {
        let tls = TLSSettings(authorityFile: "/nowhere/ca.pem")
        let failure = await failureOf {
            _ = try await self.transport.send(
                HTTPRequest(url: "https://127.0.0.1:\(self.lab.ports.good)/", tls: tls))
        }
        #expect(failure?.kind == .tlsFailed)
        #expect(failure?.nextStep == "Check ca, cert and key.", "\(String(describing: failure))")
    }

    @Test func blackHolesTimeOut() async throws {
        for port in [lab.ports.silent, lab.ports.full] {
            for scheme in ["http", "https"] {
                let failure = await failureOf {
                    _ = try await self.transport.send(
                        HTTPRequest(
                            url: "\(scheme)://127.0.0.1:\(port)/", timeout: .milliseconds(300)))
                }
                #expect(failure?.kind == .timedOut, "\(scheme) \(port)")
            }
            let transport = transport
            let task = Task { try await transport.certificateExpiry(host: "127.0.0.1", port: port) }
            task.cancel()
            let failure = await failureOf { _ = try await task.value }
            #expect(failure?.kind == .cancelled)
        }
    }
}
