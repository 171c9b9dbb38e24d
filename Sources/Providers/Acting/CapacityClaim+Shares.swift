import Fleet

extension Collection<ActionStage> {
    /// Those who have a share before the first of them and none after the last: out of use as if they
    /// were drained.
    var emptied: [ActionTarget] { emptying.map(\.target) }

    private var emptying: [ShareShift] {
        shift.filter { $0.before > 1e-6 && $0.after <= 1e-6 }
    }

    /// What that takes of those that are routed together; none where everybody keeps a share.
    func claims(group: String, unit: String) -> [CapacityClaim] {
        let emptying = emptying
        guard !emptying.isEmpty else { return [] }
        return [
            CapacityClaim(
                group: group, unit: unit, total: shift.count, out: 0, taking: emptying.count,
                load: CarriedLoad(emptying.map(\.before).reduce(0, +)))
        ]
    }
}
