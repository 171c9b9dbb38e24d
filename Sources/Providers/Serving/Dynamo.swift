import Fleet

extension ServerRecipe {
    /// NVIDIA Dynamo's frontend. Requests wait until their first token. The page of a worker is that of
    /// its engine, which has a recipe of its own.
    static let dynamo = ServerRecipe(
        kind: "dynamo",
        marks: ["dynamo_frontend_inflight_requests", "dynamo_frontend_requests_total"],
        modelLabels: ["model"],
        healthPath: "/health",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("dynamo_frontend_inflight_requests"), .sum)),
            Measure(.requestsWaiting, .gauge(Selection("dynamo_frontend_queued_requests"), .sum)),
            Measure(
                .cacheUsage,
                .gauge(
                    Selection(
                        "dynamo_component_gpu_cache_usage_percent",
                        "dynamo_component_kvstats_gpu_cache_usage_percent"), .mean)),
            Measure(.tokensIn, .rate([Selection("dynamo_frontend_input_sequence_tokens_sum")])),
            Measure(
                .tokensOut,
                .rate([
                    Selection(
                        "dynamo_frontend_output_tokens_total",
                        "dynamo_frontend_output_sequence_tokens_sum")
                ])),
            Measure(.requestRate, .rate([requests])),
            Measure(.errorRatio, .ratio([requests.with("status", "error")], of: [requests])),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection("dynamo_frontend_request_duration_seconds"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("dynamo_frontend_time_to_first_token_seconds"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection("dynamo_frontend_inter_token_latency_seconds")))

    /// The page of a worker whose engine shows nothing of its own.
    static let dynamoWorker = ServerRecipe(
        kind: "dynamo",
        marks: ["dynamo_component_inflight_requests", "dynamo_component_requests_total"],
        modelLabels: ["model"],
        healthPath: "/health",
        measures: [
            Measure(
                .requestsRunning, .gauge(Selection("dynamo_component_inflight_requests"), .sum)),
            Measure(
                .cacheUsage,
                .gauge(
                    Selection(
                        "dynamo_component_gpu_cache_usage_percent",
                        "dynamo_component_kvstats_gpu_cache_usage_percent"), .mean)),
            Measure(.requestRate, .rate([handled])),
            Measure(
                .errorRatio, .ratio([Selection("dynamo_component_errors_total")], of: [handled])),
        ])

    private static let handled = Selection("dynamo_component_requests_total")
    private static let requests = Selection("dynamo_frontend_requests_total")
}
