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
        try await points(
            keys, since: WallTime(seconds: now.seconds - Self.window.inSeconds), at: now
        ) { point, key, newest in
            if let known = newest[key], known.start >= point.start { return }
            newest[key] = point
        }
    }

    /// The sum of all points of each figure since a time; figures without one are left out.
    func sums(
        _ keys: [Key], since start: WallTime, at now: WallTime
    ) async throws(SourceFailure) -> [Key: Double] {
        try await points(keys, since: start, at: now) { point, key, sums in
            sums[key, default: CloudWatchPoint(value: 0, start: start)].value += point.value
        }.newest.mapValues(\.value)
    }

    private typealias Fold = (CloudWatchPoint, Key, inout [Key: CloudWatchPoint]) -> Void

    private func points(
        _ keys: [Key], since start: WallTime, at now: WallTime, fold: Fold
    ) async throws(SourceFailure) -> Points {
        var points = Points()
        var first = 0
        while first < keys.count {
            let part = Array(keys[first..<min(first + Self.batch, keys.count)])
            let request = CloudWatchWire.GetMetricData(
                MetricDataQueries: part.enumerated().map {
                    Self.query($0.element, id: "m\($0.offset)")
                },
                StartTime: start.seconds.rounded(.down), EndTime: now.seconds.rounded(.down))
            try await ask(part, request, into: &points, fold: fold)
            first += Self.batch
        }
        return points
    }

    private func ask(
        _ keys: [Key], _ first: CloudWatchWire.GetMetricData, into points: inout Points, fold: Fold
    ) async throws(SourceFailure) {
        var request = first
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
                for (time, value) in zip(result.Timestamps, result.Values) {
                    let point = CloudWatchPoint(value: value, start: WallTime(seconds: time))
                    fold(point, keys[place], &points.newest)
                }
            }
            request.NextToken = page.NextToken
            pages += 1
        } while request.NextToken != nil && pages < 100
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
