import Fleet

extension ServerRecipe {
    /// SGLang: `srt/observability/metrics_collector.py`. Every rank of one data-parallel group may
    /// report the same requests, so the ranks' highest counts, and the groups (`dp_rank`) are summed.
    /// `cache_hit_rate` was a percentage once and is a fraction now, which a small number does not tell
    /// apart; it is not read.
    static let sglang = ServerRecipe(
        kind: "sglang",
        marks: ["sglang:num_running_reqs", "sglang:num_requests_running"],
        modelLabels: ["model_name", "name"],
        duplicateLabels: ["tp_rank", "pp_rank", "moe_ep_rank"],
        healthPath: "/health",
        measures: [
            Measure(
                .requestsRunning,
                .gauge(
                    Selection("sglang:num_running_reqs", "sglang:num_requests_running"), .sum)),
            Measure(
                .requestsWaiting,
                .gauge(
                    Selection(
                        "sglang:num_queue_reqs", "sglang:num_requests_waiting",
                        "sglang:queue_req"), .sum)),
            Measure(.cacheUsage, .gauge(Selection("sglang:token_usage"), .mean)),
            Measure(.tokensIn, .rate([Selection("sglang:prompt_tokens_total")])),
            Measure(.tokensOut, .rate([Selection("sglang:generation_tokens_total")])),
            Measure(.requestRate, .rate([Selection("sglang:e2e_request_latency_seconds_count")])),
            Measure(.errorRatio, httpErrors("5")),
            Measure(.clientErrorRatio, httpErrors("4")),
            Measure(.preemptionRate, .rate([Selection("sglang:num_retracted_requests_total")])),
            Measure(
                .cacheHitRatio,
                .ratio(
                    [Selection("sglang:cached_tokens_total")],
                    of: [Selection("sglang:prompt_tokens_total")])),
            Measure(
                .queueTimeP95,
                .quantile(
                    Selection(
                        "sglang:queue_time_seconds", "sglang:waiting_request_latency_seconds"),
                    0.95)),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection("sglang:e2e_request_latency_seconds"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("sglang:time_to_first_token_seconds"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection(
                    "sglang:inter_token_latency_seconds", "sglang:time_per_output_token_seconds"))
    )

    private static func httpErrors(_ statusClass: String) -> Rule {
        let answers = Selection("sglang:http_responses_total")
        return .ratio([answers.with("status_code", statusClass)], of: [answers])
    }
}
