package import Fleet

/// Findings by what they are about, made once a snapshot so that a row finds its own at once.
package struct FleetIndex: Sendable {
    private var bySource: [Key: Finding] = [:]

    private struct Key: Hashable {
        let source: SourceID
        let name: String
    }

    /// Nothing found.
    package init() {}

    /// The worst open finding of each node, endpoint and source.
    package init(_ snapshot: FleetSnapshot) {
        for finding in snapshot.findings {
            for subject in [finding.subject] + finding.also {
                guard let source = subject.source else { continue }
                add(finding, Key(source: source, name: subject.name))
                add(finding, Key(source: source, name: ""))
            }
        }
    }

    /// The worst finding about a node or endpoint of a source; acknowledged ones only if there is no
    /// other.
    package func worst(source: SourceID, name: String) -> Finding? {
        bySource[Key(source: source, name: name)]
    }

    /// The worst finding about anything of a source.
    package func worst(source: SourceID) -> Finding? {
        bySource[Key(source: source, name: "")]
    }

    private mutating func add(_ finding: Finding, _ key: Key) {
        guard let known = bySource[key] else {
            bySource[key] = finding
            return
        }
        if Self.rank(finding) > Self.rank(known) { bySource[key] = finding }
    }

    private static func rank(_ finding: Finding) -> Int {
        finding.acknowledgement == nil ? finding.severity.rawValue + 10 : finding.severity.rawValue
    }
}
