import Fleet

extension Router {
    /// Algorithms whose servers take no weight but 0 and 100 %.
    private static let staticAlgorithms: Set<String> = ["static-rr"]
    /// Those that hash something: by default they are static too.
    private static let hashAlgorithms = ["source", "uri", "url_param", "hdr", "rdp-cookie", "hash"]

    /// Weights for shares, stage by stage. The shares name servers of one backend; a server that they
    /// do not name gets none.
    func reroute(
        _ rows: [ServerRow], _ shares: [String: Double], _ stages: [Double]
    ) throws(ActionRefusal) -> ActionProposal {
        guard let backend = rows.first?.backend, rows.allSatisfy({ $0.backend == backend }) else {
            throw ActionRefusal("Shares are of the servers of one backend.")
        }
        let all = instances[0].servers.filter { $0.backend == backend && !$0.isBackup }
        try check(shares, all)
        let present = ServerTrack.Figures.shares(all)
        var weights = all.map(\.share)
        let first = Self.weights(all, weights)
        var last = first
        var planned: [ActionStage] = []
        for way in stages {
            let next = PercentWeights.of(
                all.map { row in
                    let now = present[row.uid] ?? 0
                    return now + way * ((shares[row.uid] ?? 0) - now)
                })
            let then = Self.weights(all, next)
            planned.append(
                ActionStage(
                    name: "\(Int((way * 100).rounded())) %",
                    steps: steps(all, from: weights, to: next),
                    shares: shifts(of: backend, from: last, to: then)))
            last = then
            weights = next
        }
        let retreat = ActionStage(
            name: "back", steps: steps(all, from: weights, to: all.map(\.share), isComplete: true),
            shares: shifts(of: backend, from: last, to: first))
        planned.removeAll(where: \.steps.isEmpty)
        let emptied = Set(planned.emptied.map(\.uid))
        let leaving = all.filter { emptied.contains($0.uid) }
        var proposal = ActionProposal(
            tier: .disruptive, stages: planned, retreat: retreat,
            checks: [agreement(all), algorithm(backend), health(all, shares)],
            claims: leaving.isEmpty ? [] : [claim(backend, leaving)])
        proposal.returns = true
        return proposal
    }

    /// The weight of a server by its name, where it is one of these.
    private static func weights(_ servers: [ServerRow], _ weights: [Int]) -> (ServerRow) -> Int {
        let told = Dictionary(
            zip(servers.map(\.uid), weights), uniquingKeysWith: { first, _ in first })
        return { told[$0.uid] ?? $0.share }
    }

    /// The very weights that were there before, on each instance as it stands now: after an action that
    /// was cut the instances may differ.
    func restore(_ rows: [ServerRow], _ values: [String: String]) -> ActionProposal {
        let changes = instances.flatMap { instance in
            instance.servers.compactMap { row -> (row: ServerRow, place: String, wanted: String)? in
                guard let wanted = values[row.uid], Int(wanted) != nil, wanted != "\(row.share)"
                else { return nil }
                return (row, instance.place, wanted)
            }
        }
        let there = changes.map { change in
            weigh(change.row, change.place, "\(change.row.share)", change.wanted)
        }
        let back = changes.map { change in
            weigh(change.row, change.place, change.wanted, "\(change.row.share)")
        }
        let shares = values.mapValues { Double($0) ?? 0 }
        let stages = [ActionStage(steps: there, shares: restored(rows, values))]
        return ActionProposal(
            tier: .disruptive, stages: there.isEmpty ? [] : stages,
            retreat: back.isEmpty
                ? nil : ActionStage(name: "back", steps: back, shares: left(rows, values)),
            checks: [health(rows, shares)],
            claims: there.isEmpty ? [] : claims(Set(stages.emptied.map(\.uid))))
    }

    /// What it takes of each backend that these get nothing any more.
    private func claims(_ emptied: Set<String>) -> [CapacityClaim] {
        let leaving = instances[0].servers.filter { emptied.contains($0.uid) }
        return Set(leaving.map(\.backend)).sorted().map { backend in
            claim(backend, leaving.filter { $0.backend == backend })
        }
    }

    private func weigh(
        _ row: ServerRow, _ place: String, _ before: String, _ after: String
    ) -> ActionStep {
        step(row, at: place, "weight", from: before, to: after, "set weight \(row.uid) \(after)")
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

    private func steps(
        _ servers: [ServerRow], from before: [Int], to after: [Int], isComplete: Bool = false
    ) -> [ActionStep] {
        servers.indices.flatMap { index -> [ActionStep] in
            guard isComplete || before[index] != after[index] else { return [] }
            return instances.map { instance in
                weigh(servers[index], instance.place, "\(before[index])", "\(after[index])")
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

    /// Whoever is to get requests must be up, on every instance.
    private func health(_ servers: [ServerRow], _ shares: [String: Double]) -> ActionCheck {
        let due = Set(servers.map(\.uid).filter { (shares[$0] ?? 0) > 0 })
        for instance in instances {
            guard let down = instance.servers.first(where: { due.contains($0.uid) && !$0.isUp })
            else { continue }
            let place = instances.count > 1 ? " at \(instance.place)" : ""
            return ActionCheck(
                .blastRadius, .block,
                "\(down.uid) is to get requests and is \(down.status)\(place).")
        }
        return ActionCheck(.blastRadius, .pass, "Every server that gets requests is up.")
    }
}
