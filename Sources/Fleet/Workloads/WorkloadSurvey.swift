/// Finds the workloads of a snapshot, and keeps them for as long as no source has other rows: readings are
/// read from the snapshot when they are wanted.
package struct WorkloadSurvey: Sendable {
    private var seen: [(source: SourceID, site: String, inventory: Inventory)] = []
    private var declared: [WorkloadDeclaration] = []
    private var found: [Workload] = []

    /// A survey that has seen nothing.
    package init() {}

    /// Every workload of a snapshot once: the configured ones in their order, then what routers tell of
    /// besides.
    package static func of(_ snapshot: FleetSnapshot) -> [Workload] {
        WorkloadPass(snapshot).workloads
    }

    /// The same, looked for only where something has changed.
    package mutating func update(_ snapshot: FleetSnapshot) -> [Workload] {
        let isSame =
            declared == snapshot.declaredWorkloads && seen.count == snapshot.sources.count
            && zip(seen, snapshot.sources).allSatisfy { old, source in
                old.inventory === (source.sample?.inventory ?? .empty) && old.source == source.id
                    && old.site == source.site
            }
        guard !isSame else { return found }
        declared = snapshot.declaredWorkloads
        seen = snapshot.sources.map { ($0.id, $0.site, $0.sample?.inventory ?? .empty) }
        found = Self.of(snapshot)
        return found
    }
}

/// One look at everything.
private struct WorkloadPass {
    private struct Found {
        var source: Int
        var service: RoutedService
    }

    private let snapshot: FleetSnapshot
    private var services: [Found] = []
    /// What answers at an address (`host:port`).
    private var addresses: [String: [Workload.Place]] = [:]

    init(_ snapshot: FleetSnapshot) {
        self.snapshot = snapshot
        for (place, source) in snapshot.sources.enumerated() {
            guard let inventory = source.sample?.inventory else { continue }
            services += inventory.routedServices.map { Found(source: place, service: $0) }
        }
        guard !services.isEmpty else { return }
        for (place, source) in snapshot.sources.enumerated() {
            for (row, endpoint) in (source.sample?.inventory.endpoints ?? []).enumerated() {
                guard let url = endpoint.url else { continue }
                addresses[Authority.of(url), default: []]
                    .append(Workload.Place(source: place, row: row))
            }
        }
    }

    var workloads: [Workload] {
        var list: [Workload] = []
        var taken: Set<Int> = []
        for one in snapshot.declaredWorkloads {
            let places = services.indices.filter {
                one.means(services[$0].service, of: snapshot.sources[services[$0].source].id)
            }
            taken.formUnion(places)
            if places.isEmpty { list.append(unrouted(one)) }
            for place in places {
                list.append(routed(services[place], one, isAlone: places.count == 1))
            }
        }
        for place in services.indices where !taken.contains(place) {
            list.append(routed(services[place], nil, isAlone: true))
        }
        return list
    }

    /// Under several routers of one name it is told apart by them.
    private func routed(
        _ found: Found, _ declared: WorkloadDeclaration?, isAlone: Bool
    ) -> Workload {
        let router = "\(snapshot.sources[found.source].id)/\(found.service.name)"
        let name = declared?.name ?? found.service.name
        return Workload(
            id: declared == nil ? router : isAlone ? name : "\(name) \(router)", name: name,
            dataClass: declared?.dataClass, router: router, source: found.source,
            isConfigured: declared != nil, sides: found.service.rows.map { side($0, found) })
    }

    private func side(_ row: Int, _ found: Found) -> Workload.Side {
        let source = snapshot.sources[found.source]
        let place = Workload.Place(source: found.source, row: row)
        guard let endpoint = endpoint(place) else { return Workload.Side(place: place) }
        let joined = endpoint.url.flatMap { addresses[Authority.of($0)] } ?? []
        let others = joined.filter { $0.source != found.source }
        let site =
            endpoint.site ?? others.lazy.compactMap { named(snapshot.sources[$0.source]) }.first
            ?? (found.service.isLocal ? named(source) : nil)
        return Workload.Side(place: place, joined: others, site: site)
    }

    /// What no router tells of: the endpoints of its name, if there are any.
    private func unrouted(_ declared: WorkloadDeclaration) -> Workload {
        var sides: [Workload.Side] = []
        for (place, source) in snapshot.sources.enumerated() where declared.router == nil {
            for (row, endpoint) in (source.sample?.inventory.endpoints ?? []).enumerated()
            where endpoint.name == declared.name && endpoint.variant == nil {
                sides.append(
                    Workload.Side(
                        place: Workload.Place(source: place, row: row),
                        site: endpoint.site ?? named(source)))
            }
        }
        return Workload(
            id: declared.name, name: declared.name, dataClass: declared.dataClass,
            router: declared.router, isConfigured: true, sides: sides)
    }

    private func endpoint(_ place: Workload.Place) -> EndpointIdentity? {
        let endpoints = snapshot.sources[place.source].sample?.inventory.endpoints ?? []
        return endpoints.indices.contains(place.row) ? endpoints[place.row] : nil
    }

    private func named(_ source: SourceState) -> String? {
        source.site == Site.unnamed.name ? nil : source.site
    }
}
