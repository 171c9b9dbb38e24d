import Collector
import Fleet

/// What a drain leaves of the targets that serve.
extension ConfiguredCommandProvider {
    /// Counts those that are drained already, and those that this takes. Where nothing would be left it
    /// is never a single key.
    func weigh(_ proposal: inout ActionProposal) async {
        guard settings.observer != nil else { return }
        let taking = Set(proposal.stages.flatMap(\.steps).map(\.target.uid))
        var out = 0
        for name in settings.targets where !taking.contains(name) {
            do throws(SourceFailure) {
                // What is on its way out or in, or tells nothing, does not serve for certain.
                if case .yes(let state) = try await present(name, .drain),
                    !CommandPlan.isSame(state, CommandPlan.word(.drain) ?? "")
                {
                    continue
                }
                out += 1
            } catch { out += 1 }
        }
        let left = settings.targets.count - out - taking.count
        proposal.claims = [
            CapacityClaim(
                group: "\(settings.source)", unit: "targets", total: settings.targets.count,
                out: out, taking: taking.count)
        ]
        guard left <= 0 else { return }
        proposal.tier = .destructive
        proposal.checks.append(
            ActionCheck(
                .blastRadius, .warn,
                "No other target of \(settings.source) is known to serve: nothing would be left."))
    }
}

extension ActionStep {
    /// What a count that sinks takes of its target.
    func fewer(in source: SourceID) -> CapacityClaim? {
        guard let now = Int(before), let count = Int(after), count < now else { return nil }
        return CapacityClaim(
            group: "\(source) \(target.uid)", unit: "replicas", total: now, out: 0,
            taking: now - count)
    }
}
