import Collector
import Fleet

/// Shares are of all that are shared between: some of them alone are not taken back.
extension ActionExecutor {
    /// The other steps of what these are shared with, that hold as well: they are taken back with them. What
    /// never took hold is no matter. Refused where somebody else has set one since: shares would come of
    /// it that nobody has ever asked for.
    func sharers(
        of done: [ActionStep], _ machine: ActionMachine, _ provider: any ActionableProvider
    ) async throws(ActionRefusal) -> [ActionStep] {
        guard machine.plan.kind == .reroute else { return [] }
        let others = machine.sharers(of: done)
        guard !others.isEmpty else { return [] }
        let seen: [ActionObservation]
        do throws(SourceFailure) {
            seen = try await provider.observe(others)
        } catch { throw ActionRefusal("It cannot be looked at: \(error.message)") }
        var held: [ActionStep] = []
        for (step, observation) in zip(others, seen) {
            switch observation {
            case .reached, .progressing: held.append(step)
            case .asBefore, .busy: continue
            case .elsewhere(let what):
                throw ActionRefusal(
                    "\(step.target.uid) is no longer as the action left it (\(what)), and shares are "
                        + "of all together: set them anew by a reroute.")
            }
        }
        return held
    }
}

extension ActionMachine {
    /// The last steps that were sent of what is shared with some steps, and did not take hold as far as was
    /// seen.
    fileprivate func sharers(of done: [ActionStep]) -> [ActionStep] {
        let known = Set(done.map(\.key))
        let pools = Set(done.map(\.pool))
        var last: [String: ActionStep] = [:]
        for place in steps.keys.sorted() where steps[place]?.isUnsent == false {
            guard let step = plan.step(place), pools.contains(step.pool), !known.contains(step.key)
            else { continue }
            last[step.key] = step
        }
        return last.keys.sorted().compactMap { last[$0] }
    }
}

extension ActionStep {
    /// Between what its share is one of: the backend of a router, a route, an endpoint with variants.
    fileprivate var pool: String {
        let parts = target.uid.split(separator: "/", omittingEmptySubsequences: false)
        return "\(target.source) \(request.place) \(parts.dropLast().joined(separator: "/"))"
    }
}
