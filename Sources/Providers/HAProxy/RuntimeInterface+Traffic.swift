import Collector
import Fleet

extension RuntimeInterface.Report {
    /// What an instance has counted of a backend. Answers that the backend has given and none of its servers
    /// are HAProxy's own: no server was there, or none answered in time (management guide, section 9.1,
    /// hrsp_5xx).
    func traffic(_ backend: String) -> RouterTraffic? {
        guard
            let whole = rows.first(where: { $0.backend == backend && $0.server == "BACKEND" })
        else { return nil }
        let servers = rows.filter { $0.backend == backend && $0.server != "BACKEND" }
        var traffic = RouterTraffic(
            place: "\(place)", service: backend,
            requests: whole.statuses ?? whole.sessionsTotal ?? 0)
        let errors = servers.compactMap(\.errors)
        if let all = whole.errors, errors.count == servers.count {
            traffic.unanswered = max(0, all - errors.reduce(0, +))
        }
        for row in servers where !row.isUp { traffic.down[row.uid] = row.status }
        return traffic
    }
}

extension HAProxyProvider {
    func traffic(of steps: [ActionStep]) async throws(SourceFailure) -> [RouterTraffic] {
        let backends = Set(steps.compactMap { $0.target.uid.split(separator: "/").first })
        let reports = try await runtime.statistics(of: steps)
        return reports.flatMap { report in
            backends.sorted().compactMap { report.traffic(String($0)) }
        }
    }
}
