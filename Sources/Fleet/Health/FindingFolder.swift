/// Folds findings of one cause into one: a dead switch is one finding, not twenty.
struct FindingFolder: Sendable {
    /// So many of one cause at one place make one finding; it stays one until fewer than two are left.
    static let minimum = 3

    private var folded: Set<Key> = []

    private struct Key: Hashable, Sendable {
        var rule: String
        var cause: String
        var site: String
        /// `nil` for a whole site.
        var node: String?
        var source: SourceID?
    }

    /// Nothing folded yet.
    init() {}

    /// The findings of what is raised, folded where there are many of one cause.
    mutating func fold(_ observations: [Observation], in snapshot: FleetSnapshot) -> [Finding] {
        var formed: Set<Key> = []
        var findings: [Finding] = []
        var rest = observations
        for level in [Observation.Folding.site, .node] {
            let (loose, groups) = grouped(rest, level)
            rest = loose
            for (key, members) in groups {
                let places =
                    level == .site ? Set(members.map(\.finding.subject.name)).count : members.count
                if places >= (folded.contains(key) ? 2 : Self.minimum) {
                    formed.insert(key)
                    findings.append(folded(members, key, snapshot))
                } else {
                    rest += members
                }
            }
        }
        folded = formed
        return findings + rest.map(\.finding)
    }

    private func grouped(
        _ observations: [Observation], _ level: Observation.Folding
    ) -> (loose: [Observation], groups: [Key: [Observation]]) {
        var loose: [Observation] = []
        var groups: [Key: [Observation]] = [:]
        for observation in observations {
            let subject = observation.finding.subject
            let isNodeFold = level == .node && subject.kind == .accelerator
            let isFoldable = level == .site ? observation.folding == .site : isNodeFold
            guard isFoldable, observation.folding != .none else {
                loose.append(observation)
                continue
            }
            let key = Key(
                rule: observation.finding.rule, cause: observation.cause, site: subject.site ?? "",
                node: isNodeFold ? subject.name : nil, source: isNodeFold ? subject.source : nil)
            groups[key, default: []].append(observation)
        }
        return (loose, groups)
    }

    private func folded(
        _ members: [Observation], _ key: Key, _ snapshot: FleetSnapshot
    ) -> Finding {
        let sorted = members.sorted { $0.finding.id < $1.finding.id }
        var finding = sorted[0].finding
        let subjects = sorted.map(\.finding.subject)
        if let node = key.node {
            finding.subject = Subject(kind: .node, source: key.source, site: key.site, name: node)
        } else {
            finding.subject = Subject(kind: .site, site: key.site, name: key.site)
        }
        finding.id =
            "\(key.rule):\(finding.subject.kind.rawValue):\(key.site)/\(key.node ?? "")/\(key.cause)"
        finding.title = "\(count(subjects))\(place(members, key, snapshot)): \(key.cause)"
        finding.severity = sorted.map(\.finding.severity).max() ?? .warning
        finding.since = sorted.map(\.finding.since).min() ?? finding.since
        finding.also = subjects
        finding.evidence.insert(names(subjects), at: 0)
        return finding
    }

    /// `12 nodes`, `24 GPUs on 5 nodes`, `3 endpoints`.
    private func count(_ subjects: [Subject]) -> String {
        let places = Set(subjects.map(\.name)).count
        switch subjects.first?.kind {
        case .accelerator:
            let gpus = counted(subjects.count, "GPU")
            return places > 1 ? "\(gpus) on \(counted(places, "node"))" : gpus
        case .endpoint: return counted(subjects.count, "endpoint")
        case .node: return counted(places, "node")
        default: return counted(subjects.count, "source")
        }
    }

    /// ` in rack r7`, where all have that in common and not the whole site has.
    private func place(_ members: [Observation], _ key: Key, _ snapshot: FleetSnapshot) -> String {
        guard key.node == nil, let first = members.first else { return "" }
        for (label, value) in first.labels.sorted(by: { $0.key < $1.key })
        where members.allSatisfy({ $0.labels[label] == value }) {
            let isTelling = snapshot.sources.contains {
                $0.site == key.site && $0.labels[label].map { $0 != value } ?? false
            }
            if isTelling { return " in \(label) \(value)" }
        }
        return ""
    }

    private func names(_ subjects: [Subject]) -> String {
        var seen: Set<String> = []
        let names = subjects.map(\.name).filter { seen.insert($0).inserted }
        return named(names, most: 6) + "."
    }
}
