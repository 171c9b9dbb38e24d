/// What the hardware does of what a job holds, as the sources that watch its GPUs tell it.
package struct JobLoad: Hashable, Sendable {
    /// Which job of which source.
    package struct Key: Hashable, Sendable {
        /// The scheduler's source.
        package var source: SourceID
        /// ``Job/id``.
        package var job: String

        /// A job of a source.
        package init(source: SourceID, job: String) {
            self.source = source
            self.job = job
        }
    }

    /// How many of its GPUs are watched, of those that it holds by index.
    package var watched: Int
    /// Of those it holds by index.
    package var held: Int
    /// Mean utilisation (0...1) of exactly these GPUs.
    package var utilization: Double
    /// Which these are, where others than the scheduler tell it.
    package var shares: [Job.Share] = []
    /// Since when none of them has been busy, as far as was watched; `nil` while one is.
    package var idleSince: MonotonicTime?

    /// What was seen.
    package init(watched: Int, held: Int, utilization: Double, idleSince: MonotonicTime? = nil) {
        self.watched = watched
        self.held = held
        self.utilization = utilization
        self.idleSince = idleSince
    }

    /// Seconds for which none of its GPUs has been busy, 0 while one is.
    package func idleSeconds(at now: MonotonicTime) -> Double {
        idleSince.map { max(0, (now - $0).inSeconds) } ?? 0
    }
}
