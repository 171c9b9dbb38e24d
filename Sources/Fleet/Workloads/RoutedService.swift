/// A service that a source spreads over endpoints, as the source itself tells it: a backend of HAProxy, an
/// HTTPRoute, a Deployment. A source that tells none has its variants taken for the parts of their
/// endpoint.
package struct RoutedService: Hashable, Sendable {
    /// What the router calls it; free of control characters.
    package var name: String
    /// Rows of ``Inventory/endpoints``: the places that requests are sent to, in the router's order.
    package var rows: [Int]
    /// Whether these run at the site of the source. Servers behind a router may be anywhere.
    package var isLocal: Bool

    /// A service of a source.
    package init(name: String, rows: [Int], isLocal: Bool = true) {
        self.name = name
        self.rows = rows
        self.isLocal = isLocal
    }
}

extension Inventory {
    /// What is told to be spread, then the endpoints whose variants nobody has told of otherwise.
    var routedServices: [RoutedService] {
        let told = Set(services.flatMap(\.rows))
        guard endpoints.contains(where: { $0.variant != nil }) else { return services }
        var found: [RoutedService] = []
        var places: [String: Int] = [:]
        for (row, endpoint) in endpoints.enumerated()
        where endpoint.variant != nil && !told.contains(row) {
            if let place = places[endpoint.name] {
                found[place].rows.append(row)
            } else {
                places[endpoint.name] = found.count
                found.append(RoutedService(name: endpoint.name, rows: [row]))
            }
        }
        return services + found
    }
}
