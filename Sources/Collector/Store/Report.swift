package import Fleet

/// What a runner tells the store about its source.
package enum Report: Sendable {
    /// It was asked, or its stream was started.
    case asked
    /// It answered.
    case answered(Answer, took: Duration?)
    /// Slow facts arrived: they change what is shown, but not how old the fast readings are.
    case learned(Answer)
    /// Slow facts were asked for and cannot be had now; the fast readings are as good as before.
    case unlearned
    /// It failed; the last readings stay.
    case failed(SourceFailure, took: Duration?)
    /// A poll does not return although it was cancelled.
    case stuck(SourceFailure)
    /// When it will be asked next.
    case due(MonotonicTime?)
    /// How it is reached from now on.
    case transport(String)
    /// Recorded readings from before the start, oldest first.
    case recalled([FleetHistory.Bucket], length: Duration)
}
