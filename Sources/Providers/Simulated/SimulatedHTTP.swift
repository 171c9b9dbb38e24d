package import Collector
package import Fleet

/// Answers as the simulated fleet's servers would: metrics pages, health checks, a cloud's services.
package actor SimulatedHTTP: HTTPTransport {
    private let world: SimulatedWorld
    private let pool: SimulatedPool

    /// The servers of a world.
    init(world: SimulatedWorld, pool: SimulatedPool) {
        self.world = world
        self.pool = pool
    }

    package func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let time = world.time
        guard let address = SimulatedAddress(request.url) else {
            throw SourceFailure(.notConfigured, "the simulated fleet speaks HTTP only")
        }
        if let answer = try SimulatedCloud(world: world, time: time).answer(request, at: address) {
            return answer
        }
        if let node = SimulatedRoster.exporter(at: address) {
            guard !world.load.isSilent(node, at: time) else {
                throw SourceFailure(.timedOut, "\(address.host) does not answer.")
            }
            let answers = NodeAnswers(world: world, node: node, time: time)
            return Self.page(address.port == 9400 ? answers.gpuPage : answers.hostPage)
        }
        if address.host == SimulatedFleet.gateway { return HTTPResponse(status: 200, body: []) }
        return try serve(address, at: time)
    }

    package func certificateExpiry(
        host: String, port: Int
    ) async throws(SourceFailure) -> WallTime {
        world.wall(at: 86_400 * 61)
    }

    /// The answer of a model server.
    private func serve(
        _ address: SimulatedAddress, at time: Double
    ) throws(SourceFailure) -> HTTPResponse {
        var address = address
        // Triton answers for its health at the port of requests, not at that of metrics.
        if address.path.hasPrefix("/v2/health/") { address.port = 8002 }
        guard let server = pool.server(address.authority, at: time) else {
            throw SourceFailure(.nameNotFound, "the simulated fleet has no such host")
        }
        let isStarting = world.load.isStarting(server.server, at: time)
        if address.path.hasSuffix("/metrics") { return Self.page(server.page()) }
        if address.path.contains("health") || address.path == "/ping" {
            return HTTPResponse(status: isStarting ? 503 : 200, body: [])
        }
        return HTTPResponse(status: 404, body: Array("Not Found".utf8))
    }

    private static func page(_ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [("Content-Type", "text/plain; version=0.0.4")], body: bytes)
    }
}
