/// Siblings that run another driver than the rest of their site: not wrong, but often the answer to
/// "why only there".
enum DriverDrift {
    /// One observation for each site whose nodes differ.
    static func observe(_ snapshot: FleetSnapshot) -> [Observation] {
        var sites: [String: [String: [Subject]]] = [:]
        for source in snapshot.sources {
            for node in source.sample?.inventory.nodes ?? [] {
                guard let driver = node.driver else { continue }
                let subject = Subject(
                    kind: .node, source: source.id, site: source.site, name: node.name)
                sites[source.site, default: [:]][driver, default: []].append(subject)
            }
        }
        return sites.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { site, drivers in
            observation(site, drivers, snapshot.time.wall)
        }
    }

    private static func observation(
        _ site: String, _ drivers: [String: [Subject]], _ now: WallTime
    ) -> Observation {
        let ordered = drivers.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let odd = ordered.dropFirst().flatMap(\.value)
        let versions = ordered.dropFirst().map(\.key).joined(separator: ", ")
        let main = ordered[0]
        let nodes = odd.count == 1 ? "1 node runs" : "\(odd.count) nodes run"
        let evidence = ordered.map { driver, subjects in
            let names = subjects.map(\.name).sorted()
            return "\(driver): \(counted(subjects.count, "node")), \(named(names, most: 3))."
        }
        return Observation(
            Finding(
                rule: "driver-differs", severity: .notice,
                subject: Subject(kind: .site, site: site, name: site),
                title: "\(nodes) driver \(versions), the rest \(main.key)",
                evidence: Array(evidence.dropFirst() + evidence.prefix(1)),
                nextStep: "Bring them to one version at the next maintenance.", since: now,
                also: odd))
    }
}
