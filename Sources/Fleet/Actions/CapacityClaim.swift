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
    /// How much of the group's requests go to what this takes; `nil` where it is not about requests, where
    /// nobody tells, and in journals of before 2026-11-22.
    package var load: CarriedLoad?
    /// What serves together as those call it that route there, by whatever name we have for them:
    /// `edge-1 4711 chat`; `nil` where they do not say, and in journals of before 2026-11-22.
    package var seats: [String]?

    /// Whether it is about the same as another.
    package func isOfGroup(of other: CapacityClaim) -> Bool {
        group == other.group || !Set(seats ?? []).isDisjoint(with: other.seats ?? [])
    }

    /// A claim.
    package init(
        group: String, unit: String, total: Int, out: Int, taking: Int, load: CarriedLoad? = nil
    ) {
        self.group = group
        self.unit = unit
        self.total = total
        self.out = out
        self.taking = taking
        self.load = load
    }
}

/// How much of the requests of what serves together some of it carries now.
package struct CarriedLoad: Sendable, Hashable, Codable {
    /// 0...1.
    package var share: Double
    /// Whether requests were counted; else it is what the weights come to.
    package var isCounted: Bool

    /// By weights, where it is not said otherwise.
    package init(_ share: Double, isCounted: Bool = false) {
        self.share = share
        self.isCounted = isCounted
    }
}
