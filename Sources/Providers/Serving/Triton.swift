import Fleet

extension ServerRecipe {
    /// Triton: docs/user_guide/metrics.md. Durations are cumulative microseconds, so there is a mean
    /// and, unless it was started with `summary_latencies`, no percentile. Health is answered at the
    /// port of requests.
    static let triton = ServerRecipe(
        kind: "triton",
        marks: ["nv_inference_request_success"],
        modelLabels: ["model"],
        healthPath: "/v2/health/ready",
        ports: (metrics: 8002, health: 8000),
        measures: [
            Measure(
                .requestsWaiting, .gauge(Selection("nv_inference_pending_request_count"), .sum)),
            Measure(.requestRate, .rate([success, failure])),
            Measure(
                .errorRatio,
                .ratio([failure.without("reason", "CANCELED")], of: [success, failure])),
            Measure(
                .latencyMean,
                .ratio(
                    [Selection("nv_inference_request_duration_us")], of: [success], scale: 1e-6)),
            Measure(.latencyP50, summary("0.5")),
            Measure(.latencyP95, summary("0.95")),
        ]
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("nv_inference_first_response_histogram_ms"), scale: 1e-3))

    /// A percentile that the server takes itself. Those of several versions of a model do not add.
    private static func summary(_ quantile: String) -> Rule {
        .gauge(
            Selection("nv_inference_request_summary_us").with("quantile", quantile), .only,
            scale: 1e-6)
    }

    private static let success = Selection("nv_inference_request_success")
    private static let failure = Selection("nv_inference_request_failure")
}
