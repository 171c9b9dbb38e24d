package import Fleet

/// What a log may ask of the running fleet beside the snapshots that it is given.
package struct LogFleet: Sendable {
    /// The fleet as it is now, judged now; `nil`: the newest snapshot will do.
    package var judged: @Sendable () async -> FleetSnapshot?
    /// Sources that have not told their slow facts yet, nor failed to.
    package var awaited: @Sendable () async -> Set<SourceID>
    /// Asks sources for a second answer, because their rates need two.
    package var askAgain: @Sendable ([SourceID]) -> Void

    /// A fleet; by default one that says nothing beyond its snapshots.
    package init(
        judged: @escaping @Sendable () async -> FleetSnapshot? = { nil },
        awaited: @escaping @Sendable () async -> Set<SourceID> = { [] },
        askAgain: @escaping @Sendable ([SourceID]) -> Void = { _ in }
    ) {
        self.judged = judged
        self.awaited = awaited
        self.askAgain = askAgain
    }
}
