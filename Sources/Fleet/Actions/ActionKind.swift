/// What an operator can have done to a target.
package enum ActionKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Changes how many replicas or instances serve.
    case scale
    /// Takes a target out of use while what it does runs to its end.
    case drain
    /// Puts a drained or cordoned target back to use.
    case resume
    /// Changes the shares that a router gives its targets.
    case reroute
    /// Keeps new work from a target; what runs there stays.
    case cordon
    /// Restarts a machine once nothing runs there any more.
    case reboot
    /// Ends a job and puts it back into its queue.
    case requeue
    /// Sends a job that waits to another queue.
    case move
}

/// How much an action can hurt, and with it how it is confirmed. Ordered; the strictest rule wins.
package enum ActionTier: Int, Sendable, Hashable, Comparable, CaseIterable, Codable {
    /// Nothing that runs is touched and it can be taken back: one key.
    case reversible
    /// What runs is moved or slowed: the plan is read, then `y`.
    case disruptive
    /// What runs is ended, or nothing is left to serve: the target's name is typed.
    case destructive

    package static func < (left: ActionTier, right: ActionTier) -> Bool {
        left.rawValue < right.rawValue
    }
}
