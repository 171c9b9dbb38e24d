package import Collector
package import Fleet

/// Who acts, where, by which rules, and how it is told.
package struct ActionSetting: Sendable {
    /// The name of the configuration.
    package var context: String
    /// The user and the machine: `ada@desk`.
    package var actor: String
    /// Time between two looks.
    package var interval: Duration
    /// How long the receiving side is watched after each stage of a shift.
    package var hold: Duration
    /// What the configuration allows.
    package var policy: ActionPolicy
    /// How targets bear what they are given; `nil` where nobody can tell, by which no gate opens.
    package var bearings: (any BearingSource)?
    /// Figures older than this are none to go by.
    package var oldest = Duration.seconds(30)
    /// How long a plan that was confirmed waits for something else to be over.
    package var patience = Duration.seconds(1800)
    /// The gate of a plan: with the objective of its workload.
    package var gate: @Sendable (ActionPlan) -> StageGate
    /// The control plane of a source, to take up what a program before this one has left.
    package var provider: @Sendable (SourceID) -> (any ActionableProvider)?
    /// Waits between two looks; a test's does not.
    package var pause: @Sendable (Duration) async -> Void

    /// A setting; by default a look a second, no gates and no rules.
    package init(
        context: String, actor: String, interval: Duration = .seconds(1), hold: Duration = .zero,
        policy: ActionPolicy = ActionPolicy(), bearings: (any BearingSource)? = nil,
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.context = context
        self.actor = actor
        self.interval = interval
        self.hold = hold
        self.policy = policy
        self.bearings = bearings
        self.pause = pause
        gate = { _ in StageGate() }
        provider = { _ in nil }
    }
}
