import Fleet

extension Collection<ActionStage> {
    /// Those who have a share before the first of them and none after the last: out of use as if they
    /// were drained.
    var emptied: [ActionTarget] {
        shift.filter { $0.before > 1e-6 && $0.after <= 1e-6 }.map(\.target)
    }

    /// What that takes of those that are routed together; none where everybody keeps a share.
    func claims(group: String, unit: String) -> [CapacityClaim] {
        let taking = emptied.count
        guard taking > 0 else { return [] }
        return [
            CapacityClaim(group: group, unit: unit, total: shift.count, out: 0, taking: taking)
        ]
    }
}
