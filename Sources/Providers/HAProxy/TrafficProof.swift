import Fleet

/// Whether requests land where the weights say, by what servers have counted since the change.
struct TrafficProof: Sendable {
    var before: [ServerRow]
    var now: [ServerRow]

    /// Requests to count before a share is judged: ``enough``, or more.
    var least = enough

    /// The fewest by which a share is judged.
    static let enough = 40
    /// Nobody asks anything, so that nothing can be seen.
    static let noTraffic = "no requests to see it by"

    /// How long too few requests are waited for.
    static let patience = Duration.seconds(30)

    /// Why nothing is to be seen, where the requests are too few or none is due; `nil` where there are
    /// enough, and they do not show it.
    func reasonForSilence(_ steps: [ActionStep]) -> String? {
        let counts = counted(backend(steps))
        let all = counts.values.reduce(0, +)
        let isShare = steps.first?.field == "weight"
        if all < (isShare ? least : 1) || (isShare && isUndecided(steps)) {
            return "\(all) requests in \(Int(Self.patience.inSeconds)) s are too few to see it by"
        }
        let uids = Set(steps.map(\.target.uid))
        let isIdle = now.contains { uids.contains($0.uid) && $0.share == 0 }
        return steps.first?.after == "ready" && isIdle ? "its weight is 0: none is due to it" : nil
    }

    /// Whether requests still reached a server that drains.
    func isAnyLate(_ steps: [ActionStep]) -> Bool {
        let counts = counted(backend(steps))
        return steps.contains { counts[$0.target.uid] ?? 0 > 0 }
    }

    /// How many requests are counted, where they are enough and do not go by the shares.
    func countElsewhere(_ steps: [ActionStep]) -> Int? {
        let shares = shares(steps)
        guard steps.first?.field == "weight", shares.all >= Double(least),
            case .elsewhere = shares.verdict
        else { return nil }
        return Int(shares.all)
    }

    func judge(_ steps: [ActionStep]) -> ActionProof {
        guard let first = steps.first else { return .noDataPlane("there is nothing to count") }
        switch (first.field, first.after) {
        case ("weight", _): return judgeShares(steps)
        case ("state", "drain"): return judgeSilence(steps)
        default: return judgeReturn(steps)
        }
    }

    private func counted(_ backend: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in now where row.backend == backend && row.server != "BACKEND" {
            counts[row.uid, default: 0] += row.sessionsTotal ?? 0
        }
        for row in before where counts[row.uid] != nil {
            counts[row.uid, default: 0] -= row.sessionsTotal ?? 0
        }
        return counts.mapValues { max($0, 0) }
    }

    private func backend(_ steps: [ActionStep]) -> String {
        String(steps.first?.target.uid.split(separator: "/").first ?? "")
    }

    private func judgeShares(_ steps: [ActionStep]) -> ActionProof {
        let shares = shares(steps)
        let all = Int(shares.all)
        guard all >= least else { return .notYet("\(all) of \(least) requests counted") }
        switch shares.verdict {
        case .elsewhere(let place):
            let part = shares.parts[place]
            return .notYet(
                "\(part.name) gets \(ShareJudge.percent(part.count / shares.all)) of \(all) "
                    + "requests, not \(ShareJudge.percent(part.wanted))")
        case .undecided(let place):
            return .notYet(
                "\(all) requests do not show yet that \(shares.parts[place].name) gets more")
        case .shown:
            let parts = shares.parts.map { part in
                "\(part.name.split(separator: "/").last ?? "") "
                    + ShareJudge.percent(part.count / shares.all)
            }
            return .shown("of \(all) requests: \(parts.joined(separator: ", "))")
        }
    }

    /// What is counted goes with the shares and as well with those from before: it shows neither.
    private func isUndecided(_ steps: [ActionStep]) -> Bool {
        if case .undecided = shares(steps).verdict { true } else { false }
    }

    /// What each server has got, against the shares from before and those that the steps are to bring,
    /// whatever the weights are by now.
    private func shares(_ steps: [ActionStep]) -> ShareJudge {
        let before = ServerTrack.Figures.shares(rows(steps, \.before))
        let wanted = ServerTrack.Figures.shares(rows(steps, \.after))
        let counts = counted(backend(steps)).sorted { $0.key < $1.key }
        return ShareJudge(
            parts: counts.map { uid, count in
                ShareJudge.Part(
                    name: uid, count: Double(count), before: before[uid] ?? 0,
                    wanted: wanted[uid] ?? 0)
            })
    }

    /// The servers with the weights that the steps have found, or bring.
    private func rows(_ steps: [ActionStep], _ value: (ActionStep) -> String) -> [ServerRow] {
        var weights: [String: Int] = [:]
        for step in steps { weights[step.target.uid] = Int(value(step)) }
        return now.map { row in
            var row = row
            if let weight = weights[row.uid] { row.userWeight = weight }
            return row
        }
    }

    private func judgeSilence(_ steps: [ActionStep]) -> ActionProof {
        let counts = counted(backend(steps))
        let uids = Set(steps.map(\.target.uid))
        let others = counts.filter { !uids.contains($0.key) }.values.reduce(0, +)
        let late = uids.reduce(0) { $0 + (counts[$1] ?? 0) }
        guard late == 0 else { return .notYet("\(late) requests still reached it") }
        guard others > 0 else { return .notYet(Self.noTraffic) }
        return .shown("no sessions; \(others) requests since, none to it")
    }

    private func judgeReturn(_ steps: [ActionStep]) -> ActionProof {
        let counts = counted(backend(steps))
        let waiting = Set(steps.map(\.target.uid)).filter { counts[$0] ?? 0 == 0 }
        guard waiting.isEmpty else {
            return .notYet("no request has reached \(waiting.sorted()[0])")
        }
        return .shown("requests reach it")
    }
}
