/// Requests that two sources count: the router that passes them on, and the server that answers them. In
/// sums they count once, where they are answered, for as long as that is told.
struct RequestClaims: Sendable {
    /// Rows of endpoints whose requests another source counts, by the source's place.
    private var rows: [Int: Set<Int>] = [:]

    init(_ snapshot: FleetSnapshot) {
        var passed: [String: [(source: Int, row: Int)]] = [:]
        for (place, source) in snapshot.sources.enumerated() {
            guard let inventory = source.sample?.inventory else { continue }
            for row in inventory.passedOn {
                guard let url = inventory.endpoints[row].url else { continue }
                passed[Authority.of(url), default: []].append((place, row))
            }
        }
        guard !passed.isEmpty else { return }
        for (place, source) in snapshot.sources.enumerated() where source.isLive {
            guard let sample = source.sample, let rates = sample.endpoints[.requestRate] else {
                continue
            }
            let own = sample.inventory.passedOn
            for (row, endpoint) in sample.inventory.endpoints.enumerated() {
                guard !own.contains(row), rates.value(row) != nil, let url = endpoint.url else {
                    continue
                }
                for side in passed[Authority.of(url)] ?? [] where side.source != place {
                    rows[side.source, default: []].insert(side.row)
                }
            }
        }
    }

    /// Whether the requests of an endpoint are counted by another source as well, which goes before.
    func isCountedElsewhere(source: Int, row: Int) -> Bool {
        rows[source]?.contains(row) ?? false
    }
}

extension Inventory {
    /// The endpoints that a router has told to pass requests on to.
    fileprivate var passedOn: Set<Int> {
        services.isEmpty ? [] : Set(services.lazy.filter { !$0.isLocal }.flatMap(\.rows))
    }
}
