import Fleet

extension ServerRecipe {
    /// llama.cpp `llama-server --metrics`: no labels, no histograms; KV cache use until mid-2025. The
    /// `_seconds` gauges are tokens a second of the last request and are not read.
    static let llamaCpp = ServerRecipe(
        kind: "llama.cpp",
        marks: ["llamacpp:requests_processing"],
        modelLabels: ["model"],
        healthPath: "/health",
        unhealthy: .starting,
        measures: [
            Measure(.requestsRunning, .gauge(Selection("llamacpp:requests_processing"), .sum)),
            Measure(.requestsWaiting, .gauge(Selection("llamacpp:requests_deferred"), .sum)),
            Measure(.cacheUsage, .gauge(Selection("llamacpp:kv_cache_usage_ratio"), .mean)),
            Measure(.tokensIn, .rate([Selection("llamacpp:prompt_tokens_total")])),
            Measure(.tokensOut, .rate([Selection("llamacpp:tokens_predicted_total")])),
        ])
}
