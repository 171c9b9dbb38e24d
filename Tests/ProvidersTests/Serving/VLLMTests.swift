import Collector
import Fleet
import Testing

@testable import Providers

/// vLLM through the provider. The fixture grows by known steps in 10 s; the expected numbers are worked
/// out from those steps by hand.
@Suite struct VLLMTests {
    @Test func readsGaugesOfTheFirstScrapeAndNoRate() async throws {
        let sample = try await ScrapeSetup.sample(
            pages: [Fixture.bytes("exposition/vllm-0.33.1.prom")])
        let table = sample.endpoints
        #expect(sample.inventory.endpoints.map(\.name) == ["meta-llama/Llama-3.3-70B-Instruct"])
        #expect(sample.inventory.endpoints.map(\.kind) == ["vllm"])
        #expect(table[.requestsRunning, 0] == .value(12))
        #expect(table[.requestsWaiting, 0] == .value(3))
        #expect(table[.cacheUsage, 0].isNear(0.72))
        for metric: EndpointMetric in [.requestRate, .tokensOut, .latencyP95, .errorRatio] {
            #expect(table[metric, 0] == .absent(.firstScrape), "\(metric)")
        }
    }

    @Test func takesRatesOverEngines() async throws {
        let table = try await ScrapeSetup.sample(fixture: "vllm-0.33").endpoints
        // Each of the two engines: 60 + 30 + 2 + 8 requests.
        #expect(table[.requestRate, 0].isNear(20))
        #expect(table[.tokensIn, 0].isNear(4000))
        #expect(table[.tokensOut, 0].isNear(1200))
        #expect(table[.preemptionRate, 0].isNear(1))
        #expect(table[.cacheHitRatio, 0].isNear(0.25))
        #expect(table[.errorRatio, 0].isNear(4.0 / 200))
        #expect(table[.clientErrorRatio, 0].isNear(6.0 / 200))
    }

    @Test func takesPercentilesOfBothEnginesTogether() async throws {
        let table = try await ScrapeSetup.sample(fixture: "vllm-0.33").endpoints
        // 100 first tokens: 60 in (0.08, 0.1], 36 in (0.1, 0.25], 4 in (0.5, 0.75].
        #expect(table[.firstTokenP50, 0].isNear(0.08 + 1.0 / 60))
        #expect(table[.firstTokenP95, 0].isNear(0.1 + 5.25 / 36))
        #expect(table[.firstTokenP99, 0].isNear(0.6875))
        // 6000 tokens: 5000 in (0.01, 0.025], 900 in (0.025, 0.05], 100 in (0.075, 0.1].
        #expect(table[.outputTokenP50, 0].isNear(0.019))
        #expect(table[.outputTokenP95, 0].isNear(0.025 + 17.5 / 900))
        // 100 requests: 50 below 0.3, 40 in (0.8, 1], 10 beyond every bound.
        #expect(table[.latencyP50, 0].isNear(0.3))
        #expect(table[.latencyP95, 0] == .absent(Absence(.unsupported, .aboveHighestBucket)))
        #expect(table[.queueTimeP95, 0] == .absent(Absence(.notReported, .noRequests)))
    }

    @Test func namesTheEndpointAsConfiguredAndAsksItsHealth() async throws {
        let page = try Fixture.bytes("exposition/vllm-0.33.1.prom")
        let http = CannedHTTP(pages: [page])
        let provider = try ScrapeSetup.provider(
            http,
            values: [
                "endpoint": .string("chat-70b"), "bearer": .secret(Secret("t0ken")),
                "headers": .mapping(["X-Team": "a"]),
            ])
        let answer = try await provider.poll()
        #expect(answer.sample.inventory.endpoints.map(\.name) == ["chat-70b"])
        #expect(answer.sample.endpointStates == [.serving])
        #expect(answer.bytes == page.count)
        #expect(http.requests.map(\.url) == [CannedHTTP.url, "http://server:8000/health"])
        for request in http.requests {
            #expect(
                request.headers.contains {
                    $0.name == "Authorization" && $0.value == "Bearer t0ken"
                })
            #expect(request.headers.contains { $0.name == "X-Team" && $0.value == "a" })
        }
    }

    @Test(arguments: [
        (503, EndpointState.failed), (500, .failed), (404, .unknown), (200, .serving),
    ])
    func healthBecomesAState(status: Int, expected: EndpointState) async throws {
        let page = try Fixture.bytes("exposition/vllm-0.33.1.prom")
        let http = CannedHTTP([
            CannedHTTP.url: [.success(HTTPResponse(status: 200, body: page))],
            "http://server:8000/health": [.success(HTTPResponse(status: status, body: []))],
        ])
        let answer = try await ScrapeSetup.provider(http).poll()
        #expect(answer.sample.endpointStates == [expected])
    }

    @Test(arguments: ["kserve_vllm:", "vertex_vllm_", "ray_vllm:", "ray_vllm_"])
    func knowsTheNamesThatOthersGiveIt(prefix: String) async throws {
        let pages = try (1...2).map { part in
            String(decoding: try Fixture.bytes("exposition/vllm-0.33.\(part).prom"), as: UTF8.self)
                .replacing("vllm:", with: prefix).utf8
        }
        let table = try await ScrapeSetup.sample(pages: pages.map(Array.init)).endpoints
        #expect(table.rowCount == 1)
        #expect(table[.requestsRunning, 0] == .value(12))
        #expect(table[.tokensOut, 0].isNear(1200))
        #expect(table[.firstTokenP50, 0].isNear(0.08 + 1.0 / 60))
    }

    @Test func aRestartCountsFromNothing() async throws {
        let fresh = """
            vllm:num_requests_running{engine="0",model_name="m"} 1
            vllm:generation_tokens_total{engine="0",model_name="m"} 500
            vllm:time_to_first_token_seconds_bucket{engine="0",model_name="m",le="0.1"} 4
            vllm:time_to_first_token_seconds_bucket{engine="0",model_name="m",le="0.2"} 200
            vllm:time_to_first_token_seconds_bucket{engine="0",model_name="m",le="+Inf"} 200

            """
        let before = fresh.replacing(" 500", with: " 90000").replacing("} 4", with: "} 100")
            .replacing("} 200", with: "} 150")
        let sample = try await ScrapeSetup.sample(pages: [Array(before.utf8), Array(fresh.utf8)])
        #expect(sample.endpoints[.tokensOut, 0].isNear(50))
        // One bucket has shrunk, so all of them count from nothing: 4 and 196, not 4 and 50.
        #expect(sample.endpoints[.firstTokenP50, 0].isNear(0.1 + 9.6 / 196))
    }

    @Test func aRowStaysWhenTheEngineIsGone() async throws {
        let page = try Fixture.bytes("exposition/vllm-0.33.1.prom")
        let sample = try await ScrapeSetup.sample(pages: [page, Array("python_info 1\n".utf8)])
        #expect(sample.inventory.endpoints.count == 1)
        #expect(sample.endpoints[.requestsRunning, 0] == .absent(.notReported))
    }
}
