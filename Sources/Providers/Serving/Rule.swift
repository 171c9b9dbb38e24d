import Fleet

/// How one reading follows from what is exposed. Data, so that a scrape and a query language can both
/// carry it out.
indirect enum Rule: Sendable, Hashable {
    /// A gauge, put together over engines and ranks.
    case gauge(Selection, Combination, scale: Double = 1)
    /// A counter's growth a second, summed.
    case rate([Selection], scale: Double = 1)
    /// The growth of the first counters over that of the second.
    case ratio([Selection], of: [Selection], scale: Double = 1)
    /// A quantile of a histogram (its name without `_bucket`) over what was added to it.
    case quantile(Selection, Double, scale: Double = 1)
    /// The first rule whose names are exposed.
    case first([Rule])

    /// How gauges of several engines become one.
    enum Combination: Sendable, Hashable {
        case sum, mean
        /// Of one series there is the value; several have none together.
        case only
    }

    /// A median, 95th and 99th percentile of one histogram.
    static func quantiles(
        _ p50: EndpointMetric, _ p95: EndpointMetric, _ p99: EndpointMetric,
        of selection: Selection, scale: Double = 1
    ) -> [Measure] {
        [
            Measure(p50, .quantile(selection, 0.5, scale: scale)),
            Measure(p95, .quantile(selection, 0.95, scale: scale)),
            Measure(p99, .quantile(selection, 0.99, scale: scale)),
        ]
    }
}

/// A metric and where it comes from.
struct Measure: Sendable, Hashable {
    var metric: EndpointMetric
    var rule: Rule

    /// A metric by its rule.
    init(_ metric: EndpointMetric, _ rule: Rule) {
        self.metric = metric
        self.rule = rule
    }
}
