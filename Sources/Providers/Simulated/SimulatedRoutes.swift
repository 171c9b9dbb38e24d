/// The router of the simulated fleet as it is configured: which servers stand behind which name.
struct SimulatedRoutes: Sendable {
    /// One server behind a name.
    struct Server: Sendable, Hashable {
        var backend: String
        var name: String
        /// Host and port.
        var address: String
        var site: String
        /// Of the configuration, before anybody has set another.
        var weight: Int

        var uid: String { "\(backend)/\(name)" }
    }

    /// Where it can be told something.
    static let socket = "/run/haproxy/edge.sock"

    static let servers: [Server] = [
        Server(
            backend: "chat", name: "own", address: "vllm-chat.hall-a.example:8000", site: "hall-a",
            weight: 76),
        Server(
            backend: "chat", name: "use1", address: "chat.use1.example:8000", site: "us-east-1",
            weight: 14),
        Server(
            backend: "chat", name: "weu", address: "chat.weu.example:8000", site: "westeurope",
            weight: 10),
        Server(
            backend: "summarize", name: "own", address: "tgi-sum.hall-a.example:8080",
            site: "hall-a", weight: 100),
        Server(
            backend: "summarize", name: "spare", address: "tgi-sum.use1.example:8080",
            site: "us-east-1", weight: 0),
    ]

    private static let byAddress = Dictionary(
        servers.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })

    /// The server at an address, where requests come through the router.
    static func server(at address: String) -> Server? { byAddress[address] }

    /// All servers behind one name.
    static func peers(_ backend: String) -> [Server] { servers.filter { $0.backend == backend } }
}

/// What the router makes of the requests for a name.
extension SimulatedLoad {
    /// How a server is set at a moment.
    func route(_ server: SimulatedRoutes.Server, at time: Double) -> SimulatedOrders.Route {
        let told = orders.route(of: server.uid, at: time)
        var route = told?.route ?? SimulatedOrders.Route(weight: server.weight)
        guard chaos.contains(.conflicts), server.name == "weu", let other = intrusion(time),
            other > told?.time ?? 0
        else { return route }
        route.weight = Int((other / Self.intrusionPeriod).rounded(.down)) % 2 == 0 ? 12 : 9
        return route
    }

    /// When somebody else last set the router.
    private func intrusion(_ time: Double) -> Double? {
        let rounds = ((time - 150) / Self.intrusionPeriod).rounded(.down)
        return rounds < 0 ? nil : 150 + rounds * Self.intrusionPeriod
    }

    private static let intrusionPeriod = 240.0

    /// When requests are next sent elsewhere after a moment, whoever says so.
    func nextRoute(after time: Double) -> Double? {
        let own = orders.nextRoute(after: time)
        guard chaos.contains(.conflicts) else { return own }
        let other = intrusion(time).map { $0 + Self.intrusionPeriod } ?? 150
        return min(own ?? other, other)
    }

    /// A server's share of the requests for its name.
    func share(_ server: SimulatedRoutes.Server, at time: Double) -> Double {
        var total = 0
        var own = 0
        for peer in SimulatedRoutes.peers(server.backend) {
            let route = route(peer, at: time)
            guard route.state == "ready" else { continue }
            total += route.weight
            if peer.name == server.name { own = route.weight }
        }
        return total == 0 ? 0 : Double(own) / Double(total)
    }

    /// Requests a second for all servers behind a name.
    func requests(for backend: String, at time: Double) -> Double {
        let peers = SimulatedRoutes.peers(backend)
        var total = 0.0
        for server in SimulatedServer.all
        where peers.contains(where: { $0.address == server.authority }) {
            total += server.peakRate * ownDemand(server, at: time)
        }
        guard backend == "chat", let own = peers.first, let server = SimulatedServer.all.first
        else {
            return total
        }
        // In a rush the own servers get a little more than they can do, unless requests are sent
        // elsewhere.
        let rush = SimulatedIncidents(at: time).strength(SimulatedIncidents.queue, rise: 20)
        let weights = peers.reduce(0) { $0 + $1.weight }
        let most = 1.015 * server.peakRate * Double(weights) / Double(own.weight)
        return total + max(most - total, 0) * rush
    }

    /// How far a rented server is beyond what it bears, 0...1.
    func strain(_ server: SimulatedServer, at time: Double) -> Double {
        guard chaos.contains(.degrading), server.isRented,
            let place = SimulatedRoutes.server(at: server.authority)
        else { return 0 }
        return min(max((share(place, at: time) - 0.3) / 0.08, 0), 1)
    }

    /// Requests a second that a server can do: who rents gets more machines when more is asked.
    func capacity(_ server: SimulatedServer, asked: Double) -> Double {
        server.isRented ? max(server.peakRate, asked / 0.75) : server.peakRate
    }
}

extension SimulatedServer {
    /// Whether somebody else owns the machines.
    var isRented: Bool { !site.hasPrefix("hall-") }
}
