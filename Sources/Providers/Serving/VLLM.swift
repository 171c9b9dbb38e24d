import Fleet

extension ServerRecipe {
    /// vLLM: `vllm/v1/metrics/loggers.py`, and the names of older versions. `engine` is the
    /// data-parallel rank: summed over. The "perc" of the KV cache is a fraction.
    static let vllm = ServerRecipe(
        kind: "vllm",
        marks: ["vllm:num_requests_running"],
        modelLabels: ["model_name"],
        healthPath: "/health",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("vllm:num_requests_running"), .sum)),
            Measure(
                .requestsWaiting,
                .gauge(
                    Selection(
                        "vllm:num_requests_waiting", "vllm:num_requests_waiting_by_reason"), .sum)
            ),
            Measure(
                .cacheUsage,
                .gauge(
                    Selection("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"), .mean)),
            Measure(.tokensIn, .rate([Selection("vllm:prompt_tokens_total")])),
            Measure(.tokensOut, .rate([Selection("vllm:generation_tokens_total")])),
            Measure(.requestRate, .rate([finished])),
            Measure(.errorRatio, .first([httpErrors("5"), engineErrors])),
            Measure(.clientErrorRatio, httpErrors("4")),
            Measure(.preemptionRate, .rate([Selection("vllm:num_preemptions_total")])),
            Measure(
                .cacheHitRatio,
                .ratio(
                    [
                        Selection(
                            "vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total")
                    ],
                    of: [
                        Selection(
                            "vllm:prefix_cache_queries_total",
                            "vllm:gpu_prefix_cache_queries_total")
                    ])),
            Measure(
                .queueTimeP95, .quantile(Selection("vllm:request_queue_time_seconds"), 0.95)),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection("vllm:e2e_request_latency_seconds"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("vllm:time_to_first_token_seconds"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection(
                    "vllm:inter_token_latency_seconds", "vllm:time_per_output_token_seconds"))
    )

    private static let finished = Selection("vllm:request_success_total")

    /// The engine counts no errors but ends requests with a reason, and lists every reason that it knows.
    /// Older ones do not know `error`: requests that fail there are counted nowhere.
    private static let engineErrors = Rule.ratio(
        [finished.with("finished_reason", "error").listed], of: [finished])

    /// What the HTTP layer in front of the engine answered to inference requests.
    private static func httpErrors(_ statusClass: String) -> Rule {
        let answers = Selection("http_requests_total").with("handler", "/v1/")
        return .ratio([answers.with("status", statusClass)], of: [answers])
    }
}
