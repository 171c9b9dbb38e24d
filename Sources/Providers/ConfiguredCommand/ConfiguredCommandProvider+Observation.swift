import Collector
import Fleet

/// How targets stand after a command, as far as the configuration gives something to see it by.
extension ConfiguredCommandProvider {
    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        var seen: [ActionObservation] = []
        for step in steps { seen.append(try await observe(step)) }
        return seen
    }

    private func observe(_ step: ActionStep) async throws(SourceFailure) -> ActionObservation {
        guard let kind = ActionKind(rawValue: step.field),
            settings.targets.contains(step.target.uid)
        else { return .elsewhere("\(step.target.uid) is no target any more") }
        let known = requests[step.request]
        if let known, known.stage == .planned, known.isConditional {
            let order = ActionOrder(kind, targets: [step.target.uid], id: "")
            if let broken = await conditions(order).first(where: { $0.verdict == .block }) {
                return .elsewhere(broken.sentence)
            }
        }
        guard settings.observer != nil else { return try await blindly(step, kind, known) }
        switch try await present(step.target.uid, kind) {
        case .underWay(let what): return .progressing(what)
        case .no(let why): throw SourceFailure(.commandFailed, why)
        case .yes(let now):
            if CommandPlan.isSame(now, step.after) {
                requests[step.request]?.wasReached = true
                return .reached
            }
            guard CommandPlan.isSame(now, step.before) else { return .elsewhere(now) }
            return known?.wasReached == true && known?.stage != .planned
                ? .elsewhere("\(now) again") : .asBefore
        }
    }

    /// Without an observing command: what was taken here is taken for done, and of the rest only the
    /// verifying command knows.
    private func blindly(
        _ step: ActionStep, _ kind: ActionKind, _ known: RequestUnderWay?
    ) async throws(SourceFailure) -> ActionObservation {
        switch known?.stage {
        case .planned: return .asBefore
        case .taken: return .reached
        case .sent, nil: break
        }
        if case .yes? = try await verify(step) { return .reached }
        throw SourceFailure(.commandFailed, "Nothing tells how \(step.target.uid) stands.")
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        var shown: [String] = []
        for step in steps {
            do throws(SourceFailure) {
                switch try await observe(step) {
                case .reached: break
                case .progressing(let what): return .notYet(what)
                case .elsewhere(let now): return .reverted("\(step.target.uid) is \(now)")
                case .asBefore, .busy:
                    return .reverted("\(step.target.uid) is \(step.before) again")
                }
                switch try await verify(step) {
                case nil: return .noDataPlane("No `verify` is configured.")
                case .yes(let what):
                    shown.append(what.isEmpty ? "\(step.target.uid) is as wanted" : what)
                case .underWay(let what), .no(let what): return .notYet(what)
                }
            } catch { return .notYet(error.message) }
        }
        return .shown(shown.joined(separator: "; "))
    }

    private func verify(_ step: ActionStep) async throws(SourceFailure) -> CommandRunner.Look? {
        guard let verifier = settings.verifier else { return nil }
        return try await runner.look(
            try Self.filled(
                verifier,
                [
                    .target: step.target.uid, .kind: step.field, .value: step.after,
                    .share: step.after,
                ]))
    }
}
