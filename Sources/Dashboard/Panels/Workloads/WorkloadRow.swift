import Fleet

/// A workload of a snapshot, with what is known of the places that its requests go to.
struct WorkloadRow: Sendable {
    let workload: Workload
    let snapshot: FleetSnapshot

    /// The workload of a row; `nil` if the snapshot has no such row.
    init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard snapshot.workloads.indices.contains(reference.row) else { return nil }
        self.init(snapshot.workloads[reference.row], snapshot)
    }

    init(_ workload: Workload, _ snapshot: FleetSnapshot) {
        self.workload = workload
        self.snapshot = snapshot
    }

    /// The workload of an identity.
    static func find(_ identity: Identity?, in snapshot: FleetSnapshot) -> WorkloadRow? {
        guard case .workload(let id) = identity else { return nil }
        return snapshot.workloads.first { $0.id == id }.map { WorkloadRow($0, snapshot) }
    }

    /// What selections keep.
    var key: Identity { .workload(workload.id) }
    /// In the order of the router.
    var sides: [SideRow] { workload.sides.map { SideRow($0, snapshot) } }
    /// Whether what is shown of it is current.
    var isLive: Bool { workload.isLive(in: snapshot) }
    /// Requests a second over all sides that tell theirs.
    var rate: Double? { workload.requestRate(in: snapshot) }
    /// What it is to keep to.
    var objective: Objective? { snapshot.objectives[workload.name] }

    /// How many sides take requests.
    var serving: Int { sides.count { [.serving, .degraded, .updating].contains($0.state) } }

    /// The sites of its sides in their order, each once, with what goes there.
    var places: [(site: String?, share: Double?)] {
        var places: [(site: String?, share: Double?)] = []
        for side in sides {
            if let place = places.firstIndex(where: { $0.site == side.side.site }) {
                let sum = [places[place].share, side.share].compactMap { $0 }
                places[place].share = sum.isEmpty ? nil : sum.reduce(0, +)
            } else {
                places.append((side.side.site, side.share))
            }
        }
        return places
    }

    /// How it is doing: as the worst of its sides.
    func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        guard !workload.sides.isEmpty else { return (.waiting, nothing) }
        let all = sides
        let worst = all.map { ($0, $0.health(index)) }.max { $0.1.state < $1.1.state }
        guard let worst, worst.1.state > .good else { return (.good, "") }
        let name = all.count > 1 && !worst.1.text.isEmpty ? "\(worst.0.name): " : ""
        return (worst.1.state, name + worst.1.text)
    }

    private var nothing: String {
        guard let router = workload.router else { return "no router and no endpoint is called so" }
        return "no source tells of \(router)"
            + (intended(router).map { ": did you mean `\($0)`?" } ?? "")
    }

    /// A service that nobody claims and whose name is nearly that: with whatever router it is called for.
    private func intended(_ router: String) -> String? {
        var whole: [String: String] = [:]
        for other in snapshot.workloads where !other.isConfigured {
            guard let name = other.router, let source = other.source else { continue }
            let service = String(name.dropFirst("\(snapshot.sources[source].id)/".count))
            if whole[service] == nil { whole[service] = name }
        }
        let parts = router.split(separator: "/")
        let names = [parts.dropFirst().joined(separator: "/"), parts.last.map(String.init) ?? ""]
        return names.lazy.compactMap { NearestName.of($0, among: whole.keys.sorted()) }.first
            .flatMap { whole[$0] }
    }

    /// What is done to any of its sides, or waits for somebody, newest first.
    func actions(_ all: [ActionProgress]) -> [ActionProgress] {
        guard !all.isEmpty else { return [] }
        let names = Set(sides.flatMap(\.handles))
        return all.filter { action in
            action.plan.targets.contains {
                names.contains(.endpoint(source: $0.source, label: $0.uid))
            }
        }
    }
}
