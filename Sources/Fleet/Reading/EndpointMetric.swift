/// What is measured of an endpoint, or of one variant of it.
public enum EndpointMetric: Int, Metric {
    /// Requests finished a second.
    case requestRate
    /// Share of requests that failed on the serving side.
    case errorRatio
    /// Share of requests that the server refused as the client's fault.
    case clientErrorRatio
    /// Median time from request to last token.
    case latencyP50
    /// 95th percentile of it.
    case latencyP95
    /// 99th percentile of it.
    case latencyP99
    /// Mean of it, where the server has no histogram.
    case latencyMean
    /// Time that the platform adds around the model.
    case overheadLatency
    /// Median time to first token.
    case firstTokenP50
    /// 95th percentile of it.
    case firstTokenP95
    /// 99th percentile of it.
    case firstTokenP99
    /// Median time between output tokens.
    case outputTokenP50
    /// 95th percentile of it.
    case outputTokenP95
    /// 99th percentile of it.
    case outputTokenP99
    /// 95th percentile of the time a request waits before it runs.
    case queueTimeP95
    /// Prompt tokens a second.
    case tokensIn
    /// Generated tokens a second.
    case tokensOut
    /// Requests being worked on.
    case requestsRunning
    /// Requests that wait.
    case requestsWaiting
    /// KV cache in use.
    case cacheUsage
    /// Share of prompt tokens found in the prefix cache.
    case cacheHitRatio
    /// Requests pushed out of the KV cache a second.
    case preemptionRate
    /// Replicas or instances that serve.
    case replicasReady
    /// Replicas or instances that are wanted.
    case replicasDesired
    /// Share of its endpoint's traffic that is routed to this variant.
    case share
    /// Mean accelerator utilisation behind the endpoint.
    case acceleratorUtilization
    /// Mean accelerator memory use behind it.
    case acceleratorMemory
    /// Time that a cold start took.
    case coldStart
    /// Time until the TLS certificate expires; negative once it has.
    case certificateExpiry
    /// HTTP status of the last health check.
    case statusCode
    /// Duration of the last health check.
    case probeLatency
}

extension EndpointMetric {
    public var field: String {
        switch self {
        case .requestRate: "requests_per_second"
        case .errorRatio: "error_ratio"
        case .clientErrorRatio: "client_error_ratio"
        case .latencyP50: "latency_p50_seconds"
        case .latencyP95: "latency_p95_seconds"
        case .latencyP99: "latency_p99_seconds"
        case .latencyMean: "latency_mean_seconds"
        case .overheadLatency: "overhead_latency_seconds"
        case .firstTokenP50: "time_to_first_token_p50_seconds"
        case .firstTokenP95: "time_to_first_token_p95_seconds"
        case .firstTokenP99: "time_to_first_token_p99_seconds"
        case .outputTokenP50: "time_per_output_token_p50_seconds"
        case .outputTokenP95: "time_per_output_token_p95_seconds"
        case .outputTokenP99: "time_per_output_token_p99_seconds"
        case .queueTimeP95: "queue_time_p95_seconds"
        case .tokensIn: "input_tokens_per_second"
        case .tokensOut: "output_tokens_per_second"
        case .requestsRunning: "requests_running"
        case .requestsWaiting: "requests_waiting"
        case .cacheUsage: "kv_cache_usage_ratio"
        case .cacheHitRatio: "prefix_cache_hit_ratio"
        case .preemptionRate: "preemptions_per_second"
        case .replicasReady: "replicas_ready"
        case .replicasDesired: "replicas_desired"
        case .share: "share_ratio"
        case .acceleratorUtilization: "accelerator_utilization_ratio"
        case .acceleratorMemory: "accelerator_memory_ratio"
        case .coldStart: "cold_start_seconds"
        case .certificateExpiry: "certificate_expiry_seconds"
        case .statusCode: "http_status"
        case .probeLatency: "probe_latency_seconds"
        }
    }

    public var title: String {
        switch self {
        case .requestRate: "req/s"
        case .errorRatio: "err"
        case .clientErrorRatio: "4xx"
        case .latencyP50: "p50"
        case .latencyP95: "p95"
        case .latencyP99: "p99"
        case .latencyMean: "mean"
        case .overheadLatency: "overhead"
        case .firstTokenP50: "TTFT p50"
        case .firstTokenP95: "TTFT"
        case .firstTokenP99: "TTFT p99"
        case .outputTokenP50: "TPOT p50"
        case .outputTokenP95: "TPOT"
        case .outputTokenP99: "TPOT p99"
        case .queueTimeP95: "wait p95"
        case .tokensIn: "tok/s in"
        case .tokensOut: "tok/s"
        case .requestsRunning: "run"
        case .requestsWaiting: "queue"
        case .cacheUsage: "KV"
        case .cacheHitRatio: "hit"
        case .preemptionRate: "preempt"
        case .replicasReady: "ready"
        case .replicasDesired: "desired"
        case .share: "share"
        case .acceleratorUtilization: "gpu"
        case .acceleratorMemory: "gpu mem"
        case .coldStart: "cold"
        case .certificateExpiry: "cert"
        case .statusCode: "status"
        case .probeLatency: "probe"
        }
    }

    public var unit: Unit {
        switch self {
        case .requestRate, .tokensIn, .tokensOut, .preemptionRate: .perSecond
        case .errorRatio, .clientErrorRatio, .cacheUsage, .cacheHitRatio, .share,
            .acceleratorUtilization, .acceleratorMemory:
            .ratio
        case .latencyP50, .latencyP95, .latencyP99, .latencyMean, .overheadLatency,
            .firstTokenP50, .firstTokenP95, .firstTokenP99, .outputTokenP50,
            .outputTokenP95, .outputTokenP99, .queueTimeP95, .coldStart, .certificateExpiry,
            .probeLatency:
            .seconds
        case .requestsRunning, .requestsWaiting, .replicasReady, .replicasDesired: .count
        case .statusCode: .ordinal
        }
    }
}
