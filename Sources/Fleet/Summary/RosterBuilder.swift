/// Finds for each GPU the one source that speaks for it.
struct RosterBuilder {
    private typealias Place = AcceleratorRoster.Place

    private let snapshot: FleetSnapshot
    /// Who speaks for a uuid.
    private var owners: [String: Place] = [:]
    /// The second source of a GPU, by the place of the first.
    private var twins: [Place: Place] = [:]
    /// For each source, the rows that are someone else's.
    private var taken: [[Bool]] = []
    private var groups: [AcceleratorRoster.Group] = []
    private var seats: [AcceleratorRoster.Seat] = []

    init(_ snapshot: FleetSnapshot) { self.snapshot = snapshot }

    mutating func build(
        siteOfSource: [Int], siteCount: Int
    ) -> ([AcceleratorRoster.Group], [AcceleratorRoster.Seat]) {
        taken = Array(repeating: [], count: snapshot.sources.count)
        let order =
            snapshot.sources.indices.filter { snapshot.sources[$0].isLive }
            + snapshot.sources.indices.filter { !snapshot.sources[$0].isLive }
        for source in order { claim(source) }
        for site in 0..<siteCount {
            var names = Set<String>()
            for source in siteOfSource.indices where siteOfSource[source] == site {
                seat(source, site: site, names: &names)
            }
        }
        return (groups, seats)
    }

    /// Takes every GPU of a source that nobody has taken yet.
    private mutating func claim(_ source: Int) {
        guard let inventory = snapshot.sources[source].sample?.inventory else { return }
        let accelerators = inventory.accelerators
        taken[source] = Array(repeating: false, count: accelerators.count)
        for row in accelerators.indices {
            if Self.isPart(row, of: accelerators) {
                taken[source][row] = true
                continue
            }
            let uuid = accelerators[row].uuid
            if uuid.isEmpty { continue }
            let place = Place(source: Int32(source), row: Int32(row))
            if let owner = owners[uuid], owner.source != place.source {
                taken[source][row] = true
                if twins[owner] == nil { twins[owner] = place }
            } else {
                owners[uuid] = place
            }
        }
    }

    /// Whether the row is a MIG instance of a GPU that an earlier row stands for.
    private static func isPart(_ row: Int, of accelerators: [AcceleratorIdentity]) -> Bool {
        guard row > 0, accelerators[row].mig != nil else { return false }
        let before = accelerators[row - 1]
        return before.node == accelerators[row].node && before.index == accelerators[row].index
    }

    private mutating func seat(_ source: Int, site: Int, names: inout Set<String>) {
        guard let inventory = snapshot.sources[source].sample?.inventory else { return }
        let accelerators = inventory.accelerators
        var row = 0
        for node in inventory.nodes.indices {
            let first = seats.count
            var had = 0
            while row < accelerators.count, accelerators[row].node == node {
                if !Self.isPart(row, of: accelerators) { had += 1 }
                if !taken[source][row] { sit(source, row) }
                row += 1
            }
            let isElsewhere = had > 0 && seats.count == first
            let countsNode = !isElsewhere && names.insert(inventory.nodes[node].name).inserted
            groups.append(
                AcceleratorRoster.Group(
                    site: site, source: source, node: node, countsNode: countsNode,
                    listed: had, seats: first..<seats.count))
        }
        seatStrays(source, site: site, from: row)
    }

    /// Rows that are not grouped by node in the node list's order: a group of their own each run.
    private mutating func seatStrays(_ source: Int, site: Int, from start: Int) {
        guard let inventory = snapshot.sources[source].sample?.inventory else { return }
        let accelerators = inventory.accelerators
        var row = start
        while row < accelerators.count {
            let node = accelerators[row].node
            let first = seats.count
            while row < accelerators.count, accelerators[row].node == node {
                if !taken[source][row] { sit(source, row) }
                row += 1
            }
            groups.append(
                AcceleratorRoster.Group(
                    site: site, source: source, node: node, countsNode: false,
                    listed: seats.count - first, seats: first..<seats.count))
        }
    }

    private mutating func sit(_ source: Int, _ row: Int) {
        let place = Place(source: Int32(source), row: Int32(row))
        seats.append(
            AcceleratorRoster.Seat(place: place, twin: twins.isEmpty ? nil : twins[place]))
    }
}
