import Fleet

extension ServerRecipe {
    /// LiteLLM proxy: `types/integrations/prometheus.py`. `requested_model` is the model group; labels
    /// with keys, teams and users are summed over and go nowhere.
    static let liteLLM = ServerRecipe(
        kind: "litellm",
        marks: ["litellm_proxy_total_requests_metric_total", "litellm_in_flight_requests"],
        modelLabels: ["requested_model", "model_group"],
        healthPath: "/health/readiness",
        measures: [
            Measure(.requestsRunning, .gauge(Selection("litellm_in_flight_requests"), .sum)),
            Measure(.tokensIn, .rate([Selection("litellm_input_tokens_metric_total")])),
            Measure(.tokensOut, .rate([Selection("litellm_output_tokens_metric_total")])),
            Measure(.requestRate, .rate([requests])),
            Measure(.errorRatio, .ratio([requests.with("status_code", "5")], of: [requests])),
            Measure(.clientErrorRatio, .ratio([requests.with("status_code", "4")], of: [requests])),
            Measure(
                .queueTimeP95, .quantile(Selection("litellm_request_queue_time_seconds"), 0.95)),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection("litellm_request_total_latency_metric"))
            + Rule.quantiles(
                .firstTokenP50, .firstTokenP95, .firstTokenP99,
                of: Selection("litellm_llm_api_time_to_first_token_metric"))
            + Rule.quantiles(
                .outputTokenP50, .outputTokenP95, .outputTokenP99,
                of: Selection("litellm_deployment_latency_per_output_token")))

    private static let requests = Selection("litellm_proxy_total_requests_metric_total")
}
