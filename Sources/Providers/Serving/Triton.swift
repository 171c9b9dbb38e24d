import Fleet

extension ServerRecipe {
    /// Triton: docs/user_guide/metrics.md. Durations are cumulative microseconds, so there is a mean
    /// and no percentile; the metrics port (8002) has no health check.
    static let triton = ServerRecipe(
        kind: "triton",
        marks: ["nv_inference_request_success"],
        modelLabels: ["model"],
        healthPath: nil,
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
        ]
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("nv_inference_first_response_histogram_ms"), scale: 1e-3))

    private static let success = Selection("nv_inference_request_success")
    private static let failure = Selection("nv_inference_request_failure")
}
