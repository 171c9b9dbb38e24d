/// How much of what serves together an action takes out of use: it is counted together with what other
/// actions take.
package struct CapacityClaim: Sendable, Hashable, Codable {
    /// What serves together: `haproxy/edge chat`, `slurm/hall gpu`.
    package var group: String
    /// What is counted, for people: `servers`, `nodes`.
    package var unit: String
    /// How many there are.
    package var total: Int
    /// How many of them are out of use now.
    package var out: Int
    /// How many more this takes.
    package var taking: Int

    /// A claim.
    package init(group: String, unit: String, total: Int, out: Int, taking: Int) {
        self.group = group
        self.unit = unit
        self.total = total
        self.out = out
        self.taking = taking
    }
}
