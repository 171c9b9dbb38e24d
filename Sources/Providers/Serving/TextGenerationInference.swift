import Fleet

extension ServerRecipe {
    /// Hugging Face TGI: docs/source/reference/metrics.md. Counters without `_total`, histograms in
    /// seconds without a unit in the name; no time to first token, no KV cache use.
    static let textGenerationInference = ServerRecipe(
        kind: "tgi",
        marks: ["tgi_queue_size", "tgi_request_count"],
        modelLabels: [],
        healthPath: "/health",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("tgi_batch_current_size"), .sum)),
            Measure(.requestsWaiting, .gauge(Selection("tgi_queue_size"), .sum)),
            Measure(.requestRate, .rate([requests])),
            Measure(.errorRatio, .ratio([failures.without("err", "validation")], of: [requests])),
            Measure(
                .clientErrorRatio, .ratio([failures.with("err", "validation")], of: [requests])),
            Measure(.tokensIn, .rate([Selection("tgi_request_input_length_sum")])),
            Measure(.tokensOut, .rate([Selection("tgi_request_generated_tokens_sum")])),
            Measure(.queueTimeP95, .quantile(Selection("tgi_request_queue_duration"), 0.95)),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99, of: Selection("tgi_request_duration"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection("tgi_request_mean_time_per_token_duration")))

    private static let requests = Selection("tgi_request_count", "tgi_request_count_total")
    private static let failures = Selection("tgi_request_failure", "tgi_request_failure_total")
}
