/// Every GPU of the fleet once, in the order of sites, sources and nodes: the same GPU reported by two
/// sources (nvidia-smi, and an exporter through a PromQL engine) is one seat, joined by its uuid.
///
/// It depends on inventories and on which sources are live, not on readings, so it outlives many
/// snapshots: ask ``matches(_:)`` before making another.
package final class AcceleratorRoster: Sendable {
    /// Where a GPU's readings are: a source's place in the snapshot and a row there.
    package struct Place: Hashable, Sendable {
        /// Place in ``FleetSnapshot/sources``.
        package var source: Int32
        /// Row in that source's accelerators.
        package var row: Int32
    }

    /// One GPU.
    package struct Seat: Sendable {
        /// The source that speaks for it; a live one if any is.
        package var place: Place
        /// Another source that knows it too, which fills in what the first does not tell.
        package var twin: Place?
    }

    /// The GPUs of one node as one source tells them.
    package struct Group: Hashable, Sendable {
        /// The place of the site in ``sites``.
        package var site: Int
        /// The place of the source in the snapshot.
        package var source: Int
        /// The node's row in that source's inventory.
        package var node: Int
        /// Whether it is a node's, and not a run of GPUs out of order.
        package var isNode: Bool
        /// The node's accelerators in the inventory, parts of GPUs among them.
        package var rows: Range<Int>
        /// The GPUs, in ``seats``; those that another source speaks for are not here.
        package var seats: Range<Int>
    }

    /// A host, whatever the number of sources that tell of it.
    package struct Host: Sendable {
        /// The place of the site in ``sites``.
        package var site: Int
        /// Places in ``groups``; first the one that speaks for it: of a live source, and of the one that
        /// asks most often.
        package var groups: [Int]
    }

    /// The names of all sites: those configured first, then those that only a source names.
    package let sites: [String]
    /// Site by site.
    package let groups: [Group]
    /// The GPUs, group by group.
    package let seats: [Seat]
    /// The hosts, each once, site by site.
    package let hosts: [Host]
    /// The host of each node of each source.
    private let hostOfNode: [[Int32]]
    /// Names that do not say which site is meant.
    package let sharedNames: SharedNames
    /// The place of each source's site in ``sites``.
    package let siteOfSource: [Int]
    private let key: [Key]

    /// What the roster follows from. It holds on to the inventory, so that no later one can come to lie
    /// at the same address and be taken for it.
    private struct Key: Equatable, Sendable {
        var inventory: Inventory?
        var site: String
        var isLive: Bool
        var interval: Duration

        static func == (left: Key, right: Key) -> Bool {
            left.inventory === right.inventory && left.isLive == right.isLive
                && left.site == right.site && left.interval == right.interval
        }
    }

    /// The roster of a snapshot.
    package init(_ snapshot: FleetSnapshot) {
        key = Self.key(snapshot)
        var names = snapshot.sites.map(\.name)
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() { places[name] = place }
        siteOfSource = snapshot.sources.map { source in
            if let place = places[source.site] { return place }
            places[source.site] = names.count
            names.append(source.site)
            return names.count - 1
        }
        sites = names
        sharedNames = SharedNames(snapshot)
        var builder = RosterBuilder(snapshot)
        (groups, seats) = builder.build(siteOfSource: siteOfSource, siteCount: names.count)
        hosts = builder.hosts()
        hostOfNode = Self.places(of: hosts, groups, snapshot)
    }

    /// The host that a source knows as its node of a row; `nil` where there is no such node.
    package func host(source: Int, node: Int) -> Host? {
        guard hostOfNode.indices.contains(source), hostOfNode[source].indices.contains(node)
        else { return nil }
        let host = Int(hostOfNode[source][node])
        return hosts.indices.contains(host) ? hosts[host] : nil
    }

    /// Every group of a host, the one that lists its GPUs first.
    package func groups(of host: Host) -> [Group] {
        var list = host.groups.map { groups[$0] }
        if let main = list.firstIndex(where: { !$0.rows.isEmpty }), main > 0 {
            list.insert(list.remove(at: main), at: 0)
        }
        return list
    }

    private static func places(
        of hosts: [Host], _ groups: [Group], _ snapshot: FleetSnapshot
    ) -> [[Int32]] {
        var places = snapshot.sources.map {
            [Int32](repeating: -1, count: $0.sample?.inventory.nodes.count ?? 0)
        }
        for (place, host) in hosts.enumerated() {
            for group in host.groups {
                places[groups[group].source][groups[group].node] = Int32(place)
            }
        }
        return places
    }

    /// Whether the roster is also that of another snapshot.
    package func matches(_ snapshot: FleetSnapshot) -> Bool {
        key == Self.key(snapshot)
            && snapshot.sites.map(\.name).elementsEqual(
                sites.prefix(snapshot.sites.count))
    }

    private static func key(_ snapshot: FleetSnapshot) -> [Key] {
        snapshot.sources.map {
            Key(
                inventory: $0.sample?.inventory, site: $0.site, isLive: $0.isLive,
                interval: $0.interval)
        }
    }
}
