import Collector
import Fleet
import Testing

@testable import Providers

/// Counters that come, go and are none, over scrapes 10 s apart.
@Suite struct CounterRateTests {
    private static let gauge = "vllm:num_requests_running{model_name=\"m\"} 1\n"

    private static func finished(_ value: String, reason: String = "stop") -> String {
        "vllm:request_success_total{finished_reason=\"\(reason)\",model_name=\"m\"} \(value)\n"
    }

    /// The readings of one metric after each page; a page of nothing has the gauge alone.
    private func readings(
        _ metric: EndpointMetric, _ pages: [String], window: Int64 = 15
    ) async throws -> [Reading<Double>] {
        let provider = try ScrapeSetup.provider(
            CannedHTTP(pages: pages.map { Array((Self.gauge + $0).utf8) }),
            values: ["window": .duration(.seconds(window))])
        var found: [Reading<Double>] = []
        for _ in pages { found.append(try await provider.poll().sample.endpoints[metric, 0]) }
        return found
    }

    @Test(arguments: ["NaN", "+Inf", "-Inf", "-5", "1e308"])
    func whatIsNoCountHasNoRate(value: String) async throws {
        let page = Self.finished(value) + Self.finished("7", reason: "error")
        #expect(try await readings(.requestRate, [page, page]).last == .absent(.malformed))
        #expect(try await readings(.errorRatio, [page, page]).last == .absent(.malformed))
        let bucket =
            "vllm:e2e_request_latency_seconds_bucket{le=\"+Inf\",model_name=\"m\"} \(value)\n"
        #expect(try await readings(.latencyP95, [bucket, bucket]).last == .absent(.malformed))
    }

    @Test func aCounterThatWasNoneForOnceCountsOn() async throws {
        let pages = ["100", "200", "NaN", "400"].map { Self.finished($0) }
        let rates = try await readings(.requestRate, pages, window: 60)
        #expect(rates[1].isNear(10) && rates[2] == .absent(.malformed) && rates[3].isNear(10))
    }

    @Test func theFirstValueOfASeriesIsItsBase() async throws {
        let pages = ["", Self.finished("31844"), Self.finished("31944"), Self.finished("32044")]
        let rates = try await readings(.requestRate, pages)
        #expect(rates[1] == .absent(.firstScrape))
        #expect(rates[2].isNear(10) && rates[3].isNear(10))
    }

    @Test func aNewLabelSetAddsNothingToTheOthersAtFirst() async throws {
        let pages = [100, 200, 300, 400].map { value in
            Self.finished("\(value)")
                + (value < 300 ? "" : Self.finished("\(90_000 + value)", reason: "length"))
        }
        let rates = try await readings(.requestRate, pages)
        #expect(rates[2].isNear(10), "\(rates[2])")
        #expect(rates[3].isNear(20), "\(rates[3])")
    }

    /// The two scrapes are at 1795219210 and 1795219220.
    @Test(arguments: [("1.795219215e+09", 5.0 as Double?), ("1.795219205e+09", nil), ("0", nil)])
    func aSeriesThatTellsItsBirthCountsFromNothing(created: String, rate: Double?) async throws {
        let born = Self.finished("50").replacing("_total{", with: "_created{")
            .replacing(" 50\n", with: " \(created)\n")
        let found = try await readings(.requestRate, ["", Self.finished("50") + born])
        #expect(rate.map { found[1].isNear($0) } ?? (found[1] == .absent(.firstScrape)))
    }

    @Test func aPageThatMissesACounterDoesNotRaiseItsRate() async throws {
        let pages = [100, 200, nil, 400, 500, 600, nil, 800, 900].map { value in
            value.map { Self.finished("\($0)") } ?? ""
        }
        for window: Int64 in [10, 15, 25, 45, 200] {
            for (page, rate) in zip(pages, try await readings(.requestRate, pages, window: window))
                .dropFirst()
            {
                if page.isEmpty {
                    #expect(rate == .absent(.notReported))
                } else if rate != .absent(.firstScrape) {
                    #expect(rate.isNear(10), "\(rate) over \(window) s")
                }
            }
        }
        let wide = try await readings(.requestRate, pages, window: 25)
        #expect(wide[3].isNear(10) && wide[7].isNear(10))
    }

    @Test func aRestartWhileThePageMissedItCountsFromNothing() async throws {
        let pages = [Self.finished("9000"), "", Self.finished("40")]
        #expect(try await readings(.requestRate, pages, window: 60)[2].isNear(2))
    }

    /// Counts of one engine at 0.5 s, 1 s and beyond.
    private static func histogram(_ engine: Int, _ counts: [Int?]) -> String {
        zip(["0.5", "1.0", "+Inf"], counts).map { bound, count in
            guard let count else { return "" }
            return "vllm:e2e_request_latency_seconds_bucket"
                + "{engine=\"\(engine)\",le=\"\(bound)\",model_name=\"m\"} \(count)\n"
        }.joined()
    }

    @Test func aNewHistogramIsOnlyABase() async throws {
        let pages = [
            Self.histogram(0, [0, 0, 0]),
            Self.histogram(0, [100, 100, 100]) + Self.histogram(1, [0, 90_000, 90_000]),
            Self.histogram(0, [200, 200, 200]) + Self.histogram(1, [0, 90_300, 90_300]),
        ]
        let found = try await readings(.latencyP50, pages, window: 10)
        #expect(found[1].isNear(0.25))
        // 100 up to 0.5 s and 300 up to 1 s: the 200th is a third into the second bucket.
        #expect(found[2].isNear(0.5 + 0.5 / 3))
        #expect(try await readings(.latencyP50, ["", pages[2]])[1] == .absent(.firstScrape))
    }

    /// The bucket that was missing has grown over two scrapes: so are the others measured.
    @Test func aHistogramGrowsOverTheSameTimeInAllItsBuckets() async throws {
        let pages = [
            Self.histogram(0, [0, 0, 0]), Self.histogram(0, [100, nil, 200]),
            Self.histogram(0, [200, 400, 400]), Self.histogram(0, [300, 600, 600]),
        ]
        let found = try await readings(.latencyP50, pages, window: 20)
        #expect(found[2].isNear(0.5) && found[3].isNear(0.5))
        let late = [Self.histogram(0, [0, nil, 0])] + pages.dropFirst(2)
        #expect(try await readings(.latencyP50, late, window: 60)[1] == .absent(.firstScrape))
        #expect(try await readings(.latencyP50, late, window: 60)[2].isNear(0.5))
    }
}
