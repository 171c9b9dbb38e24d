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

    /// From some shares to others, server by server.
    func shifts(
        _ servers: [ServerRow], from before: [String: Double], to after: [String: Double]
    ) -> [ShareShift] {
        servers.map { row in
            ShareShift(target(row), from: before[row.uid] ?? 0, to: after[row.uid] ?? 0)
        }
    }

    /// Who gets the requests of servers that leave: the others by their weights, and backups where no
    /// other is left.
    func handedOver(by leaving: [ServerRow]) -> [ShareShift] {
        let uids = Set(leaving.map(\.uid))
        return Set(leaving.map(\.backend)).sorted().flatMap { backend -> [ShareShift] in
            let all = instances[0].servers.filter { $0.backend == backend }
            let weights = all.map { uids.contains($0.uid) ? 0 : $0.share }
            var after = Self.shares(all, weights: weights)
            if after.isEmpty {
                let backups = all.filter { $0.isBackup && $0.isUp && !uids.contains($0.uid) }
                for row in backups { after[row.uid] = 1 / Double(backups.count) }
            }
            return shifts(all, from: ServerTrack.Figures.shares(all), to: after)
        }
    }

    /// How much of a backend's requests go to servers that leave: by what all instances have counted in
    /// the last second, where that is enough to tell, else by the weights.
    func load(_ backend: String, _ leaving: [ServerRow]) -> CarriedLoad? {
        let uids = Set(leaving.map(\.uid))
        let rows = instances.flatMap(\.rows).filter {
            $0.backend == backend && $0.server != "BACKEND"
        }
        let counted = rows.compactMap(\.rate).reduce(0, +)
        if counted >= Self.enoughInASecond {
            let own = rows.filter { uids.contains($0.uid) }.compactMap(\.rate).reduce(0, +)
            return CarriedLoad(Double(own) / Double(counted), isCounted: true)
        }
        let shares = ServerTrack.Figures.shares(rows)
        guard !shares.isEmpty else { return nil }
        return CarriedLoad(shares.filter { uids.contains($0.key) }.map(\.value).reduce(0, +))
    }

    /// Fewer requests than that may come to anybody by chance.
    private static let enoughInASecond = 200

    /// What the weights of before come to.
    func restored(_ rows: [ServerRow], _ values: [String: String]) -> [ShareShift] {
        Set(rows.map(\.backend)).sorted().flatMap { backend -> [ShareShift] in
            let all = instances[0].servers.filter { $0.backend == backend && !$0.isBackup }
            let weights = all.map { row in values[row.uid].flatMap { Int($0) } ?? row.share }
            return shifts(
                all, from: ServerTrack.Figures.shares(all),
                to: Self.shares(all, weights: weights))
        }
    }
}
