import Collector
import Fleet

extension HAProxyProvider: ActionableProvider {
    static let actions: Set<ActionKind> = [.drain, .resume, .reroute]

    nonisolated var requestTimeout: Duration { runtime.timeout }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        let router = try await look()
        let rows = try router.targets(order.targets)
        var proposal =
            switch order.wish {
            case .shares(let shares, let stages): try router.reroute(rows, shares, stages)
            case .values(let values) where order.kind == .reroute: router.restore(rows, values)
            case .plain where order.kind == .drain: router.drain(rows)
            case .plain where order.kind == .resume: router.resume(rows)
            default: throw ActionRefusal("HAProxy servers can be drained, resumed and rerouted.")
            }
        proposal.checks.insert(await permission(), at: 0)
        proposal.remarks.append("Lost when HAProxy is reloaded: its configuration is not changed.")
        return proposal
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        guard let place = SocketPlace(request.place), runtime.places.contains(place),
            request.words.count == 1, let line = request.words.first
        else { return .rejected("\(request.place) is not a socket of \(source)") }
        // What was counted before a change says nothing of after it.
        windows = [:]
        return await runtime.change(line, at: place)
    }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        let reports = try await runtime.statistics(of: steps)
        return steps.map { Self.observation(of: $0, reports) }
    }

    private static func observation(
        of step: ActionStep, _ reports: [RuntimeInterface.Report]
    ) -> ActionObservation {
        let rows = reports.first { "\($0.place)" == step.request.place }?.rows
        guard let row = rows?.first(where: { $0.uid == step.target.uid }) else {
            return .elsewhere("\(step.target.uid) is gone from \(step.request.place)")
        }
        return row.observation(of: step)
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        let reports: [RuntimeInterface.Report]
        do throws(SourceFailure) {
            reports = try await runtime.statistics(toProve: steps)
        } catch { return .notYet(error.message) }
        // Requests that go by what somebody else has set since show nothing of these steps.
        let moved = steps.lazy.compactMap { Self.observation(of: $0, reports).movement(of: $0) }
        if let why = moved.first {
            windows[steps] = nil
            return .reverted(why)
        }
        let now = clock.now().monotonic
        guard var window = windows[steps] else {
            windows[steps] = BackendWindows(steps, reports, at: now)
            return .notYet("counting requests")
        }
        let proof = window.judge(reports, at: now)
        if case .notYet = proof { windows[steps] = window } else { windows[steps] = nil }
        return proof
    }

    private func look() async throws(ActionRefusal) -> Router {
        do throws(SourceFailure) {
            let reports = try await runtime.statistics()
            return Router(
                instances: reports.map { ("\($0.place)", watched($0.rows), $0.rows) },
                source: source, sites: sites, identities: await runtime.identities())
        } catch { throw ActionRefusal(error.message) }
    }

    private func permission() async -> ActionCheck {
        for place in runtime.places {
            do throws(SourceFailure) {
                let level = try await runtime.level(place)
                guard level == "admin" else {
                    return ActionCheck(
                        .permission, .block,
                        "\(place) is at level \(level): to act, HAProxy has to be configured with "
                            + "`stats socket ... level admin`.")
                }
            } catch { return ActionCheck(.permission, .block, error.message) }
        }
        return ActionCheck(.permission, .pass, "The runtime interface is at level admin.")
    }
}

extension ServerRow {
    /// Whether the server is as a step wants it.
    func observation(of step: ActionStep) -> ActionObservation {
        switch (step.field, step.after) {
        case ("weight", let wanted):
            if "\(share)" == wanted { return .reached }
            return "\(share)" == step.before ? .asBefore : .elsewhere("weight \(share)")
        case ("state", "drain"):
            if isInMaintenance { return .elsewhere(status) }
            guard isDraining else { return .asBefore }
            let left = sessions ?? 0
            return left == 0
                ? .reached : .progressing("\(left) \(left == 1 ? "session" : "sessions")")
        case ("state", "ready"):
            if isDraining || isInMaintenance { return .asBefore }
            return isUp ? .reached : .progressing("\(status) \(check)")
        default: return .elsewhere("an unknown field \(step.field)")
        }
    }
}

extension ActionObservation {
    /// What has become of a step that was reached, in a sentence; `nil` where it is still so.
    fileprivate func movement(of step: ActionStep) -> String? {
        switch self {
        case .asBefore: "\(step.target.uid) is as before"
        case .elsewhere(let what): "\(step.target.uid): \(what)"
        case .busy, .progressing, .reached: nil
        }
    }
}
