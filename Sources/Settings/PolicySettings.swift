package import Fleet

/// What may be done to the fleet.
package struct PolicySettings: Sendable, Hashable {
    /// Whether nothing is ever changed; false: nothing has to be unlocked; `nil` where it is not said.
    package var isReadOnly: Bool?
    /// Whether every action is confirmed more strictly.
    package var isProduction = false
    /// How the lines around panels are drawn: one of ``frames``; `nil` where it is not said.
    package var frame: String?
    /// What lines around panels can be drawn as: the theme's names for it, and `plain` for the usual.
    package static let frames = [
        "plain", "production", "notice", "good", "warning", "owned", "rented",
    ]
    /// The share (0...1) of what serves together that may be out of use at once; `nil` for any.
    package var mostOut: Double?
    /// By name, in no order.
    package var dataClasses: [String: DataClassRule] = [:]
    /// In the order of the file.
    package var rules: [ActionRule] = []

    /// Nothing is said.
    package init() {}
}

/// How shifts in stages are done.
package struct StagingSettings: Sendable, Hashable {
    /// How far (0...1) of the way each stage goes; grows, and ends with 1.
    package var stages: [Double] = [0.05, 0.25, 0.5, 1]
    /// How long the receiving side is watched after each.
    package var hold = Duration.seconds(60)
    /// Whether the file says any of it.
    var isSaid = false

    /// The defaults.
    package init() {}
}
