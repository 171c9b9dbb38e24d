/// What a source has rows for before it has ever answered, and how these become the real ones.
extension SourceState {
    /// The last sample that arrived; `nil` where none ever did.
    package var heard: Sample? { sample.flatMap { $0.isExpected ? nil : $0 } }

    /// Whether there are rows of it that nobody has vouched for yet.
    package var isOnlyExpected: Bool { sample?.isExpected ?? false }

    /// The row of a node by its name. The one that was expected goes on under the name that it turned
    /// out to have, so that a view of it stays open.
    package func node(named name: String) -> Int? {
        guard let nodes = sample?.inventory.nodes else { return nil }
        if let row = nodes.firstIndex(where: { $0.name == name }) { return row }
        return nodes.count == 1 && expected?.nodes.first?.name == name ? 0 : nil
    }

    /// The row of an endpoint by its label; that of the expected one as for nodes.
    package func endpoint(labelled label: String) -> Int? {
        guard let endpoints = sample?.inventory.endpoints else { return nil }
        if let row = endpoints.firstIndex(where: { $0.label == label }) { return row }
        return endpoints.count == 1 && expected?.endpoints.first?.label == label ? 0 : nil
    }

    /// What a source is to people: its node or endpoint where it has exactly one, so that a name stays
    /// the same whether it answers or not.
    package var subject: Subject {
        let inventory = sample?.inventory ?? .empty
        if inventory.nodes.count == 1 {
            return Subject(kind: .node, source: id, site: site, name: inventory.nodes[0].name)
        }
        if inventory.endpoints.count == 1, inventory.nodes.isEmpty {
            return Subject(
                kind: .endpoint, source: id, site: site, name: inventory.endpoints[0].label)
        }
        return Subject(kind: .source, source: id, site: site, name: id.instance)
    }
}
