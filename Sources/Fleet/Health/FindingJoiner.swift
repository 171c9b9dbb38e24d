/// Makes one finding of what several sources tell of the same node or GPU.
///
/// It is told of the source that comes first in the configuration of those that know the thing, whoever
/// raises it, so that it keeps its name, and what was acknowledged, when one of them falls silent.
struct FindingJoiner: Sendable {
    private var roster: AcceleratorRoster?

    /// Nothing joined yet.
    init() {}

    /// What is raised, each fault once.
    mutating func join(_ raised: [Observation], in snapshot: FleetSnapshot) -> [Observation] {
        guard snapshot.sources.count > 1, raised.contains(where: Self.isOfHost) else {
            return raised
        }
        let roster = roster(of: snapshot)
        let things = SharedThings(snapshot, roster)
        var places: [String: Int] = [:]
        var joined: [Observation] = []
        // In the order of the sources, so that the words are the same at each look.
        for observation in raised.sorted(by: { things.place($0) < things.place($1) }) {
            guard Self.isOfHost(observation) else {
                joined.append(observation)
                continue
            }
            var observation = observation
            let teller = observation.finding.subject.source
            let subject = things.shared(observation.finding.subject)
            observation.finding.subject = subject
            observation.finding.id = Finding.identity(
                rule: observation.finding.rule, subject: subject)
            if let place = places[observation.finding.id] {
                Self.merge(observation, told: teller, into: &joined[place])
            } else {
                places[observation.finding.id] = joined.count
                if let teller, teller != subject.source {
                    observation.finding.evidence.append("It is told by \(teller).")
                }
                joined.append(observation)
            }
        }
        return Self.withoutEchoes(joined)
    }

    private mutating func roster(of snapshot: FleetSnapshot) -> AcceleratorRoster {
        if let roster, roster.matches(snapshot) { return roster }
        let made = AcceleratorRoster(snapshot)
        roster = made
        return made
    }

    /// Whether it is about a node or GPU itself and not about asking a source.
    private static func isOfHost(_ observation: Observation) -> Bool {
        let kind = observation.finding.subject.kind
        return (kind == .node || kind == .accelerator)
            && !observation.finding.rule.hasPrefix("source-")
    }

    /// The graver of the two speaks; the other is named.
    private static func merge(
        _ other: Observation, told teller: SourceID?, into known: inout Observation
    ) {
        let since = min(known.finding.since, other.finding.since)
        if other.finding.severity > known.finding.severity {
            var graver = other
            graver.finding.evidence += known.finding.evidence.filter { $0.hasPrefix("It is ") }
            known = graver
        }
        known.finding.since = since
        if let teller { known.finding.evidence.append("It is also told by \(teller).") }
    }

    /// Without the Xid errors of GPUs that another source says are lost, which is the graver news.
    private static func withoutEchoes(_ observations: [Observation]) -> [Observation] {
        let lost = Set(
            observations.lazy.filter { $0.finding.rule == "gpu-lost" }.map(\.finding.subject))
        guard !lost.isEmpty else { return observations }
        return observations.filter {
            !$0.finding.rule.hasPrefix("xid-") || !lost.contains($0.finding.subject)
        }
    }
}

/// What nodes and GPUs are called that several sources know.
private struct SharedThings {
    private let snapshot: FleetSnapshot
    private let roster: AcceleratorRoster
    private let places: [SourceID: Int]

    init(_ snapshot: FleetSnapshot, _ roster: AcceleratorRoster) {
        self.snapshot = snapshot
        self.roster = roster
        places = Dictionary(
            snapshot.sources.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Where the source of an observation stands in the configuration.
    func place(_ observation: Observation) -> Int {
        observation.finding.subject.source.flatMap { places[$0] } ?? 0
    }

    /// The subject as the first of the sources that know it calls it.
    func shared(_ subject: Subject) -> Subject {
        guard let source = subject.source, let place = places[source],
            let node = snapshot.sources[place].node(named: subject.name),
            let host = roster.host(source: place, node: node), host.groups.count > 1
        else { return subject }
        let groups = host.groups.map { roster.groups[$0] }.sorted { $0.source < $1.source }
        guard let first = groups.first,
            let inventory = snapshot.sources[first.source].sample?.inventory
        else { return subject }
        var shared = subject
        shared.source = snapshot.sources[first.source].id
        shared.site = snapshot.sources[first.source].site
        shared.name = inventory.nodes[first.node].name
        shared.accelerator = subject.accelerator.map { key(of: $0, at: place, groups) }
        return shared
    }

    /// What the first source that knows a GPU calls it.
    private func key(
        of key: String, at place: Int, _ groups: [AcceleratorRoster.Group]
    ) -> String {
        func gpus(_ group: AcceleratorRoster.Group) -> ArraySlice<AcceleratorIdentity> {
            snapshot.sources[group.source].sample?.inventory.accelerators[group.rows] ?? []
        }
        guard let own = groups.first(where: { $0.source == place }),
            let gpu = gpus(own).first(where: { $0.key == key })
        else { return key }
        for group in groups {
            if let found = gpus(group).first(where: { $0.isSameDevice(as: gpu) }) {
                return found.key
            }
        }
        return key
    }
}
