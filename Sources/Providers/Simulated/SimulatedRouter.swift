import Collector
import Fleet

/// Answers as HAProxy's runtime interface would, with the columns of version 2.8: what servers have
/// counted, and how they are set.
struct SimulatedRouter: SocketTransport {
    let world: SimulatedWorld
    let pool: SimulatedPool

    func ask(
        _ line: String, at place: SocketPlace, limit: Int, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        guard place == .path(SimulatedRoutes.socket) else {
            throw SourceFailure(.notConfigured, "the simulated fleet has no socket \(place)")
        }
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "show" where words.dropFirst().first == "stat": return Array(page.utf8)
        case "show" where line == "show cli level": return Array("admin\n\n".utf8)
        case "set": return Array(try set(Array(words.dropFirst())).utf8)
        default: return Array("Unknown command: '\(words.first ?? "")'\n".utf8)
        }
    }

    /// `weight BACKEND/SERVER N` or `server BACKEND/SERVER state STATE`.
    private func set(_ words: [String]) throws(SourceFailure) -> String {
        let fate = world.fate()
        if case .lost = fate { throw Self.silence }
        let answer = change(words)
        if case .silent = fate { throw Self.silence }
        return answer
    }

    private static let silence = SourceFailure(
        .timedOut, "\(SimulatedRoutes.socket) does not answer.")

    private func change(_ words: [String]) -> String {
        let time = world.time
        guard words.count > 2,
            let server = SimulatedRoutes.servers.first(where: { $0.uid == words[1] })
        else { return "No such server.\n" }
        var route = world.load.route(server, at: time)
        switch (words[0], words[2]) {
        case ("weight", let text):
            guard let weight = Int(text), (0...256).contains(weight) else {
                return "Invalid weight.\n"
            }
            route.weight = weight
        case ("server", "state") where words.count == 4:
            guard ["ready", "drain", "maint"].contains(words[3]) else {
                return "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n"
            }
            route.state = words[3]
        default: return "Unknown command.\n"
        }
        world.orders.set(server.uid, route, at: time)
        return "\n"
    }
}

/// The answer to `show stat`.
extension SimulatedRouter {
    private static let columns = [
        "pxname", "svname", "qcur", "qmax", "scur", "smax", "slim", "stot", "bin", "bout", "dreq",
        "dresp", "ereq", "econ", "eresp", "wretr", "wredis", "status", "weight", "act", "bck",
        "chkfail", "chkdown", "lastchg", "downtime", "qlimit", "pid", "iid", "sid", "throttle",
        "lbtot", "tracked", "type", "rate", "rate_lim", "rate_max", "check_status", "check_code",
        "check_duration", "hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other",
        "qtime", "ctime", "rtime", "ttime", "addr", "algo", "mode", "uweight",
    ]

    private var page: String {
        let time = world.time
        var text = "# " + Self.columns.map { $0 + "," }.joined() + "\n"
        for backend in ["chat", "summarize"] {
            for server in SimulatedRoutes.peers(backend) { text += row(server, time) }
            text += line([
                "pxname": backend, "svname": "BACKEND", "status": "UP", "type": "1",
                "algo": "roundrobin", "mode": "http",
            ])
        }
        return text
    }

    private func row(_ server: SimulatedRoutes.Server, _ time: Double) -> String {
        let route = world.load.route(server, at: time)
        let state = ["drain": "DRAIN", "maint": "MAINT"][route.state] ?? "UP"
        let weight = "\(route.weight)"
        var told = [
            "pxname": server.backend, "svname": server.name, "status": state, "type": "2",
            "weight": weight, "uweight": weight, "act": "1", "bck": "0", "addr": server.address,
            "check_status": "L7OK", "check_code": "200", "mode": "http", "qcur": "0", "scur": "0",
            "stot": "0", "econ": "0", "eresp": "0", "rate": "0",
        ]
        for column in ["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx"] {
            told[column] = "0"
        }
        guard let traffic = pool.server(server.address, at: time) else { return line(told) }
        let (finished, failed) = (whole(traffic.finished), whole(traffic.failed))
        told["scur"] = "\(whole(traffic.running.rounded()))"
        told["stot"] = "\(whole(traffic.arrived))"
        told["rate"] =
            "\(whole(world.load.requests(for: server.backend, at: time) * world.load.share(server, at: time)))"
        told["hrsp_2xx"] = "\(finished - failed)"
        told["hrsp_5xx"] = "\(failed)"
        told["ttime"] = "\(whole(traffic.latency * 1000))"
        told["rtime"] = told["ttime"]
        told["qtime"] = "0"
        return line(told)
    }

    private func whole(_ count: Double) -> Int { Int(count.rounded(.down)) }

    private func line(_ told: [String: String]) -> String {
        Self.columns.map { (told[$0] ?? "") + "," }.joined() + "\n"
    }
}
