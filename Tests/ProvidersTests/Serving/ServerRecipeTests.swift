import Collector
import Fleet
import Testing

@testable import Providers

/// Each kind of server over two scrapes, 10 s apart, of a page written from its documentation. The
/// expected numbers are worked out by hand from the differences between the two pages.
@Suite struct ServerRecipeTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var fixture: String
        var kind: String
        var endpoint: String
        var values: [EndpointMetric: Double]
        /// What the server does not tell.
        var absent: [EndpointMetric: Absence]

        var testDescription: String { "\(fixture) \(endpoint)" }
    }

    static let engines = [
        Expectation(
            fixture: "sglang-0.5", kind: "sglang", endpoint: "qwen",
            values: [
                .requestsRunning: 7, .requestsWaiting: 11, .cacheUsage: 0.375, .tokensIn: 2000,
                .tokensOut: 205, .cacheHitRatio: 0.25, .errorRatio: 0.1, .clientErrorRatio: 0,
                .requestRate: 8, .latencyP50: 1, .latencyP95: 1.9,
            ], absent: [.firstTokenP95: .notReported]),
        Expectation(
            fixture: "tgi-3", kind: "tgi", endpoint: "server",
            values: [
                .requestsRunning: 12, .requestsWaiting: 6, .requestRate: 5, .errorRatio: 0.04,
                .clientErrorRatio: 0.1, .tokensOut: 400, .tokensIn: 200, .latencyP50: 0.5,
                .latencyP95: 1.4,
            ], absent: [.firstTokenP95: .unsupported, .cacheUsage: .unsupported]),
        Expectation(
            fixture: "nim-1.3", kind: "nim", endpoint: "meta/llama-3.1-8b-instruct",
            values: [
                .requestsRunning: 3, .requestsWaiting: 0, .cacheUsage: 0.125, .tokensOut: 50,
                .tokensIn: 100, .requestRate: 1, .errorRatio: 0.1, .firstTokenP50: 0.1,
                .firstTokenP95: 0.19,
            ], absent: [.latencyP95: .notReported]),
        Expectation(
            fixture: "trtllm-1.2", kind: "trtllm", endpoint: "nemotron",
            values: [.requestRate: 5, .latencyP50: 0.3, .latencyP95: 0.48],
            absent: [
                .errorRatio: .notReported, .tokensOut: .notReported,
                .requestsWaiting: .notReported,
            ]),
        Expectation(
            fixture: "llamacpp", kind: "llama.cpp", endpoint: "server",
            values: [.requestsRunning: 1, .requestsWaiting: 2, .tokensIn: 40, .tokensOut: 90],
            absent: [.cacheUsage: .notReported, .latencyP95: .unsupported]),
    ]

    static let fronts = [
        Expectation(
            fixture: "triton-24", kind: "triton", endpoint: "fraud",
            values: [
                .requestsWaiting: 5, .requestRate: 10, .errorRatio: 0.08, .latencyMean: 0.05,
            ],
            absent: [
                .latencyP95: .notReported, .requestsRunning: .unsupported,
                .tokensOut: .unsupported,
            ]),
        Expectation(
            fixture: "triton-24", kind: "triton", endpoint: "embed",
            values: [.requestsWaiting: 0, .requestRate: 0],
            absent: [
                .latencyMean: Absence(.notReported, .noRequests),
                .errorRatio: Absence(.notReported, .noRequests),
            ]),
        Expectation(
            fixture: "ray-serve-2.52", kind: "ray-serve", endpoint: "chat",
            values: [
                .replicasReady: 1, .requestsWaiting: 7, .requestRate: 10, .errorRatio: 0.1,
                .clientErrorRatio: 0, .latencyP50: 0.1, .latencyP95: 0.19,
            ], absent: [.replicasDesired: .notReported]),
        Expectation(
            fixture: "ray-serve-2.52", kind: "ray-serve", endpoint: "embed",
            values: [.replicasReady: 1],
            absent: [.requestRate: .notReported, .requestsWaiting: .notReported]),
        Expectation(
            fixture: "litellm-1.109", kind: "litellm", endpoint: "chat",
            values: [
                .requestRate: 10, .errorRatio: 0, .clientErrorRatio: 0.1, .tokensOut: 500,
                .latencyP50: 2.5 / 9,
            ], absent: [.requestsRunning: .notReported]),
        Expectation(
            fixture: "dynamo-0.9", kind: "dynamo", endpoint: "deepseek",
            values: [
                .requestsRunning: 8, .requestsWaiting: 2, .requestRate: 10, .errorRatio: 0.05,
                .cacheUsage: 0.75, .tokensOut: 1234.5,
            ], absent: [.latencyP95: .notReported]),
    ]

    @Test(arguments: engines + fronts)
    func readsWhatTheServerTells(expected: Expectation) async throws {
        let sample = try await ScrapeSetup.sample(fixture: expected.fixture)
        let row = try #require(
            sample.inventory.endpoints.firstIndex { $0.name == expected.endpoint })
        #expect(sample.inventory.endpoints[row].kind == expected.kind)
        for (metric, value) in expected.values {
            let reading = sample.endpoints[metric, row]
            #expect(reading.isNear(value), "\(metric): \(reading)")
        }
        for (metric, absence) in expected.absent {
            #expect(sample.endpoints[metric, row] == .absent(absence), "\(metric)")
        }
    }

    @Test(arguments: engines + fronts)
    func noRateComesFromOneScrape(expected: Expectation) async throws {
        let page = try Fixture.bytes("exposition/\(expected.fixture).2.prom")
        let sample = try await ScrapeSetup.sample(pages: [page])
        let rates: Set<EndpointMetric> = [
            .requestRate, .errorRatio, .clientErrorRatio, .tokensIn, .tokensOut, .latencyP50,
            .latencyP95, .latencyMean, .firstTokenP50, .cacheHitRatio,
        ]
        for row in sample.inventory.endpoints.indices {
            for metric in rates {
                #expect(sample.endpoints[metric, row].value == nil, "\(metric)")
            }
        }
    }

    @Test func everyKindHasAFixture() {
        let covered = Set((Self.engines + Self.fronts).map(\.kind) + ["vllm"])
        #expect(covered == Set(ServerRecipe.all.map(\.kind)))
    }

    @Test func aLoadingLlamaServerIsStarting() async throws {
        let http = CannedHTTP([
            CannedHTTP.url: [
                .success(
                    HTTPResponse(
                        status: 200, body: try Fixture.bytes("exposition/llamacpp.1.prom")))
            ],
            "http://server:8000/health": [.success(HTTPResponse(status: 503, body: []))],
        ])
        let sample = try await ScrapeSetup.provider(http).poll().sample
        #expect(sample.endpointStates == [.starting])
    }

    @Test func namesVariantsWhereOneEndpointServesSeveralModels() async throws {
        let sample = try await ScrapeSetup.sample(
            fixture: "triton-24", values: ["endpoint": .string("risk")])
        #expect(sample.inventory.endpoints.map(\.label) == ["risk/fraud", "risk/embed"])
        #expect(sample.endpointStates == [.unknown, .unknown])
    }

    @Test func readsTheLastIterationOfTensorRTLLM() async throws {
        let text = """
            [{"iter": 1, "numActiveRequests": 9, "numQueuedRequests": 9},
             {"iter": 2, "numActiveRequests": 2, "numQueuedRequests": 0,
              "inflightBatchingStats": {"numContextRequests": 1},
              "kvCacheStats": {"maxNumBlocks": 200, "usedNumBlocks": 50, "cacheHitRate": 0.5}}]
            """
        let sample = try await ScrapeSetup.sample(pages: [Array(text.utf8)])
        #expect(sample.inventory.endpoints.map(\.kind) == ["trtllm"])
        #expect(sample.endpoints[.requestsRunning, 0] == .value(2))
        #expect(sample.endpoints[.requestsWaiting, 0] == .value(0))
        #expect(sample.endpoints[.cacheUsage, 0] == .value(0.25))
        #expect(sample.endpoints[.requestRate, 0] == .absent(.notReported))
        let idle = try await ScrapeSetup.sample(pages: [Array("[]".utf8)])
        #expect(idle.endpoints[.requestsRunning, 0] == .absent(.notReported))
    }
}
