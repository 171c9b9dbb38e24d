/// How many requests a server has finished, by its page of metrics.
enum RequestCounter {
    /// What servers call it; the first that a page has counts.
    private static let names = [
        "vllm:request_success_total", "sglang:e2e_request_latency_seconds_count",
        "trtllm_request_success_total", "nv_inference_request_success", "tgi_request_count",
        "llamacpp:requests_total", "request_success_total", "http_requests_total",
        "http_server_requests_total",
    ]

    /// The sum over all of its series; `nil` where the page has none.
    static func total(_ page: [UInt8]) -> Double? {
        var totals: [String: Double] = [:]
        for line in page.split(separator: UInt8(ascii: "\n")) where line.first != 0x23 {
            guard let end = line.firstIndex(where: { $0 == 0x7b || $0 == 0x20 }),
                let name = names.first(where: { line[..<end].elementsEqual($0.utf8) })
            else { continue }
            // A label's value may hold a brace, and the last one ends them.
            let rest = line[(line.lastIndex(of: 0x7d).map { $0 + 1 } ?? end)...]
            let words = rest.split(separator: 0x20)
            guard let word = words.first, let value = Double(String(decoding: word, as: UTF8.self)),
                value.isFinite
            else { continue }
            totals[name, default: 0] += value
        }
        return names.lazy.compactMap { totals[$0] }.first
    }
}
