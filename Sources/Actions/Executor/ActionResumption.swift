package import Fleet

/// What going on, or back, with an action that is not over means now: what is left to send, and what
/// the checks say of that.
package struct ActionResumption: Sendable, Hashable {
    /// How it stands.
    package let machine: ActionMachine
    /// Whether it would go back.
    package let isBack: Bool
    /// What is sent, in its order; empty where all of it was sent and it is only watched.
    package let stages: [ActionStage]
    /// What the checks say of that.
    package let checks: [ActionCheck]
    /// How it is confirmed.
    package let tier: ActionTier

    /// The first answer that holds it back; `nil` where nothing does. `acknowledged` are the kinds whose
    /// unknown answers the operator has read.
    package func heldBack(by acknowledged: Set<ActionCheck.Kind>) -> ActionCheck? {
        checks.first { $0.holdsBack(tier, isAcknowledged: acknowledged.contains($0.kind)) }
    }
}
