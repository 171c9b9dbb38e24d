/// Every GPU of the fleet once, in the order of sites, sources and nodes: the same GPU reported by two
/// sources (nvidia-smi, and an exporter through a PromQL engine) is one seat, joined by its uuid.
///
/// It depends on inventories and on which sources are live, not on readings, so it outlives many
/// snapshots: ask ``matches(_:)`` before making another.
package final class AcceleratorRoster: Sendable {
    /// Where a GPU's readings are: a source's place in the snapshot and a row there.
    package struct Place: Hashable, Sendable {
        package var source: Int32
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
    package struct Group: Sendable {
        /// The place of the site in ``sites``.
        package var site: Int
        /// The place of the source in the snapshot.
        package var source: Int
        /// The node's row in that source's inventory.
        package var node: Int
        /// Whether the node is counted here, and not where another source names it too.
        package var countsNode: Bool
        /// Whole GPUs that the source lists for the node, those in other seats too.
        package var listed: Int
        /// The GPUs, in ``seats``.
        package var seats: Range<Int>
    }

    /// The names of all sites: those configured first, then those that only a source names.
    package let sites: [String]
    /// Site by site.
    package let groups: [Group]
    /// The GPUs, group by group.
    package let seats: [Seat]
    /// The place of each source's site in ``sites``.
    package let siteOfSource: [Int]
    private let key: [Key]

    /// What the roster follows from. It holds on to the inventory, so that no later one can come to lie
    /// at the same address and be taken for it.
    private struct Key: Equatable, Sendable {
        var inventory: Inventory?
        var site: String
        var isLive: Bool

        static func == (left: Key, right: Key) -> Bool {
            left.inventory === right.inventory && left.isLive == right.isLive
                && left.site == right.site
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
        var builder = RosterBuilder(snapshot)
        (groups, seats) = builder.build(siteOfSource: siteOfSource, siteCount: names.count)
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
                inventory: $0.sample?.inventory, site: $0.site, isLive: $0.isLive)
        }
    }
}
