/// Brings together what sources tell of the same host: by its name within a site, and by its GPUs where
/// their uuids say that two names are one host.
struct HostBuilder {
    private let snapshot: FleetSnapshot
    private let groups: [AcceleratorRoster.Group]
    /// How good a source is to speak for a host, the lowest first.
    private let rank: [Int]
    private var index = HostIndex()
    private var members: [[Int]] = []

    init(_ snapshot: FleetSnapshot, _ groups: [AcceleratorRoster.Group], rank: [Int]) {
        self.snapshot = snapshot
        self.groups = groups
        self.rank = rank
    }

    /// The hosts in the order of the first group of each. `elsewhere` names, for a group that has lost all its
    /// GPUs to others, the group that has them.
    mutating func build(elsewhere: [Int: Int]) -> [AcceleratorRoster.Host] {
        var hosts = [Int?](repeating: nil, count: groups.count)
        for group in groups.indices where elsewhere[group] == nil && groups[group].isNode {
            hosts[group] = join(group)
        }
        for (group, other) in elsewhere.sorted(by: { $0.key < $1.key }) {
            guard groups[group].isNode else { continue }
            if let host = hosts[other] {
                members[host].append(group)
                add(group, to: host)
            } else {
                _ = join(group)
            }
        }
        // Whoever speaks for a host, it keeps its place.
        members.sort { ($0.min() ?? 0) < ($1.min() ?? 0) }
        return members.map { list in
            let ranked = list.sorted {
                (rank[groups[$0].source], $0) < (rank[groups[$1].source], $1)
            }
            return AcceleratorRoster.Host(site: groups[ranked[0]].site, groups: ranked)
        }
    }

    private mutating func join(_ group: Int) -> Int {
        let source = groups[group].source
        let known = index.host(name(group), site: groups[group].site)
        // Two nodes that one source tells apart are two.
        if let known, !members[known].contains(where: { groups[$0].source == source }) {
            members[known].append(group)
            add(group, to: known)
            return known
        }
        members.append([group])
        add(group, to: members.count - 1)
        return members.count - 1
    }

    private mutating func add(_ group: Int, to host: Int) {
        index.add(name(group), site: groups[group].site, host: host)
    }

    private func name(_ group: Int) -> String {
        let inventory = snapshot.sources[groups[group].source].sample?.inventory
        return inventory?.nodes[groups[group].node].name ?? ""
    }
}
