package import Collector
package import Fleet

/// Answers as the simulated fleet's servers would: metrics pages and health checks.
package actor SimulatedHTTP: HTTPTransport {
    private let world: SimulatedWorld
    private var traffic: [String: SimulatedTraffic]

    /// The servers of a world. They have been running for a while now.
    package init(world: SimulatedWorld) {
        self.world = world
        let start = world.time - 60
        traffic = Dictionary(
            SimulatedServer.all.map { ($0.authority, SimulatedTraffic($0, at: start)) },
            uniquingKeysWith: { first, _ in first })
    }

    package func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        guard let (asked, path) = Self.parts(request.url) else {
            throw SourceFailure(.notConfigured, "the simulated fleet speaks plain HTTP")
        }
        // Triton answers for its health at the port of requests, not at that of metrics.
        let authority =
            path.hasPrefix("/v2/health/") ? asked.replacing(":8000", with: ":8002") : asked
        guard var server = traffic[authority] else {
            throw SourceFailure(.nameNotFound, "the simulated fleet has no such host")
        }
        let time = world.time
        let isStarting = world.load.isStarting(server.server, at: time)
        server.advance(to: time, load: world.load)
        traffic[authority] = server
        if path.hasSuffix("/metrics") {
            return HTTPResponse(
                status: 200, headers: [("Content-Type", "text/plain; version=0.0.4")],
                body: server.page())
        }
        if path.contains("health") || path == "/ping" {
            return HTTPResponse(status: isStarting ? 503 : 200, body: [])
        }
        return HTTPResponse(status: 404, body: Array("Not Found".utf8))
    }

    package func certificateExpiry(
        host: String, port: Int
    ) async throws(SourceFailure) -> WallTime {
        world.wall(at: 86_400 * 61)
    }

    /// Host with port, and path.
    private static func parts(_ url: String) -> (authority: String, path: String)? {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        return (String(rest[..<slash]), String(rest[slash...].prefix { $0 != "?" }))
    }
}
