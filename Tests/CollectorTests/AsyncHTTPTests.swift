import Collector
import Fleet
import FoundationEssentials
import Support
import Testing

/// The HTTP transport against a real server that answers badly.
@Suite(.serialized, .timeLimit(.minutes(1))) final class AsyncHTTPTests {
    private let transport = AsyncHTTPTransport()
    private let port: Int
    private let server: SpawnedDaemon

    init() async throws {
        port = try freePort()
        let script = Tools.fixtures.appendingPathComponent("http/odd.py").path
        server = try SpawnedDaemon(["/usr/bin/python3", script, "\(port)"], log: "/dev/null")
        let isUp = await eventually { (try? await self.get("/ok"))?.status == 200 }
        #expect(isUp)
    }

    deinit { server.end() }

    private func get(_ path: String, follows: Bool = true) async throws -> HTTPResponse {
        try await transport.send(
            HTTPRequest(
                url: "http://127.0.0.1:\(port)\(path)", limit: 1 << 20, followsRedirects: follows))
    }

    @Test func anyStatusIsAnAnswer() async throws {
        #expect(try await get("/ok").body == Array("fine".utf8))
        let sad = try await get("/sad")
        #expect(sad.status == 503 && sad.header("retry-after") == "7")
    }

    @Test func redirectsAreFollowedOrTold() async throws {
        #expect(try await get("/moved").body == Array("fine".utf8))
        #expect(try await get("/moved", follows: false).status == 302)
        #expect(await failureOf { _ = try await self.get("/loop") } != nil)
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
