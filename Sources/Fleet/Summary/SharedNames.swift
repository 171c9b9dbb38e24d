/// Names that hosts or endpoints of more than one site have, so that a name alone does not say which is
/// meant.
package struct SharedNames: Sendable {
    private var nodes: Set<String> = []
    private var endpoints: Set<String> = []

    /// The names that the sources of a snapshot share across sites.
    init(_ snapshot: FleetSnapshot) {
        var nodeSites: [String: String] = [:]
        var endpointSites: [String: String] = [:]
        for source in snapshot.sources {
            guard let inventory = source.sample?.inventory else { continue }
            for node in inventory.nodes {
                Self.note(node.name, source.site, &nodeSites, &nodes)
            }
            for endpoint in inventory.endpoints {
                Self.note(endpoint.label, source.site, &endpointSites, &endpoints)
            }
        }
    }

    private static func note(
        _ name: String, _ site: String, _ sites: inout [String: String],
        _ shared: inout Set<String>
    ) {
        if sites.updateValue(site, forKey: name).map({ $0 != site }) ?? false {
            shared.insert(name)
        }
    }

    /// The name of what something is about, with its site where another site has one of that name:
    /// `chat-70b (hall-a)`.
    package func name(_ subject: Subject) -> String {
        let isShared =
            switch subject.kind {
            case .node, .accelerator: nodes.contains(subject.name)
            case .endpoint: endpoints.contains(subject.name)
            case .fleet, .site, .source: false
            }
        guard isShared, let site = subject.site else { return subject.name }
        return "\(subject.name) (\(site))"
    }
}
