/// Numbers that jobs have, beyond those of the GPUs that they hold; all in seconds.
package enum JobNumber: String, Sendable, CaseIterable {
    /// How long none of its GPUs has been busy, as far as was watched.
    case idle
    /// How long it has been running, or waiting.
    case elapsed
    /// How long it may run on.
    case left
}
