/// The metrics pages of the simulated servers, each in its own server's names.
extension SimulatedTraffic {
    /// The page of whatever kind the server is.
    func page() -> [UInt8] {
        var page = MetricsPage()
        switch server.kind {
        case .vllm: writeVLLM(&page)
        case .sglang: writeSGLang(&page)
        case .tgi: writeTGI(&page)
        case .triton: writeTriton(&page)
        case .nim: writeNIM(&page)
        case .llamaCpp: writeLlamaCpp(&page)
        }
        return page.bytes
    }

    private var whole: Double { finished.rounded(.down) }

    private func writeVLLM(_ page: inout MetricsPage) {
        let labels = "engine=\"0\",model_name=\"\(server.model)\""
        page.metric("gauge", "vllm:num_requests_running", labels, running.rounded())
        page.metric("gauge", "vllm:num_requests_waiting", labels, queued.rounded())
        page.metric("gauge", "vllm:kv_cache_usage_perc", labels, cacheUsage)
        page.metric("counter", "vllm:num_preemptions_total", labels, preemptions.rounded(.down))
        page.metric("counter", "vllm:prompt_tokens_total", labels, promptTokens.rounded(.down))
        page.metric("counter", "vllm:generation_tokens_total", labels, answerTokens.rounded(.down))
        page.metric(
            "counter", "vllm:prefix_cache_queries_total", labels, promptTokens.rounded(.down))
        page.metric(
            "counter", "vllm:prefix_cache_hits_total", labels, (promptTokens * 0.37).rounded(.down))
        page.declare("vllm:request_success_total", "counter")
        let reason = "\(labels),finished_reason="
        page.line(
            "vllm:request_success_total", reason + "\"stop\"", (finished * 0.93).rounded(.down))
        page.line(
            "vllm:request_success_total", reason + "\"length\"", (finished * 0.07).rounded(.down))
        writeHTTP(&page, "/v1/chat/completions")
        page.histogram("vllm:time_to_first_token_seconds", labels, firstToken)
        page.histogram("vllm:inter_token_latency_seconds", labels, tokenGap)
        page.histogram("vllm:e2e_request_latency_seconds", labels, request)
        page.histogram("vllm:request_queue_time_seconds", labels, wait)
    }

    /// What the HTTP layer before the engine counts.
    private func writeHTTP(_ page: inout MetricsPage, _ handler: String) {
        let labels = "handler=\"\(handler)\",method=\"POST\",status="
        page.declare("http_requests_total", "counter")
        page.line("http_requests_total", labels + "\"2xx\"", (finished - failed).rounded(.down))
        page.line("http_requests_total", labels + "\"4xx\"", (finished * 0.002).rounded(.down))
        page.line("http_requests_total", labels + "\"5xx\"", failed.rounded(.down))
    }

    private func writeSGLang(_ page: inout MetricsPage) {
        let model = "engine_type=\"unified\",model_name=\"\(server.model)\""
        let rank = model + ",pp_rank=\"0\",tp_rank=\"0\""
        page.metric("gauge", "sglang:num_running_reqs", rank, running.rounded())
        page.metric("gauge", "sglang:num_queue_reqs", rank, queued.rounded())
        page.metric("gauge", "sglang:token_usage", rank, cacheUsage)
        page.metric("counter", "sglang:prompt_tokens_total", model, promptTokens.rounded(.down))
        page.metric("counter", "sglang:generation_tokens_total", model, answerTokens.rounded(.down))
        page.metric(
            "counter", "sglang:cached_tokens_total", model, (promptTokens * 0.52).rounded(.down))
        page.metric("counter", "sglang:num_requests_total", model, whole)
        page.declare("sglang:http_responses_total", "counter")
        let http = "endpoint=\"/v1/chat/completions\",method=\"POST\",status_code="
        page.line(
            "sglang:http_responses_total", http + "\"200\"", (finished - failed).rounded(.down))
        page.line("sglang:http_responses_total", http + "\"500\"", failed.rounded(.down))
        page.histogram("sglang:time_to_first_token_seconds", model, firstToken)
        page.histogram("sglang:inter_token_latency_seconds", model, tokenGap)
        page.histogram("sglang:e2e_request_latency_seconds", model, request)
        page.histogram("sglang:queue_time_seconds", model, wait)
    }

    private func writeTGI(_ page: inout MetricsPage) {
        page.metric("gauge", "tgi_queue_size", "", queued.rounded())
        page.metric("gauge", "tgi_batch_current_size", "", running.rounded())
        page.metric("counter", "tgi_request_count", "", whole)
        page.metric("counter", "tgi_request_success", "", (finished - failed).rounded(.down))
        page.metric(
            "counter", "tgi_request_failure", "err=\"overloaded\"", failed.rounded(.down))
        page.histogram("tgi_request_duration", "", request)
        page.histogram("tgi_request_queue_duration", "", wait)
        page.histogram("tgi_request_mean_time_per_token_duration", "", tokenGap)
        page.declare("tgi_request_input_length", "histogram")
        page.line("tgi_request_input_length_sum", "", promptTokens.rounded(.down))
        page.line("tgi_request_input_length_count", "", whole)
        page.declare("tgi_request_generated_tokens", "histogram")
        page.line("tgi_request_generated_tokens_sum", "", answerTokens.rounded(.down))
        page.line("tgi_request_generated_tokens_count", "", whole)
    }

    private func writeTriton(_ page: inout MetricsPage) {
        let labels = "model=\"\(server.model)\",version=\"1\""
        let micros = (busySeconds * 1e6).rounded(.down)
        page.metric(
            "counter", "nv_inference_request_success", labels, (finished - failed).rounded(.down))
        page.metric(
            "counter", "nv_inference_request_failure", labels + ",reason=\"BACKEND\"",
            failed.rounded(.down))
        page.metric("counter", "nv_inference_count", labels, whole)
        page.metric("gauge", "nv_inference_pending_request_count", labels, queued.rounded())
        page.metric("counter", "nv_inference_request_duration_us", labels, micros)
        page.metric(
            "counter", "nv_inference_queue_duration_us", labels, (micros * 0.04).rounded(.down))
    }

    private func writeNIM(_ page: inout MetricsPage) {
        let labels = "model_name=\"\(server.model)\""
        page.metric("gauge", "num_requests_running", labels, running.rounded())
        page.metric("gauge", "num_requests_waiting", labels, queued.rounded())
        page.metric("gauge", "num_request_max", labels, server.slots)
        page.metric("gauge", "gpu_cache_usage_perc", labels, cacheUsage)
        page.metric("counter", "prompt_tokens_total", labels, promptTokens.rounded(.down))
        page.metric("counter", "generation_tokens_total", labels, answerTokens.rounded(.down))
        page.metric("counter", "request_success_total", labels, (finished - failed).rounded(.down))
        page.metric("counter", "request_failure_total", labels, failed.rounded(.down))
        page.histogram("time_to_first_token_seconds", labels, firstToken)
        page.histogram("time_per_output_token_seconds", labels, tokenGap)
        page.histogram("e2e_request_latency_seconds", labels, request)
    }

    private func writeLlamaCpp(_ page: inout MetricsPage) {
        page.metric("counter", "llamacpp:prompt_tokens_total", "", promptTokens.rounded(.down))
        page.metric("counter", "llamacpp:tokens_predicted_total", "", answerTokens.rounded(.down))
        page.metric("gauge", "llamacpp:requests_processing", "", running.rounded())
        page.metric("gauge", "llamacpp:requests_deferred", "", queued.rounded())
    }
}
