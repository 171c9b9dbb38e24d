package import Dashboard
package import Fleet

/// A router with two servers, and actions on it, as whoever drives them would tell of them.
package enum SampleAction {
    /// The source that acts.
    package static let source = SourceID(provider: "haproxy", instance: "edge")

    /// The usual fleet with the router beside it.
    package static func fleet() -> FleetSnapshot {
        var snapshot = SampleFleet.usual()
        snapshot.sources.append(router())
        return snapshot
    }

    private static func router() -> SourceState {
        var state = SourceState(
            id: source, title: "HAProxy", site: "hall-a", interval: .seconds(2),
            staleAfter: .seconds(6), transport: "runtime socket")
        let servers = [("own", 0.8, 40.0), ("rented", 0.2, 10.0), ("spare", 0, 0)]
        var sample = Sample(
            inventory: Inventory(
                endpoints: servers.map {
                    EndpointIdentity(name: "chat", variant: $0.0, kind: "haproxy")
                }))
        for (row, server) in servers.enumerated() {
            sample.endpoints[.share, row] = .value(server.1)
            sample.endpoints[.requestRate, row] = .value(server.2)
            sample.endpoints[.replicasDesired, row] = .value(Double(row + 2))
            sample.endpointStates[row] = .serving
        }
        state.sample = sample
        state.status = .live
        state.lastSuccess = SampleFleet.time
        return state
    }

    /// A screen that may act for the next quarter of an hour.
    package static func script(
        columns: Int = 120, rows: Int = 40, kinds: Set<ActionKind> = Set(ActionKind.allCases)
    ) -> Script {
        var script = Script(fleet(), columns: columns, rows: rows)
        script.send(.actorsChanged([source: kinds], stages: [0.05, 0.25, 0.5, 1]))
        script.send(
            .accessChanged(.unlocked(until: SampleFleet.time.monotonic + .seconds(14 * 60))))
        return script
    }

    /// A step on a server.
    package static func step(
        _ uid: String, _ field: String, _ before: String, _ after: String
    ) -> ActionStep {
        let line =
            field == "state" ? "set server \(uid) state \(after)" : "set weight \(uid) \(after)"
        return ActionStep(
            target: ActionTarget(
                source: source, uid: uid,
                name: uid.split(separator: "/").last.map(String.init) ?? ""),
            field: field, before: before, after: after, token: "",
            request: ActionRequest(
                place: "/run/haproxy/admin.sock", words: [line],
                shown: "echo '\(line)' | socat - UNIX-CONNECT:/run/haproxy/admin.sock"))
    }

    /// A share in per cent, before and after.
    package static func share(_ uid: String, _ before: Int, _ after: Int) -> ShareShift {
        ShareShift(
            ActionTarget(source: source, uid: uid, name: uid), from: Double(before) / 100,
            to: Double(after) / 100)
    }

    /// A plan that has passed its checks.
    package static func plan(
        _ id: String = "20261121T140200-3f9a1c", tier: ActionTier = .disruptive,
        kind: ActionKind = .drain, stages: [ActionStage]? = nil, more: [ActionCheck] = []
    ) -> ActionProgress {
        let word = kind == .resume ? "ready" : "drain"
        let plan = ActionPlan(
            id: id, kind: kind, context: "prod", actor: "ada@desk", tier: tier,
            stages: stages ?? [ActionStage(steps: [step("chat/own", "state", "UP", word)])],
            remarks: [
                "Persistent sessions still reach a server that drains.",
                "Lost when HAProxy is reloaded: its configuration is not changed.",
            ], made: SampleFleet.time.wall + .seconds(-24))
        var progress = ActionProgress(plan, state: .checked)
        progress.planned = SampleFleet.time.monotonic + .seconds(-24)
        progress.checks =
            [
                ActionCheck(.permission, .pass, "The runtime interface is at level admin."),
                ActionCheck(.blastRadius, .pass, "2 of 3 servers of chat stay up."),
                ActionCheck(.capacity, .warn, "1 of 3 servers of chat would be out of use."),
            ] + more
        return progress
    }

    /// A shift in stages, of which the second is under way.
    package static func shift(_ id: String = "20261121T140100-77aa01") -> ActionProgress {
        let shares = [0, 5, 25, 50, 100]
        let stages = zip(shares, shares.dropFirst()).map { last, next in
            ActionStage(
                name: "\(next) %",
                steps: [
                    step("chat/own", "weight", "\(100 - last)", "\(100 - next)"),
                    step("chat/rented", "weight", "\(last)", "\(next)"),
                ], holdSeconds: 60,
                shares: [
                    share("chat/own", 100 - last, 100 - next), share("chat/rented", last, next),
                ])
        }
        var progress = plan(id, kind: .reroute, stages: stages)
        progress.plan = ActionPlan(
            id: id, kind: .reroute, context: "prod", actor: "ada@desk", tier: .disruptive,
            stages: stages,
            retreat: ActionStage(
                name: "back", steps: [step("chat/own", "weight", "0", "100")]),
            made: SampleFleet.time.wall + .seconds(-71), deadline: .seconds(120))
        progress.planned = SampleFleet.time.monotonic + .seconds(-71)
        progress.state = .progressing
        progress.isConfirmed = true
        progress.stage = 1
        progress.begun = SampleFleet.time.wall + .seconds(-71)
        progress.stageBegun = SampleFleet.time.wall + .seconds(-41)
        for step in 0...1 {
            progress.steps[ActionStepID(stage: 0, step: step)] = .converged
            progress.steps[ActionStepID(stage: 1, step: step)] = .accepted("")
        }
        progress.sentence = "12 of 40 requests counted"
        progress.held = [0: .seconds(60)]
        return progress
    }
}
