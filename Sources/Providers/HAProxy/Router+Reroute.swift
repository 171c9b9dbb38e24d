import Fleet

extension Router {
    /// Algorithms whose servers take no weight but 0 and 100 %.
    private static let staticAlgorithms: Set<String> = ["static-rr"]
    /// Those that hash something: by default they are static too.
    private static let hashAlgorithms = ["source", "uri", "url_param", "hdr", "rdp-cookie", "hash"]

    /// Weights for shares, stage by stage. The shares name servers of one backend; a server that they
    /// do not name gets none.
    func reroute(
        _ rows: [ServerRow], _ stages: [[String: Double]], hold: Double
    ) throws(ActionRefusal) -> ActionProposal {
        guard let backend = rows.first?.backend, rows.allSatisfy({ $0.backend == backend }) else {
            throw ActionRefusal("Shares are of the servers of one backend.")
        }
        let all = instances[0].servers.filter { $0.backend == backend && !$0.isBackup }
        guard let last = stages.last else { throw ActionRefusal("No shares are given.") }
        for shares in stages { try check(shares, all) }
        var weights = all.map(\.share)
        var planned: [ActionStage] = []
        for shares in stages {
            let next = Self.weights(all.map { shares[$0.uid] ?? 0 })
            planned.append(
                ActionStage(
                    name: Self.name(shares, last), steps: steps(all, from: weights, to: next),
                    holdSeconds: hold))
            weights = next
        }
        let retreat = ActionStage(
            name: "back", steps: steps(all, from: weights, to: all.map(\.share), isComplete: true))
        return ActionProposal(
            tier: .disruptive, stages: planned.filter { !$0.steps.isEmpty }, retreat: retreat,
            checks: [agreement(all), algorithm(backend), health(all, last)])
    }

    private func check(
        _ shares: [String: Double], _ servers: [ServerRow]
    ) throws(ActionRefusal) {
        let sum = shares.values.reduce(0, +)
        guard abs(sum - 1) < 0.001, shares.values.allSatisfy({ $0 >= 0 }) else {
            throw ActionRefusal("Shares sum to \(Int((sum * 100).rounded())) %, not to 100 %.")
        }
        if let other = shares.keys.first(where: { uid in !servers.contains { $0.uid == uid } }) {
            throw ActionRefusal("`\(other)` takes no share: it is a backup or of another backend.")
        }
    }

    /// Percent where the shares are whole percents, because people read them; else 256ths.
    static func weights(_ shares: [Double]) -> [Int] {
        let percents = shares.map { $0 * 100 }
        if percents.allSatisfy({ abs($0 - $0.rounded()) < 0.001 }) {
            return percents.map { Int($0.rounded()) }
        }
        return shares.map { $0 > 0 ? max(1, Int(($0 * 256).rounded())) : 0 }
    }

    private static func name(_ shares: [String: Double], _ last: [String: Double]) -> String {
        let first = last.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return "\(Int(((shares[first] ?? 0) * 100).rounded())) %"
    }

    private func steps(
        _ servers: [ServerRow], from before: [Int], to after: [Int], isComplete: Bool = false
    ) -> [ActionStep] {
        servers.indices.flatMap { index -> [ActionStep] in
            guard isComplete || before[index] != after[index] else { return [] }
            return instances.map { instance in
                step(
                    servers[index], at: instance.place, "weight", from: "\(before[index])",
                    to: "\(after[index])", "set weight \(servers[index].uid) \(after[index])")
            }
        }
    }

    /// A static algorithm refuses, and why.
    private func algorithm(_ backend: String) -> ActionCheck {
        let row = instances[0].rows.first { $0.backend == backend && $0.server == "BACKEND" }
        let name = row?.algorithm ?? ""
        guard !name.isEmpty else {
            return ActionCheck(
                .existence, .warn, "HAProxy does not tell how \(backend) balances.")
        }
        if Self.staticAlgorithms.contains(name) {
            return ActionCheck(
                .existence, .block,
                "\(backend) balances by \(name), which takes no weights while it runs.")
        }
        // What `show stat` does not tell: whether the hash is a consistent one.
        if Self.hashAlgorithms.contains(where: { name.hasPrefix($0) }) {
            return ActionCheck(
                .existence, .unknown,
                "\(backend) balances by \(name): HAProxy refuses weights unless its hash-type is "
                    + "consistent.")
        }
        return ActionCheck(
            .existence, .pass, "\(backend) balances by \(name), which takes weights.")
    }

    /// Whoever is to get requests must be up.
    private func health(_ servers: [ServerRow], _ shares: [String: Double]) -> ActionCheck {
        let down = servers.first { (shares[$0.uid] ?? 0) > 0 && !$0.isUp }
        if let down {
            return ActionCheck(
                .blastRadius, .block, "\(down.uid) is to get requests and is \(down.status).")
        }
        return ActionCheck(.blastRadius, .pass, "Every server that gets requests is up.")
    }
}
