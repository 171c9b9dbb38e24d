import Fleet

/// All instances of one router at one moment, to plan by.
struct Router: Sendable {
    /// By place: the servers that are watched, and every row.
    var instances: [(place: String, servers: [ServerRow], rows: [ServerRow])]
    var source: SourceID
    /// The sites of servers, by `backend/server` or the server alone.
    var sites: [String: String]
    /// What each instance calls itself, by its place, as far as it says.
    var identities: [String: String] = [:]

    /// The servers of these names on the first instance.
    func targets(_ uids: [String]) throws(ActionRefusal) -> [ServerRow] {
        var found: [ServerRow] = []
        for uid in uids {
            guard let row = instances[0].servers.first(where: { $0.uid == uid }) else {
                throw ActionRefusal.noTarget(
                    "HAProxy has no server `\(CleanText.clean(uid))`"
                        + NearestName.hint(uid, among: instances[0].servers.map(\.uid)))
            }
            // Names go into a line of commands.
            guard !uid.contains(where: { ";\n\r\\\" ".contains($0) }) else {
                throw ActionRefusal.noTarget(
                    "The name `\(CleanText.clean(uid))` cannot be said to HAProxy.")
            }
            found.append(row)
        }
        return found
    }

    /// Takes servers out of balancing; what they serve runs to its end.
    func drain(_ rows: [ServerRow]) -> ActionProposal {
        var checks = [agreement(rows)]
        for backend in Set(rows.map(\.backend)).sorted() { checks.append(lastOne(backend, rows)) }
        if let busy = rows.first(where: { $0.isDraining || $0.isInMaintenance }) {
            checks.append(
                ActionCheck(.existence, .block, "\(busy.uid) is \(busy.status) already."))
        }
        return ActionProposal(
            tier: .disruptive,
            stages: [ActionStage(steps: steps(rows, to: "drain"), shares: handedOver(by: rows))],
            checks: checks,
            remarks: ["Persistent sessions still reach a server that drains."],
            claims: Set(rows.map(\.backend)).sorted().map { claim($0, rows) })
    }

    /// What it takes of a backend that some servers get nothing any more, on the instance that has
    /// the fewest left then.
    func claim(_ backend: String, _ leaving: [ServerRow]) -> CapacityClaim {
        let uids = Set(leaving.map(\.uid))
        let each = instances.map { instance in
            let all = instance.rows.filter { $0.backend == backend && $0.server != "BACKEND" }
            return (
                total: all.count, out: all.count { !$0.isUp },
                taking: all.count { uids.contains($0.uid) && $0.isUp }
            )
        }
        let worst = each.max { $0.total - $0.out - $0.taking > $1.total - $1.out - $1.taking }
        var claim = CapacityClaim(
            group: "\(source) \(backend)", unit: "servers", total: worst?.total ?? 0,
            out: worst?.out ?? 0, taking: worst?.taking ?? 0, load: load(backend, leaving))
        if !identities.isEmpty {
            claim.seats = identities.values.map { "\($0) \(backend)" }.sorted()
        }
        return claim
    }

    /// Puts servers back.
    func resume(_ rows: [ServerRow]) -> ActionProposal {
        var checks = [agreement(rows)]
        if let ready = rows.first(where: { !$0.isDraining && !$0.isInMaintenance }) {
            checks.append(
                ActionCheck(.existence, .block, "\(ready.uid) is \(ready.status): not drained."))
        }
        return ActionProposal(
            tier: .reversible, stages: [ActionStage(steps: steps(rows, to: "ready"))],
            checks: checks)
    }

    private func steps(_ rows: [ServerRow], to state: String) -> [ActionStep] {
        rows.flatMap { row in
            instances.map { instance in
                let line = "set server \(row.uid) state \(state)"
                return step(
                    row, at: instance.place, "state", from: row.status, to: state, line)
            }
        }
    }

    func step(
        _ row: ServerRow, at place: String, _ field: String, from before: String, to after: String,
        _ line: String
    ) -> ActionStep {
        var step = ActionStep(
            target: target(row), field: field, before: before, after: after,
            token: "\(row.status) \(row.share)",
            request: ActionRequest(
                place: place, words: [line], shown: "echo '\(line)' | socat - \(Self.socat(place))")
        )
        step.seat = identities[place]
        return step
    }

    func target(_ row: ServerRow) -> ActionTarget {
        ActionTarget(
            source: source, uid: row.uid, name: row.server,
            site: sites[row.uid] ?? sites[row.server] ?? "", address: row.address)
    }

    private static func socat(_ place: String) -> String {
        place.hasPrefix("/") ? "UNIX-CONNECT:\(place)" : "TCP:\(place)"
    }

    /// Whether all instances are set alike, as far as these backends go.
    func agreement(_ rows: [ServerRow]) -> ActionCheck {
        let backends = Set(rows.map(\.backend))
        let settings = instances.map { instance in
            instance.servers.filter { backends.contains($0.backend) }.map(\.setting)
        }
        guard let other = settings.firstIndex(where: { $0 != settings[0] }) else {
            let count = instances.count
            return ActionCheck(
                .existence, .pass,
                count == 1 ? "The router is one instance." : "All \(count) instances are set alike."
            )
        }
        return ActionCheck(
            .existence, .block,
            "\(instances[other].place) is set otherwise than \(instances[0].place).")
    }

    /// Never the last server that is up, on no instance.
    private func lastOne(_ backend: String, _ leaving: [ServerRow]) -> ActionCheck {
        let uids = Set(leaving.map(\.uid))
        let each = instances.map { instance in
            let rows = instance.rows.filter {
                $0.backend == backend && $0.server != "BACKEND" && $0.isUp
                    && !uids.contains($0.uid)
            }
            return (place: instance.place, rows: rows, left: rows.count { $0.share > 0 })
        }
        let worst = each.min { $0.left < $1.left }
        let isAlike = each.allSatisfy { $0.left == worst?.left }
        let place = isAlike ? "" : " at \(worst?.place ?? "")"
        guard let worst, worst.left > 0 else {
            let idle = worst?.rows.first { $0.share == 0 }
            return ActionCheck(
                .blastRadius, .block,
                "\(backend) would have no server left that takes requests\(place)"
                    + (idle.map { ": \($0.server) is up, with weight 0." } ?? "."))
        }
        return ActionCheck(
            .blastRadius, .pass,
            "\(worst.left) \(worst.left == 1 ? "server" : "servers") of \(backend) "
                + "\(worst.left == 1 ? "stays" : "stay") up\(place).",
            facts: out(of: backend, with: uids))
    }

    /// The servers that take no requests once some have left, on each instance.
    private func out(of backend: String, with leaving: Set<String>) -> [String] {
        instances.flatMap { instance in
            instance.rows.filter {
                $0.backend == backend && $0.server != "BACKEND"
                    && (!$0.isUp || $0.share == 0 || leaving.contains($0.uid))
            }.map { "\(instance.place) \($0.uid)" }
        }
    }
}
