import Collector
import Fleet
import Foundation
import Support
import Testing

/// The HTTP transport against a real server that answers badly.
@Suite(.serialized, .timeLimit(.minutes(1))) final class AsyncHTTPTests {
    private let transport = AsyncHTTPTransport()
    private let port: Int
    private let socket = "/tmp/hybridtop-\(UInt64.random(in: 0...UInt64.max)).sock"
    private let server: SpawnedDaemon

    init() async throws {
        port = try freePort()
        let script = Tools.fixtures.appendingPathComponent("http/odd.py").path
        server = try SpawnedDaemon(
            ["/usr/bin/python3", script, "\(port)", socket], log: "/dev/null")
        let isUp = await eventually { (try? await self.get("/ok"))?.status == 200 }
        #expect(isUp)
    }

    deinit {
        server.end()
        try? FileManager.default.removeItem(atPath: socket)
    }

    private func get(
        _ path: String, follows: Bool = true, timeout: Duration? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> HTTPResponse {
        try await transport.send(
            HTTPRequest(
                url: "http://127.0.0.1:\(port)\(path)", headers: headers, limit: 1 << 20,
                followsRedirects: follows, timeout: timeout))
    }

    @Test func anyStatusIsAnAnswer() async throws {
        #expect(try await get("/ok").body == Array("fine".utf8))
        let sad = try await get("/sad")
        #expect(sad.status == 503 && sad.header("retry-after") == "7")
    }

    @Test func redirectsAreFollowedOrTold() async throws {
        #expect(try await get("/moved").body == Array("fine".utf8))
        #expect(try await get("/moved", follows: false).status == 302)
        let loop = await failureOf { _ = try await self.get("/loop") }
        #expect(loop?.kind == .malformed && loop?.message.contains("without end") == true)
    }

    @Test func credentialsStayWithWhomTheyAreFor() async throws {
        let headers = [(name: "Authorization", value: "Bearer t"), (name: "X-Key", value: "k")]
        func names(_ path: String) async throws -> Set<String> {
            let answer = try await get(path, headers: headers)
            let echoed = try JSONDecoder().decode(
                [String: String].self, from: Data(answer.body))
            return Set(echoed.keys.map { $0.lowercased() })
        }
        #expect(try await names("/beside").isSuperset(of: ["authorization", "x-key"]))
        #expect(try await names("/away").isDisjoint(with: ["authorization", "x-key"]))
    }

    @Test func packedAnswersAreUnpacked() async throws {
        #expect(
            try await get("/zip").body
                == Array(String(repeating: "fine", count: 100).utf8))
        #expect(await failureOf { _ = try await self.get("/bomb") }?.kind == .tooLarge)
        #expect(await failureOf { _ = try await self.get("/broken-zip") }?.kind == .malformed)
    }

    @Test func aTimeoutHoldsForTheBodyToo() async throws {
        for path in ["/hang", "/drip"] {
            let start = ContinuousClock.now
            let failure = await failureOf {
                _ = try await self.get(path, timeout: .milliseconds(300))
            }
            #expect(failure?.kind == .timedOut, "\(path)")
            #expect(ContinuousClock.now - start < .seconds(5), "\(path)")
        }
        #expect(try await get("/ok", timeout: .seconds(20)).status == 200)
    }

    @Test func speaksOverAUnixSocket() async throws {
        let path = socket.split(separator: "/").joined(separator: "%2F")
        let answer = try await transport.send(HTTPRequest(url: "http+unix://%2F\(path)/ok"))
        #expect(answer.body == Array("fine".utf8))
        let failure = await failureOf {
            _ = try await self.transport.send(HTTPRequest(url: "http+unix://%2Fnowhere/ok"))
        }
        #expect(failure?.kind == .refused, "\(failure?.message ?? "none")")
    }

    @Test func aFloodIsAFailure() async throws {
        #expect(await failureOf { _ = try await self.get("/flood") }?.kind == .tooLarge)
    }

    @Test func anAnswerThatIsCutIsAFailure() async throws {
        let failure = await failureOf { _ = try await self.get("/cut") }
        #expect(failure?.kind == .connectionLost, "\(failure?.message ?? "none")")
    }

    @Test func aRefusedPortHasItsName() async throws {
        let closed = try freePort()
        let failure = await failureOf {
            _ = try await self.transport.send(HTTPRequest(url: "http://127.0.0.1:\(closed)/"))
        }
        #expect(failure?.kind == .refused, "\(failure?.message ?? "none")")
    }

    @Test func cancellationEndsARequestThatHangs() async throws {
        let transport = transport
        let url = "http://127.0.0.1:\(port)/hang"
        let task = Task { try await transport.send(HTTPRequest(url: url)) }
        let start = ContinuousClock.now
        task.cancel()
        let failure = await failureOf { _ = try await task.value }
        #expect(failure != nil)
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
