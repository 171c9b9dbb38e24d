/// Finds for each GPU the one source that speaks for it.
struct RosterBuilder {
    private typealias Place = AcceleratorRoster.Place

    private let snapshot: FleetSnapshot
    /// Who speaks for a uuid.
    private var owners: [String: Place] = [:]
    /// Who speaks for what has no uuid.
    private var claims: DeviceClaims?
    /// Of the GPUs that are someone else's though their uuid does not say so.
    private var elsewhere: [Place: Place] = [:]
    /// The second source of a GPU, by the place of the first.
    private var twins: [Place: Place] = [:]
    /// For each source, the rows that are someone else's.
    private var taken: [[Bool]] = []
    private var groups: [AcceleratorRoster.Group] = []
    private var seats: [AcceleratorRoster.Seat] = []
    /// For each source, its place in the order in which sources may speak.
    private let rank: [Int]
    /// The sources in that order.
    private let order: [Int]
    /// Groups that have no GPU left, with the place of one of theirs.
    private var emptied: [(group: Int, owner: Place)] = []

    /// A live source comes before one that is not, and one that asks often before one that asks seldom:
    /// its readings are the fresher ones.
    init(_ snapshot: FleetSnapshot) {
        self.snapshot = snapshot
        let sources = snapshot.sources
        order = sources.indices.sorted { left, right in
            let (one, other) = (sources[left], sources[right])
            if one.isLive != other.isLive { return one.isLive }
            return one.interval == other.interval ? left < right : one.interval < other.interval
        }
        var rank = [Int](repeating: 0, count: sources.count)
        for (place, source) in order.enumerated() { rank[source] = place }
        self.rank = rank
    }

    mutating func build(
        siteOfSource: [Int], siteCount: Int
    ) -> ([AcceleratorRoster.Group], [AcceleratorRoster.Seat]) {
        taken = Array(repeating: [], count: snapshot.sources.count)
        claims = DeviceClaims(snapshot, order: order, siteOfSource: siteOfSource)
        for source in order { claim(source) }
        for site in 0..<siteCount {
            for source in siteOfSource.indices where siteOfSource[source] == site {
                seat(source, site: site)
            }
        }
        return (groups, seats)
    }

    /// The hosts of the groups that were built.
    func hosts() -> [AcceleratorRoster.Host] {
        var groupOf: [Place: Int] = [:]
        if !emptied.isEmpty {
            for (place, group) in groups.enumerated() {
                for seat in seats[group.seats] { groupOf[seat.place] = place }
            }
        }
        var elsewhere: [Int: Int] = [:]
        for (group, owner) in emptied { elsewhere[group] = groupOf[owner] }
        var builder = HostBuilder(snapshot, groups, rank: rank)
        return builder.build(elsewhere: elsewhere)
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
            let place = Place(source: Int32(source), row: Int32(row))
            guard let owner = owner(of: accelerators[row], at: place) else { continue }
            taken[source][row] = true
            if twins[owner] == nil { twins[owner] = place }
        }
    }

    /// Who has a GPU already; else it is this place's.
    private mutating func owner(of gpu: AcceleratorIdentity, at place: Place) -> Place? {
        if let owner = owners[gpu.uuid], owner.source != place.source { return owner }
        if let owner = claims?.owner(of: gpu, at: place) {
            elsewhere[place] = owner
            return owner
        }
        if !gpu.uuid.isEmpty { owners[gpu.uuid] = place }
        return nil
    }

    /// Whether the row is a MIG instance of a GPU that an earlier row stands for.
    private static func isPart(_ row: Int, of accelerators: [AcceleratorIdentity]) -> Bool {
        guard row > 0, accelerators[row].mig != nil else { return false }
        let before = accelerators[row - 1]
        return before.node == accelerators[row].node && before.index == accelerators[row].index
    }

    private mutating func seat(_ source: Int, site: Int) {
        guard let inventory = snapshot.sources[source].sample?.inventory else { return }
        let accelerators = inventory.accelerators
        var row = 0
        for node in inventory.nodes.indices {
            let start = row
            while row < accelerators.count, accelerators[row].node == node { row += 1 }
            seat(start..<row, of: node, source: source, site: site, isNode: true)
        }
        // Rows that are not in the order of the node list: a group of their own each run.
        while row < accelerators.count {
            let start = row
            let node = accelerators[row].node
            while row < accelerators.count, accelerators[row].node == node { row += 1 }
            seat(start..<row, of: node, source: source, site: site, isNode: false)
        }
    }

    private mutating func seat(
        _ rows: Range<Int>, of node: Int, source: Int, site: Int, isNode: Bool
    ) {
        let first = seats.count
        for row in rows where !taken[source][row] { sit(source, row) }
        if seats.count == first, let row = rows.first, let owner = owner(source, row) {
            emptied.append((groups.count, owner))
        }
        groups.append(
            AcceleratorRoster.Group(
                site: site, source: source, node: node, isNode: isNode, rows: rows,
                seats: first..<seats.count))
    }

    /// Who speaks for a GPU in the place of this source.
    private func owner(_ source: Int, _ row: Int) -> Place? {
        if let owner = elsewhere[Place(source: Int32(source), row: Int32(row))] { return owner }
        guard let inventory = snapshot.sources[source].sample?.inventory else { return nil }
        return owners[inventory.accelerators[row].uuid]
    }

    private mutating func sit(_ source: Int, _ row: Int) {
        let place = Place(source: Int32(source), row: Int32(row))
        seats.append(
            AcceleratorRoster.Seat(place: place, twin: twins.isEmpty ? nil : twins[place]))
    }
}
