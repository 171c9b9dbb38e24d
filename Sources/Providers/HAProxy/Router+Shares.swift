import Fleet

/// What weights and states come to: the share of each server in the requests of its backend.
extension Router {
    /// By weights that are about to be set. Who is down or a backup gets nothing.
    static func shares(_ servers: [ServerRow], weights: [Int]) -> [String: Double] {
        let counted = zip(servers, weights).map { $0.isUp && !$0.isBackup ? Double(max(0, $1)) : 0 }
        let total = counted.reduce(0, +)
        guard total > 0 else { return [:] }
        var shares: [String: Double] = [:]
        for (row, weight) in zip(servers, counted) {
            shares[row.uid, default: 0] += weight / total
        }
        return shares
    }

    /// Where requests land by these weights: backups get them where no other is left.
    private static func landing(_ servers: [ServerRow], _ weight: (ServerRow) -> Int)
        -> [String: Double]
    {
        var landing = shares(servers, weights: servers.map(weight))
        guard landing.isEmpty else { return landing }
        let backups = servers.filter { $0.isBackup && $0.isUp && weight($0) > 0 }
        for row in backups { landing[row.uid] = 1 / Double(backups.count) }
        return landing
    }

    /// What a change of weights comes to, server by server. Each instance is asked, as a server may be
    /// down, and after an action that was cut a weight another, on one of them only; the worst counts.
    func shifts(
        of backend: String, from before: (ServerRow) -> Int, to after: (ServerRow) -> Int
    ) -> [ShareShift] {
        var told: [String: [ShareShift]] = [:]
        var order: [String] = []
        for instance in instances {
            let servers = instance.servers.filter { $0.backend == backend }
            let (now, then) = (
                Self.landing(servers, before), Self.landing(servers, after)
            )
            for row in servers {
                if told[row.uid] == nil { order.append(row.uid) }
                let shift = ShareShift(
                    target(row), from: now[row.uid] ?? 0, to: then[row.uid] ?? 0)
                // A backup that is not called upon is no part of it.
                if row.isBackup, shift.before == 0, shift.after == 0 { continue }
                told[row.uid, default: []].append(shift)
            }
        }
        return order.compactMap { told[$0]?.worst }
    }

    /// Who gets the requests of servers that leave: the others by their weights, and backups where no
    /// other is left.
    func handedOver(by leaving: [ServerRow]) -> [ShareShift] {
        let uids = Set(leaving.map(\.uid))
        return Set(leaving.map(\.backend)).sorted().flatMap { backend in
            shifts(of: backend, from: \.share) { uids.contains($0.uid) ? 0 : $0.share }
        }
    }

    /// How much of a backend's requests go to servers that leave: by what has been counted in the last
    /// second, where that is enough to tell, else by the weights. The most of all instances together and
    /// of each.
    func load(_ backend: String, _ leaving: [ServerRow]) -> CarriedLoad? {
        let uids = Set(leaving.map(\.uid))
        let each = instances.map { instance in
            instance.rows.filter { $0.backend == backend && $0.server != "BACKEND" }
        }
        let all = each.flatMap { $0 }
        if let whole = Self.counted(all, uids) {
            let most = each.compactMap { Self.counted($0, uids) }.max() ?? whole
            return CarriedLoad(max(whole, most), isCounted: true)
        }
        let shares = ([all] + each).map { ServerTrack.Figures.shares($0) }.filter { !$0.isEmpty }
        return shares.map { one in
            one.filter { uids.contains($0.key) }.map(\.value).reduce(0, +)
        }.max().map { CarriedLoad($0) }
    }

    /// The part of some servers in the requests of the last second; `nil` where these are too few.
    private static func counted(_ rows: [ServerRow], _ uids: Set<String>) -> Double? {
        let counted = rows.compactMap(\.rate).reduce(0, +)
        guard counted >= enoughInASecond else { return nil }
        let own = rows.filter { uids.contains($0.uid) }.compactMap(\.rate).reduce(0, +)
        return Double(own) / Double(counted)
    }

    /// Fewer requests than that may come to anybody by chance.
    private static let enoughInASecond = 200

    /// What the weights of before come to.
    func restored(_ rows: [ServerRow], _ values: [String: String]) -> [ShareShift] {
        Set(rows.map(\.backend)).sorted().flatMap { backend in
            shifts(of: backend, from: \.share, to: Self.weight(values))
        }
    }

    /// The same the other way: from these weights to those that are there now.
    func left(_ rows: [ServerRow], _ values: [String: String]) -> [ShareShift] {
        Set(rows.map(\.backend)).sorted().flatMap { backend in
            shifts(of: backend, from: Self.weight(values), to: \.share)
        }
    }

    private static func weight(_ values: [String: String]) -> (ServerRow) -> Int {
        { row in values[row.uid].flatMap { Int($0) } ?? row.share }
    }
}

extension [ShareShift] {
    /// Those of one server on all instances as one: from the least to the most, wherever it grows; where
    /// it grows nowhere, the one that loses least.
    fileprivate var worst: ShareShift? {
        let gains = filter(\.isGain)
        guard let first = gains.first else {
            return self.max { one, other in
                let (left, right) = (one.after - one.before, other.after - other.before)
                return left == right ? one.after < other.after : left < right
            }
        }
        return ShareShift(
            first.target, from: gains.map(\.before).min() ?? 0, to: gains.map(\.after).max() ?? 0)
    }
}
