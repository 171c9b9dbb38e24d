import Fleet

extension ServerRecipe {
    /// NVIDIA NIM for LLMs: vLLM's names without their prefix
    /// (docs.nvidia.com/nim/large-language-models/latest/observability.html).
    static let nim = ServerRecipe(
        kind: "nim",
        marks: ["num_request_max", "num_requests_running"],
        modelLabels: ["model_name"],
        healthPath: "/v1/health/ready",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("num_requests_running"), .sum)),
            Measure(.requestsWaiting, .gauge(Selection("num_requests_waiting"), .sum)),
            Measure(
                .cacheUsage,
                .gauge(Selection("kv_cache_usage_perc", "gpu_cache_usage_perc"), .mean)),
            Measure(.tokensIn, .rate([Selection("prompt_tokens_total")])),
            Measure(.tokensOut, .rate([Selection("generation_tokens_total")])),
            Measure(.requestRate, .first([.rate([success, failure]), .rate([finished])])),
            Measure(.errorRatio, .ratio([failure], of: [success, failure])),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99, of: Selection("e2e_request_latency_seconds"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("time_to_first_token_seconds"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection("inter_token_latency_seconds", "time_per_output_token_seconds")))

    private static let success = Selection("request_success_total")
    private static let failure = Selection("request_failure_total")
    private static let finished = Selection("request_finish_total")
}
