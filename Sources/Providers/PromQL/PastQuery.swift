import Fleet

/// A query for the past of one metric.
enum PastQuery: Sendable {
    case accelerator(FleetQueries.AcceleratorQuery, AcceleratorMetric)
    case endpoint(EndpointQuery, EndpointQuery.Past)

    /// Those of the metrics that graphs show.
    static func all(_ plan: FleetQueries, _ builder: HistoryBuilder) -> [PastQuery] {
        let accelerators = plan.accelerators.compactMap { query -> PastQuery? in
            guard case .metric(let metric) = query.gauge.target, builder.keeps(metric) else {
                return nil
            }
            return .accelerator(query, metric)
        }
        let endpoints = plan.endpoints.flatMap { query in
            query.past.filter { builder.keeps($0.metric) }.map { PastQuery.endpoint(query, $0) }
        }
        return accelerators + endpoints
    }

    var text: String {
        switch self {
        case .accelerator(let query, _): query.text
        case .endpoint(_, let past): past.text
        }
    }
}
