import Fleet

/// One of the places that a workload's requests go to.
struct SideRow: Sendable {
    let side: Workload.Side
    private let snapshot: FleetSnapshot
    /// As its router tells of it.
    let routed: EndpointRow?
    /// As it is watched for itself.
    private let watched: [EndpointRow]

    init(_ side: Workload.Side, _ snapshot: FleetSnapshot) {
        self.side = side
        self.snapshot = snapshot
        func row(_ place: Workload.Place) -> EndpointRow? {
            EndpointRow(RowReference(source: place.source, row: place.row), snapshot)
        }
        routed = row(side.place)
        watched = side.joined.compactMap(row)
    }

    /// What selections keep: what its router calls it.
    var key: Identity { routed?.key ?? .group("") }
    /// Everything that it can be told by: its router's server, and the endpoints behind it.
    var handles: [Identity] { [key] + watched.map(\.key) }
    /// As short as it is told apart within its workload.
    var name: String { routed.map { $0.identity.variant ?? $0.identity.label } ?? "" }
    /// What it is called where it is watched for itself, if it is.
    var endpoint: String? { watched.first?.identity.label }
    /// Its share of the requests (0...1); `nil` where it has none or nobody tells it.
    var share: Double? { side.value(.share, in: snapshot) }
    /// What its router does with it.
    var state: EndpointState { routed?.state ?? .unknown }
    /// Whether what is shown of it is current.
    var isLive: Bool { side.isLive(in: snapshot) }
    /// Where its endpoint view is: the server itself where it is watched.
    var view: Identity { watched.first?.key ?? key }

    /// A reading of the server, else of its router.
    func reading(_ metric: EndpointMetric) -> Reading<Double> {
        side.reading(metric, in: snapshot)
    }

    /// The mean latency where nobody tells the 95th percentile.
    var meanInstead: Double? { side.meanInstead(in: snapshot) }

    /// Owned and rented, told apart by colour.
    var role: Role { Self.role(of: side.site, snapshot) }

    static func role(of site: String?, _ snapshot: FleetSnapshot) -> Role {
        let placement = site.flatMap { snapshot.site($0).placement }
        return placement.map { $0.isOwned ? .owned : .rented } ?? .dim
    }

    /// How it is doing: the worst that its router or itself says.
    func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        let all = ([routed].compactMap { $0 } + watched).map { $0.health(index) }
        return all.max { $0.state < $1.state } ?? (.waiting, "gone")
    }

    /// Requests a second over the last minutes.
    func trend(at now: Instant) -> RecordedSeries? {
        for row in watched + [routed].compactMap({ $0 }) {
            let series = row.series(.requestRate, in: snapshot, at: now)
            if !series.isEmpty { return series }
        }
        return nil
    }
}
