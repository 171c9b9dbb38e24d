import Collector
import Fleet
import Testing

@testable import Providers

/// Numbers that cannot be right are absent, with the reason.
@Suite struct PlausibilityTests {
    private func page(_ lines: [String]) -> [UInt8] {
        Array(
            (["vllm:num_requests_running{model_name=\"m\",engine=\"9\"} 0"] + lines)
                .map { $0 + "\n" }.joined().utf8)
    }

    @Test(
        arguments: [
            ("45", nil), ("1.5", nil), ("-0.2", nil), ("NaN", nil), ("+Inf", nil), ("1e300", nil),
            ("1.0001", 1), ("-1e-12", 0), ("0.72", 0.72), ("0", 0), ("1", 1),
        ] as [(String, Double?)])
    func aShareIsBetweenNothingAndAll(value: String, shown: Double?) async throws {
        let lines = ["vllm:kv_cache_usage_perc{model_name=\"m\"} \(value)"]
        let reading = try await ScrapeSetup.sample(pages: [page(lines)]).endpoints[.cacheUsage, 0]
        if let shown { #expect(reading == .value(shown)) }
        #expect(shown != nil || reading.absence?.kind == .malformed)
    }

    @Test(arguments: ["-5", "1e300", "2e15", "NaN", "-Inf"])
    func aQueueIsNeverNegativeNorAbsurd(value: String) async throws {
        let lines = [
            "vllm:num_requests_waiting{model_name=\"m\",engine=\"0\"} 7",
            "vllm:num_requests_waiting{model_name=\"m\",engine=\"1\"} \(value)",
            "vllm:num_requests_running{model_name=\"m\",engine=\"1\"} \(value)",
        ]
        let table = try await ScrapeSetup.sample(pages: [page(lines)]).endpoints
        #expect(table[.requestsWaiting, 0].absence?.kind == .malformed)
        #expect(table[.requestsRunning, 0].absence?.kind == .malformed)
    }

    @Test func theIterationsOfTensorRTLLMAreChecked() async throws {
        let page = """
            [{"numActiveRequests": -3, "numQueuedRequests": 2, \
            "kvCacheStats": {"usedNumBlocks": 90, "maxNumBlocks": 2}}]
            """
        let table = try await ScrapeSetup.sample(pages: [Array(page.utf8)]).endpoints
        #expect(table[.requestsRunning, 0] == .absent(.outOfRange))
        #expect(table[.requestsWaiting, 0] == .value(2))
        #expect(table[.cacheUsage, 0] == .absent(.outOfRange))
    }

    /// Reasons that a request of vLLM ended for, and what is known of errors: 100 in 10 s each.
    @Test(
        arguments: [
            (["stop", "length"], nil), (["stop", "length", "abort"], nil),
            (["stop", "error"], 0.5), (["stop", "error=0"], 0),
        ] as [([String], Double?)])
    func vllmIsWithoutErrorsOnlyWhereItCountsThem(reasons: [String], ratio: Double?) async throws {
        let pages = [0, 100].map { count in
            page(
                reasons.map { reason in
                    let value = reason.hasSuffix("=0") ? 0 : count
                    return "vllm:request_success_total{finished_reason=\""
                        + "\(reason.replacing("=0", with: ""))\",model_name=\"m\"} \(value)"
                })
        }
        let reading = try await ScrapeSetup.sample(pages: pages).endpoints[.errorRatio, 0]
        #expect(reading == (ratio.map { .value($0) } ?? .absent(.notReported)))
    }
}
