import Collector
import Fleet

/// Asks CloudWatch for the newest minute of many figures, 500 a call.
struct CloudWatch: Sendable {
    let client: AWSClient

    /// How far back is looked: figures are published one to three minutes late.
    static let window = Duration.seconds(600)
    /// AWS allows so many queries a call.
    static let batch = 500
    /// US dollars a metric asked for (GetMetricData, first tier, us-east-1).
    static let dollarsPerMetric = 0.00001

    /// A figure of a variant.
    struct Key: Hashable, Sendable {
        var endpoint: String
        var variant: String
        var figure: CloudWatchFigure
    }

    /// What was learned, and at what price.
    struct Points: Sendable {
        var newest: [Key: CloudWatchPoint] = [:]
        var calls = 0
        var metrics = 0
        var bytes = 0
    }

    /// The newest point of each figure; figures without one in the window are left out.
    func newest(_ keys: [Key], at now: WallTime) async throws(SourceFailure) -> Points {
        var points = Points()
        var start = 0
        while start < keys.count {
            let part = Array(keys[start..<min(start + Self.batch, keys.count)])
            try await ask(part, at: now, into: &points)
            start += Self.batch
        }
        return points
    }

    private func ask(
        _ keys: [Key], at now: WallTime, into points: inout Points
    ) async throws(SourceFailure) {
        var request = CloudWatchWire.GetMetricData(
            MetricDataQueries: keys.enumerated().map {
                Self.query($0.element, id: "m\($0.offset)")
            },
            StartTime: (now.seconds - Self.window.inSeconds).rounded(.down),
            EndTime: now.seconds.rounded(.down))
        var pages = 0
        points.metrics += keys.count
        repeat {
            let (page, bytes) = try await client.call(
                .cloudWatch, "GetMetricData", request, as: CloudWatchWire.Data.self)
            points.calls += 1
            points.bytes += bytes
            for result in page.MetricDataResults {
                guard let place = Int(result.Id.dropFirst()), keys.indices.contains(place) else {
                    continue
                }
                Self.take(result, for: keys[place], into: &points.newest)
            }
            request.NextToken = page.NextToken
            pages += 1
        } while request.NextToken != nil && pages < 100
    }

    private static func take(
        _ result: CloudWatchWire.Result, for key: Key, into newest: inout [Key: CloudWatchPoint]
    ) {
        for (time, value) in zip(result.Timestamps, result.Values) {
            let start = WallTime(seconds: time)
            if let known = newest[key], known.start >= start { continue }
            newest[key] = CloudWatchPoint(value: value, start: start)
        }
    }

    private static func query(_ key: Key, id: String) -> CloudWatchWire.Query {
        CloudWatchWire.Query(
            Id: id,
            MetricStat: .init(
                Metric: .init(
                    Namespace: key.figure.namespace, MetricName: key.figure.name.rawValue,
                    Dimensions: [
                        .init(Name: "EndpointName", Value: key.endpoint),
                        .init(Name: "VariantName", Value: key.variant),
                    ]),
                Stat: key.figure.statistic))
    }
}
