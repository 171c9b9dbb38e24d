import Fleet

extension ServerRecipe {
    /// TensorRT-LLM `trtllm-serve` at `/prometheus/metrics`: `tensorrt_llm/metrics/collector.py`. Older
    /// versions have the success counter and four histograms only.
    static let tensorRTLLM = ServerRecipe(
        kind: "trtllm",
        marks: ["trtllm_request_success_total", "trtllm_num_requests_running"],
        modelLabels: ["model_name"],
        healthPath: "/health",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("trtllm_num_requests_running"), .sum)),
            Measure(.requestsWaiting, .gauge(Selection("trtllm_num_requests_waiting"), .sum)),
            Measure(.cacheUsage, .gauge(Selection("trtllm_kv_cache_utilization"), .mean)),
            Measure(.cacheHitRatio, .gauge(Selection("trtllm_kv_cache_hit_rate"), .mean)),
            Measure(.tokensIn, .rate([Selection("trtllm_prompt_tokens_total")])),
            Measure(.tokensOut, .rate([Selection("trtllm_generation_tokens_total")])),
            Measure(.requestRate, .first([.rate([success, failure]), .rate([success])])),
            Measure(.errorRatio, .ratio([failure], of: [success, failure])),
            Measure(
                .queueTimeP95, .quantile(Selection("trtllm_request_queue_time_seconds"), 0.95)),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection("trtllm_e2e_request_latency_seconds"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("trtllm_time_to_first_token_seconds"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection("trtllm_time_per_output_token_seconds")))

    private static let success = Selection("trtllm_request_success_total")
    private static let failure = Selection("trtllm_request_error_total")
}
