import Fleet

/// What an instance shows that the sum of all does not.
extension TrafficProof {
    /// Why no count of requests is enough, whatever it says; `nil` where nothing stands against it.
    func objection(_ steps: [ActionStep]) -> String? {
        unready(steps) ?? unserved(steps)
    }

    /// Who is to get requests at an instance, and is not up there.
    private func unready(_ steps: [ActionStep]) -> String? {
        for step in steps where step.after == "ready" || (Int(step.after) ?? 0) > 0 {
            let report = now.first { "\($0.place)" == step.request.place }
            let row = report?.rows.first { $0.uid == step.target.uid }
            if let row, !row.isUp { return "\(row.uid) is \(row.status) at \(step.request.place)" }
        }
        return nil
    }

    /// An instance whose requests reach no server: HAProxy answers them itself.
    private func unserved(_ steps: [ActionStep]) -> String? {
        let backend = backend(steps)
        for (then, now) in zip(before, now) {
            let served = Self.counted(backend, from: then, to: now).values.reduce(0, +)
            let taken = Self.taken(backend, now) - Self.taken(backend, then)
            guard served == 0, taken > 0 else { continue }
            return "\(taken) \(taken == 1 ? "request reaches" : "requests reach") no server of "
                + "\(backend) at \(now.place)"
        }
        return nil
    }

    /// What has come to a backend as a whole, whoever answers it.
    private static func taken(_ backend: String, _ report: RuntimeInterface.Report) -> Int {
        report.rows.first { $0.backend == backend && $0.server == "BACKEND" }?.sessionsTotal ?? 0
    }
}
