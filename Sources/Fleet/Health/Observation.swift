/// What a rule sees now. It becomes a ``Finding`` when it has held for long enough.
package struct Observation: Sendable, Hashable {
    /// How far observations of one cause are folded into one finding.
    package enum Folding: Sendable, Hashable {
        /// Each stands for itself.
        case none
        /// The accelerators of one node.
        case node
        /// Whatever is at one site.
        case site
    }

    /// Where a reading stands to the line that it is judged by.
    package enum Standing: Sendable, Hashable {
        /// Beyond the line, or there is no line to come back over.
        case beyond
        /// It was beyond, and is back without having reached the value at which it clears.
        case waning
        /// It holds no more: this is only what a finding that lingers says of now.
        case over
    }

    /// The finding that it would be; its `since` is when the source says that it began.
    package var finding: Finding
    /// Whether `finding.since` is the source's word. If not, it is when the rule first held.
    package var isSinceKnown = false
    /// It must hold for this long before it is raised.
    package var after = Duration.zero
    /// It must be gone for this long before it is cleared.
    package var linger = Duration.zero
    /// It becomes critical when it has held for this long.
    package var criticalAfter: Duration?
    /// It is told for this long and then not any more, though it still holds (news, not state).
    package var newsFor: Duration?
    /// How far it is brought together with others of its cause.
    package var folding = Folding.none
    /// Where the reading stands to its line.
    package var standing = Standing.beyond
    /// What is wrong, without whose it is: `no data: connection timed out`. Observations of one rule
    /// with the same cause can be folded.
    package var cause = ""
    /// Labels of the source, to name what folded observations have in common.
    package var labels: [String: String] = [:]

    /// An observation that is raised at once.
    package init(_ finding: Finding) { self.finding = finding }
}
