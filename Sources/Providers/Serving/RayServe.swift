import Fleet

extension ServerRecipe {
    /// Ray Serve: `ray/serve/_private`, exported with the prefix `ray_`; milliseconds; counters with and
    /// without `_total`. Values are per worker and replica: summed over.
    static let rayServe = ServerRecipe(
        kind: "ray-serve",
        marks: [
            "ray_serve_deployment_replica_healthy", "ray_serve_deployment_request_counter_total",
            "ray_serve_deployment_request_counter",
        ],
        modelLabels: ["application"],
        healthPath: nil,
        measures: [
            Measure(
                .requestsRunning,
                .gauge(
                    Selection(
                        "ray_serve_num_ongoing_requests_at_replicas",
                        "ray_serve_replica_processing_queries"), .sum)),
            Measure(
                .requestsWaiting, .gauge(Selection("ray_serve_deployment_queued_queries"), .sum)),
            Measure(
                .replicasReady, .gauge(Selection("ray_serve_deployment_replica_healthy"), .sum)),
            Measure(
                .replicasDesired,
                .gauge(Selection("ray_serve_autoscaling_target_replicas"), .sum)),
            Measure(.requestRate, .first([.rate([httpRequests]), .rate([handled])])),
            Measure(
                .errorRatio,
                .first([
                    .ratio([httpErrors.with("error_code", "5")], of: [httpRequests]),
                    .ratio([handledErrors], of: [handled]),
                ])),
            Measure(
                .clientErrorRatio,
                .ratio([httpErrors.with("error_code", "4")], of: [httpRequests])),
        ]
            + Rule.quantiles(
                .latencyP50, .latencyP95, .latencyP99,
                of: Selection(
                    "ray_serve_http_request_latency_ms",
                    "ray_serve_deployment_processing_latency_ms"
                ), scale: 1e-3))

    private static let httpRequests = Selection(
        "ray_serve_num_http_requests_total", "ray_serve_num_http_requests")
    private static let httpErrors = Selection(
        "ray_serve_num_http_error_requests_total", "ray_serve_num_http_error_requests")
    private static let handled = Selection(
        "ray_serve_deployment_request_counter_total", "ray_serve_deployment_request_counter")
    private static let handledErrors = Selection(
        "ray_serve_deployment_error_counter_total", "ray_serve_deployment_error_counter")
}
