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

    /// The first answer that holds it back; `nil` where nothing does. `read` are the unknown answers that
    /// the operator has read: another one, be it of the same kind, has not been.
    package func heldBack(by read: Set<ActionCheck>) -> ActionCheck? {
        checks.first { check in
            check.holdsBack(tier, isAcknowledged: check.isSaid(in: read.filter(check.isLike)))
        }
    }
}
