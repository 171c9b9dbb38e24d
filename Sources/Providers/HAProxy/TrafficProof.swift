import Fleet

/// Whether requests of one backend land where the weights say, by what its servers have counted since
/// the change: on all instances of the router together, and on each that carries some.
struct TrafficProof: Sendable {
    /// Of every instance, in one order.
    var before: [RuntimeInterface.Report]
    var now: [RuntimeInterface.Report]

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
        let isIdle = now.flatMap(\.rows).contains { uids.contains($0.uid) && $0.share == 0 }
        return steps.first?.after == "ready" && isIdle ? "its weight is 0: none is due to it" : nil
    }

    /// Whether requests still reached a server that drains.
    func isAnyLate(_ steps: [ActionStep]) -> Bool {
        let counts = counted(backend(steps))
        return steps.contains { counts[$0.target.uid] ?? 0 > 0 }
    }

    /// How many requests are counted, where they are enough and do not go by the shares, all together or
    /// those of an instance.
    func countElsewhere(_ steps: [ActionStep]) -> Int? {
        guard steps.first?.field == "weight" else { return nil }
        let each = eachShares(steps)
        let whole = Self.whole(each)
        guard whole.all >= Double(least) else { return nil }
        let judged = [whole] + each.filter { $0.all >= Double(Self.enough) }
        return judged.contains { $0.elsewhere != nil } ? Int(whole.all) : nil
    }

    /// The steps are of one backend.
    func judge(_ steps: [ActionStep]) -> ActionProof {
        guard let first = steps.first else { return .noDataPlane("there is nothing to count") }
        if let objection = objection(steps) { return .notYet(objection) }
        switch (first.field, first.after) {
        case ("weight", _): return judgeShares(steps)
        case ("state", "drain"): return judgeSilence(steps)
        default: return judgeReturn(steps)
        }
    }

    private func counted(_ backend: String) -> [String: Int] {
        zip(before, now).reduce(into: [:]) { counts, pair in
            counts.merge(Self.counted(backend, from: pair.0, to: pair.1), uniquingKeysWith: +)
        }
    }

    /// What the servers of a backend have counted at one instance; one that was not there before is none
    /// of it. A counter that has sunk began anew in between, and that of the backend began with all.
    static func counted(
        _ backend: String, from before: RuntimeInterface.Report, to now: RuntimeInterface.Report
    ) -> [String: Int] {
        let old = totals(backend, before)
        let new = totals(backend, now)
        let whole = "\(backend)/BACKEND"
        let isAnew = new[whole] ?? 0 < old[whole] ?? 0
        var counts: [String: Int] = [:]
        for (uid, count) in new where uid != whole {
            guard let then = old[uid] else { continue }
            counts[uid] = isAnew || count < then ? count : count - then
        }
        return counts
    }

    private static func totals(
        _ backend: String, _ report: RuntimeInterface.Report
    ) -> [String: Int] {
        report.rows.filter { $0.backend == backend }
            .reduce(into: [:]) { $0[$1.uid, default: 0] += $1.sessionsTotal ?? 0 }
    }

    func backend(_ steps: [ActionStep]) -> String {
        String(steps.first?.target.uid.split(separator: "/").first ?? "")
    }

    private func judgeShares(_ steps: [ActionStep]) -> ActionProof {
        let each = eachShares(steps)
        let shares = Self.whole(each)
        let all = Int(shares.all)
        guard all >= least else { return .notYet("\(all) of \(least) requests counted") }
        switch shares.verdict {
        case .elsewhere(let place): return .notYet(shares.complaint(place))
        case .undecided(let place):
            return .notYet(
                "\(all) requests do not show yet that \(shares.parts[place].name) gets more")
        case .shown:
            for (report, own) in zip(now, each) {
                guard own.all > 0, let other = own.elsewhere else { continue }
                return .notYet("\(own.complaint(other)) at \(report.place)")
            }
            let parts = shares.parts.map { part in
                "\(part.name.split(separator: "/").last ?? "") "
                    + ShareJudge.percent(part.count / shares.all)
            }
            let idle = zip(now, each).filter { $1.all == 0 }.map { "\($0.0.place)" }
            let rest = idle.isEmpty ? "" : "; none came at \(idle.joined(separator: ", "))"
            return .shown("of \(all) requests: \(parts.joined(separator: ", "))\(rest)")
        }
    }

    /// What is counted goes with the shares and as well with those from before: it shows neither.
    private func isUndecided(_ steps: [ActionStep]) -> Bool {
        if case .undecided = Self.whole(eachShares(steps)).verdict { true } else { false }
    }

    /// What each server has got at each instance, against the shares from before and those that the steps
    /// are to bring, whatever the weights are by now.
    private func eachShares(_ steps: [ActionStep]) -> [ShareJudge] {
        let backend = backend(steps)
        return zip(before, now).map { then, now in
            let before = ServerTrack.Figures.shares(Self.rows(now, steps, \.before))
            let wanted = ServerTrack.Figures.shares(Self.rows(now, steps, \.after))
            let counts = Self.counted(backend, from: then, to: now).sorted { $0.key < $1.key }
            return ShareJudge(
                parts: counts.map { uid, count in
                    ShareJudge.Part(
                        name: uid, count: Double(count), before: before[uid] ?? 0,
                        wanted: wanted[uid] ?? 0)
                })
        }
    }

    /// All instances as one: what is due to a server on each counts by the requests that it carries.
    private static func whole(_ each: [ShareJudge]) -> ShareJudge {
        let all = each.map(\.all).reduce(0, +)
        var parts: [String: ShareJudge.Part] = [:]
        for one in each {
            let weight = all > 0 ? one.all / all : 0
            for part in one.parts {
                var sum =
                    parts[part.name]
                    ?? ShareJudge.Part(name: part.name, count: 0, before: 0, wanted: 0)
                sum.count += part.count
                sum.before += weight * part.before
                sum.wanted += weight * part.wanted
                parts[part.name] = sum
            }
        }
        return ShareJudge(parts: parts.values.sorted { $0.name < $1.name })
    }

    /// The servers of an instance with the weights that the steps have found, or bring.
    private static func rows(
        _ report: RuntimeInterface.Report, _ steps: [ActionStep], _ value: (ActionStep) -> String
    ) -> [ServerRow] {
        var weights: [String: Int] = [:]
        for step in steps { weights[step.target.uid] = Int(value(step)) }
        return report.rows.map { row in
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

extension ShareJudge {
    /// Who gets another share than its own.
    fileprivate var elsewhere: Int? {
        if case .elsewhere(let place) = verdict { place } else { nil }
    }

    fileprivate func complaint(_ place: Int) -> String {
        let part = parts[place]
        return "\(part.name) gets \(Self.percent(part.count / all)) of \(Int(all)) "
            + "requests, not \(Self.percent(part.wanted))"
    }
}
