/// How many objectives are met now. One objective is one limit that is set for the name of an endpoint,
/// for each endpoint of that name which could tell the figure; its variants are parts of it.
package struct ObjectiveTally: Hashable, Sendable {
    /// The figure keeps to the limit.
    package var met = 0
    /// It does not. A finding says so only once that has lasted for a while.
    package var breached = 0
    /// There is no figure: none was asked, the reading is missing, or it is old.
    package var unknown = 0

    /// Nothing counted yet.
    package init() {}

    /// Those of which it is known whether they are met.
    package var known: Int { met + breached }
    /// All of them.
    package var total: Int { known + unknown }

    /// Takes in another tally.
    package mutating func merge(_ other: ObjectiveTally) {
        met += other.met
        breached += other.breached
        unknown += other.unknown
    }

    /// Counts what an endpoint of a sample is to keep to. `isLive` is whether the sample is current.
    mutating func count(
        _ endpoint: WholeEndpoint, _ objective: Objective, of sample: Sample, isLive: Bool
    ) {
        for (metric, limit) in objective.limits {
            let rows = endpoint.rows.filter { Self.applies(metric, $0, sample) }
            if rows.isEmpty { continue }
            let told = isLive ? rows.compactMap { sample.endpoints.value(metric, $0) } : []
            let whole = isLive ? endpoint.whole.flatMap { sample.endpoints.value(metric, $0) } : nil
            if told.contains(where: { $0 >= Objective.breach(of: limit) }) {
                breached += 1
            } else if whole != nil
                || (!told.isEmpty && told.count + idle(rows, metric, sample) == rows.count)
            {
                // Where the whole itself does not tell, every part of it has to that is asked anything.
                met += 1
            } else {
                unknown += 1
            }
        }
    }

    /// How many of the rows tell nothing because nothing is asked of them.
    private func idle(_ rows: [Int], _ metric: EndpointMetric, _ sample: Sample) -> Int {
        rows.count {
            sample.endpoints.value(metric, $0) == nil
                && sample.endpoints.value(.requestRate, $0) == 0
        }
    }

    /// Whether the row could tell the figure: a kind of server that has no time to a first token is not
    /// held to one.
    private static func applies(_ metric: EndpointMetric, _ row: Int, _ sample: Sample) -> Bool {
        guard let column = sample.endpoints[metric] else { return metric != .firstTokenP95 }
        return column[row].absence?.kind != .unsupported
    }
}

extension Objective {
    /// The limits that are set, and what each limits.
    package var limits: [(metric: EndpointMetric, limit: Double)] {
        [
            (EndpointMetric.latencyP95, latencyP95), (.firstTokenP95, firstTokenP95),
            (.errorRatio, errorRatio),
        ].compactMap { metric, limit in limit.map { (metric, $0) } }
    }

    /// From where on a limit is breached: beyond it by more than arithmetic.
    static func breach(of limit: Double) -> Double { limit * 1.000_001 }
}
