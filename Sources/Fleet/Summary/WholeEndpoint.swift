/// An endpoint of a source once, whatever the number of its variants: what every count of endpoints
/// counts.
package struct WholeEndpoint: Hashable, Sendable {
    /// Its own row in the inventory; `nil` where only its variants are listed.
    package var whole: Int?
    /// The rows of its variants.
    package var variants: [Int] = []

    /// The rows whose figures add up to its own.
    package var parts: [Int] { whole.map { [$0] } ?? variants }
    /// Every row that is it or a part of it.
    package var rows: [Int] { (whole.map { [$0] } ?? []) + variants }
}

extension Inventory {
    /// The endpoints, each once: those with a row of their own, then those that only variants tell of.
    package var wholeEndpoints: [WholeEndpoint] {
        var list: [WholeEndpoint] = []
        var places: [String: Int] = [:]
        let hasVariants = endpoints.contains { $0.variant != nil }
        for (row, endpoint) in endpoints.enumerated() where endpoint.variant == nil {
            if hasVariants, places[endpoint.name] == nil { places[endpoint.name] = list.count }
            list.append(WholeEndpoint(whole: row))
        }
        guard hasVariants else { return list }
        for (row, endpoint) in endpoints.enumerated() where endpoint.variant != nil {
            if let place = places[endpoint.name] {
                list[place].variants.append(row)
            } else {
                places[endpoint.name] = list.count
                list.append(WholeEndpoint(variants: [row]))
            }
        }
        return list
    }
}
