import Fleet

/// What CloudWatch's GetMetricData says and wants (JSON 1.0, service model 2010-08-01). Times are
/// seconds since the epoch as numbers.
enum CloudWatchWire {
    struct GetMetricData: Encodable {
        var MetricDataQueries: [Query]
        var StartTime: Double
        var EndTime: Double
        var NextToken: String?
        var ScanBy = "TimestampDescending"
    }

    struct Query: Encodable {
        var Id: String
        var MetricStat: Stat
        var ReturnData = true
    }

    struct Stat: Encodable {
        var Metric: Metric
        var Period = 60
        var Stat: String
    }

    struct Metric: Encodable {
        var Namespace: String
        var MetricName: String
        var Dimensions: [Dimension]
    }

    struct Dimension: Encodable {
        var Name: String
        var Value: String
    }

    struct Data: Decodable {
        let MetricDataResults: [Result]
        let NextToken: String?
    }

    struct Result: Decodable {
        let Id: String
        let Timestamps: [Double]
        let Values: [Double]
        let StatusCode: String?
    }
}

/// One figure of one variant.
struct CloudWatchFigure: Hashable, Sendable {
    enum Name: String, CaseIterable, Sendable {
        case invocations = "Invocations"
        case clientErrors = "Invocation4XXErrors"
        case serverErrors = "Invocation5XXErrors"
        case modelLatency = "ModelLatency"
        case overheadLatency = "OverheadLatency"
        case gpu = "GPUUtilization"
        case gpuMemory = "GPUMemoryUtilization"
    }

    var name: Name
    var statistic: String

    var namespace: String {
        switch name {
        case .gpu, .gpuMemory: "/aws/sagemaker/Endpoints"
        default: "AWS/SageMaker"
        }
    }

    /// What is asked for every variant.
    static let plain: [CloudWatchFigure] = [
        .init(name: .invocations, statistic: "Sum"), .init(name: .clientErrors, statistic: "Sum"),
        .init(name: .serverErrors, statistic: "Sum"),
        .init(name: .modelLatency, statistic: "Average"),
        .init(name: .overheadLatency, statistic: "Average"),
        .init(name: .gpu, statistic: "Average"), .init(name: .gpuMemory, statistic: "Average"),
    ]

    /// Asked in calls of their own, so that a service without percentiles loses only these.
    static let percentiles: [CloudWatchFigure] = ["p50", "p95", "p99"].map {
        .init(name: .modelLatency, statistic: $0)
    }
}

/// A figure's newest point.
struct CloudWatchPoint: Sendable {
    var value: Double
    /// The start of the minute that it covers.
    var start: WallTime
}
