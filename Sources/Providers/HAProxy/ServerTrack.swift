import Fleet

/// Rates of servers out of counters, summed over the instances of a router. The first look tells none.
struct ServerTrack: Sendable {
    private var before: (time: MonotonicTime, counts: [String: Counts])?

    struct Counts: Sendable, Hashable {
        var sessions = 0
        var answers = 0
        var failures = 0
        var running = 0
        var waiting = 0
    }

    /// What two looks tell.
    struct Figures: Sendable {
        var seconds: Double?
        var counts: [String: Counts]
        var growth: [String: Counts]
    }

    mutating func take(_ reports: [[ServerRow]], at time: MonotonicTime) -> Figures {
        var counts: [String: Counts] = [:]
        for row in reports.joined() {
            counts[row.uid, default: Counts()].sessions += row.sessionsTotal ?? 0
            counts[row.uid, default: Counts()].answers += row.answers ?? 0
            counts[row.uid, default: Counts()].failures += row.failures ?? 0
            counts[row.uid, default: Counts()].running += row.sessions ?? 0
            counts[row.uid, default: Counts()].waiting += row.queued ?? 0
        }
        defer { before = (time, counts) }
        guard let before, time > before.time else {
            return Figures(seconds: nil, counts: counts, growth: [:])
        }
        var growth: [String: Counts] = [:]
        for (uid, now) in counts {
            guard let then = before.counts[uid], now.sessions >= then.sessions,
                now.answers >= then.answers, now.failures >= then.failures
            else { continue }
            growth[uid] = Counts(
                sessions: now.sessions - then.sessions, answers: now.answers - then.answers,
                failures: now.failures - then.failures)
        }
        return Figures(
            seconds: (time - before.time).inSeconds, counts: counts, growth: growth)
    }
}

extension ServerTrack.Figures {
    /// Writes the readings of one server.
    func write(_ row: ServerRow, into sample: inout Sample, _ place: Int, peers: [ServerRow]) {
        if let seconds, seconds > 0, let grown = growth[row.uid] {
            sample.endpoints[.requestRate, place] = .value(Double(grown.sessions) / seconds)
            if grown.answers > 0 {
                let ratio = Double(grown.failures) / Double(grown.answers)
                sample.endpoints[.errorRatio, place] = .value(min(ratio, 1))
            }
        }
        if let counts = counts[row.uid] {
            sample.endpoints[.requestsRunning, place] = .value(Double(counts.running))
            sample.endpoints[.requestsWaiting, place] = .value(Double(counts.waiting))
        }
        if let mean = row.totalMilliseconds, mean > 0 {
            sample.endpoints[.latencyMean, place] = .value(Double(mean) / 1000)
        }
        if let share = Self.shares(peers)[row.uid] {
            sample.endpoints[.share, place] = .value(share)
        }
        sample.endpointStates[place] = row.state
    }

    /// The share of each server's requests by the weights of those that are up, over all instances
    /// of the router that the rows are of.
    static func shares(_ rows: [ServerRow]) -> [String: Double] {
        var totals: [String: Double] = [:]
        for row in rows { totals[row.backend, default: 0] += row.weightInUse }
        var shares: [String: Double] = [:]
        for row in rows {
            guard let total = totals[row.backend], total > 0 else { continue }
            shares[row.uid, default: 0] += row.weightInUse / total
        }
        return shares
    }
}

extension ServerRow {
    /// What counts of its weight now; rows of whole backends count for nothing.
    fileprivate var weightInUse: Double {
        isUp && !isBackup && server != "BACKEND" ? Double(share) : 0
    }

    /// What the server is doing.
    var state: EndpointState {
        if isDraining { return .draining }
        if isInMaintenance { return .stopped }
        if status.hasPrefix("UP ") { return .degraded }
        if isUp { return .serving }
        if status.hasPrefix("DOWN ") { return .starting }
        return status.hasPrefix("DOWN") || status == "NOLB" ? .failed : .unknown
    }
}
