import Fleet
import FoundationEssentials

/// What CloudWatch says of the simulated endpoints (GetMetricData, service model 2010-08-01): a point a
/// minute, published late.
struct SimulatedFigures: Sendable {
    let world: SimulatedWorld
    let time: Double

    /// Seconds from the end of a minute to the moment in which its points can be asked for.
    static let lateness = 75.0

    private struct Question: Decodable {
        let MetricDataQueries: [Query]
        let StartTime: Double
        let EndTime: Double

        struct Query: Decodable {
            let Id: String
            let MetricStat: Statistic
        }
        struct Statistic: Decodable {
            let Metric: Metric
            let Stat: String
        }
        struct Metric: Decodable {
            let MetricName: String
            let Dimensions: [Dimension]
        }
        struct Dimension: Decodable {
            let Name: String
            let Value: String
        }
    }

    /// The answer to a question; `nil` for one that is not understood.
    func answer(_ body: [UInt8]) -> String? {
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)) else {
            return nil
        }
        let minutes = minutes(from: question.StartTime, to: question.EndTime)
        let results = question.MetricDataQueries.map { query in
            let points = points(query.MetricStat, minutes)
            let times = points.map { "\($0.minute)" }.joined(separator: ",")
            let values = points.map { "\($0.value)" }.joined(separator: ",")
            return """
                {"Id":"\(query.Id)","Label":"\(query.MetricStat.Metric.MetricName)",\
                "StatusCode":"Complete","Timestamps":[\(times)],"Values":[\(values)]}
                """
        }
        return "{\"MetricDataResults\":[\(results.joined(separator: ","))],\"Messages\":[]}"
    }

    /// The starts of the minutes in a window of the calendar that have been published, newest first.
    private func minutes(from start: Double, to end: Double) -> [Int] {
        let latest = min(end, world.wall(at: time).seconds - Self.lateness - 60)
        let first = Int((start / 60).rounded(.up)) * 60
        let last = Int((latest / 60).rounded(.down)) * 60
        return first <= last ? stride(from: last, through: first, by: -60).map(\.self) : []
    }

    private func points(
        _ asked: Question.Statistic, _ minutes: [Int]
    ) -> [(minute: Int, value: Double)] {
        func dimension(_ name: String) -> String? {
            asked.Metric.Dimensions.first { $0.Name == name }?.Value
        }
        guard
            let endpoint = SimulatedEndpoint.all.first(where: {
                $0.name == dimension("EndpointName")
            }),
            let variant = endpoint.variants.first(where: { $0.name == dimension("VariantName") })
        else { return [] }
        return minutes.compactMap { minute in
            let figures = SimulatedMinute(endpoint, variant, minute: minute, load: world.load)
            return figures.value(asked.Metric.MetricName, asked.Stat).map { (minute, $0) }
        }
    }
}

/// One minute of a variant, in CloudWatch's units.
struct SimulatedMinute: Sendable {
    private let endpoint: SimulatedEndpoint
    private let variant: SimulatedEndpoint.Variant
    private let requests: Double
    private let failing: Double
    /// Whether any instance could have served.
    private let isThere: Bool
    /// Share of what the variant can do.
    private let usage: Double

    /// The minute that begins so many seconds after the epoch.
    init(
        _ endpoint: SimulatedEndpoint, _ variant: SimulatedEndpoint.Variant, minute: Int,
        load: SimulatedLoad
    ) {
        self.endpoint = endpoint
        self.variant = variant
        let begin = Double(minute) - load.epoch
        let moments = stride(from: 5.0, to: 60, by: 10).map { begin + $0 }
        let server = endpoint.server
        let demands = moments.map { min(load.demand(server, at: $0), 1) }
        let demand = demands.reduce(0, +) / Double(moments.count)
        let state = SimulatedVariant(endpoint, variant, load, at: begin + 30).current
        // Where there is no instance nothing serves, whatever its weight.
        let serving = endpoint.variants.map {
            SimulatedVariant(endpoint, $0, load, at: begin + 30).current
        }.filter { $0.instances > 0 }
        let total = serving.reduce(0) { $0 + $1.weight }
        let share = total > 0 && state.instances > 0 ? state.weight / total : 0
        isThere = state.instances > 0
        // More for fewer is more for each.
        let each = share / endpoint.share(variant) * Double(variant.instances)
        usage = min(demand * each / Double(max(state.instances, 1)), 1.15)
        requests = (demand * server.peakRate * 60 * share).rounded()
        failing = (requests * load.errorRatio(server, at: begin)).rounded()
    }

    /// A figure; `nil` for one that is not published: where there is no instance, nothing has a latency
    /// or a GPU. Latencies are microseconds, and the use of GPUs counts 100 for each of an instance.
    func value(_ metric: String, _ statistic: String) -> Double? {
        guard isThere || metric.hasPrefix("Invocation") else { return nil }
        return switch metric {
        case "Invocations": requests
        case "Invocation4XXErrors": (requests * 0.0015).rounded()
        case "Invocation5XXErrors": failing
        case "ModelLatency": latency(statistic)
        case "OverheadLatency": 3100 + 1400 * usage
        case "GPUUtilization": 100 * Double(variant.accelerators) * (0.12 + 0.8 * usage)
        case "GPUMemoryUtilization": 100 * Double(variant.accelerators) * 0.71
        default: nil
        }
    }

    /// As ``SimulatedHistogram`` spreads requests around their median.
    private func latency(_ statistic: String) -> Double? {
        let squared = usage * usage
        let median = endpoint.server.latency * (1 + 0.9 * squared * squared) * 1e6
        return switch statistic {
        case "p50": median
        case "Average": median * 1.11
        case "p95": median * 2.09
        case "p99": median * 3.15
        default: nil
        }
    }
}
