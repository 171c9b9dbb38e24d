import Collector
import Fleet
import Testing

@testable import Providers

/// Where each kind of server says whether it serves, and what follows where it does not say.
@Suite struct ServerHealthTests {
    /// A page at a URL, and a health check at another.
    private func sample(
        _ url: String, page: String, health: String, status: Int = 200,
        values: [String: SettingValue] = [:]
    ) async throws -> (sample: Sample, asked: [String]) {
        let http = CannedHTTP([
            url: [.success(HTTPResponse(status: 200, body: Array(page.utf8)))],
            health: [.success(HTTPResponse(status: status, body: []))],
        ])
        let provider = try ScrapeSetup.provider(
            http, values: ["url": .string(url)].merging(values) { $1 })
        let sample = try await provider.poll().sample
        return (sample, http.requests.map(\.url))
    }

    private func fixture(_ name: String) throws -> String {
        String(decoding: try Fixture.bytes("exposition/\(name).2.prom"), as: UTF8.self)
    }

    @Test func eachKindIsAskedWhereItAnswers() async throws {
        let places = [
            ("vllm-0.33", "http://s:8000/metrics", "http://s:8000/health"),
            ("sglang-0.5", "http://s:30000/metrics", "http://s:30000/health"),
            ("tgi-3", "http://s:8080/metrics", "http://s:8080/health"),
            ("nim-1.3", "http://s:8000/v1/metrics", "http://s:8000/v1/health/ready"),
            ("trtllm-1.2", "http://s:8000/prometheus/metrics", "http://s:8000/health"),
            ("llamacpp", "http://s:8080/metrics", "http://s:8080/health"),
            ("litellm-1.109", "http://s:4000/metrics", "http://s:4000/health/readiness"),
            ("dynamo-0.9", "http://s:8000/metrics", "http://s:8000/health"),
            ("triton-24", "http://s:8002/metrics", "http://s:8000/v2/health/ready"),
            ("triton-24", "http://[fe80::1]:8002/metrics", "http://[fe80::1]:8000/v2/health/ready"),
        ]
        for (name, url, health) in places {
            let page = try fixture(name)
            let good = try await sample(url, page: page, health: health)
            #expect(good.asked == [url, health], "\(name)")
            #expect(Set(good.sample.endpointStates) == [.serving], "\(name)")
            #expect(good.sample.endpointFailures.isEmpty)
            let bad = try await sample(url, page: page, health: health, status: 500)
            #expect(Set(bad.sample.endpointStates) == [.failed], "\(name)")
            #expect(bad.sample.endpointFailures.first??.kind == .serverError, "\(name)")
        }
    }

    @Test func aGuessThatNobodyAnswersSaysNothing() async throws {
        let page = try fixture("triton-24")
        let alone = try await sample("http://s:8002/metrics", page: page, health: "http://none/")
        #expect(Set(alone.sample.endpointStates) == [.unknown])
        #expect(alone.sample.endpointFailures.isEmpty)
        let moved = try await sample("http://s:9002/metrics", page: page, health: "http://none/")
        #expect(moved.asked == ["http://s:9002/metrics"])
        let told = try await sample(
            "http://s:9002/metrics", page: page, health: "http://s:9000/v2/health/ready",
            values: ["health": .string("http://s:9000/v2/health/ready")])
        #expect(Set(told.sample.endpointStates) == [.serving])
    }

    @Test func aHealthCheckThatNobodyAnswersIsAFailure() async throws {
        let found = try await sample(
            "http://s:8000/metrics", page: try fixture("vllm-0.33"), health: "http://none/")
        #expect(found.sample.endpointStates == [.failed])
        #expect(found.sample.endpointFailures.map(\.?.kind) == [.refused])
        #expect(found.sample.endpoints[.requestsRunning, 0].value != nil)
    }

    @Test func rayServesWhereReplicasAreHealthy() async throws {
        let page = """
            ray_serve_deployment_replica_healthy{application="up",replica="a"} 1
            ray_serve_deployment_replica_healthy{application="down",replica="b"} 0
            ray_serve_deployment_replica_healthy{application="short",replica="c"} 1
            ray_serve_autoscaling_target_replicas{application="short"} 3
            ray_serve_deployment_replica_healthy{application="off",replica="d"} 0
            ray_serve_autoscaling_target_replicas{application="off"} 0

            """
        let found = try await sample("http://s:8080/metrics", page: page, health: "http://none/")
        #expect(found.sample.inventory.endpoints.map(\.name) == ["up", "down", "short", "off"])
        #expect(found.sample.endpointStates == [.serving, .failed, .degraded, .stopped])
    }

    @Test func tritonsOwnPercentilesAreReadWhereItTakesThem() async throws {
        let page = """
            nv_inference_request_success{model="one",version="1"} 1
            nv_inference_request_summary_us{model="one",version="1",quantile="0.5"} 2000
            nv_inference_request_summary_us{model="one",version="1",quantile="0.95"} 9000
            nv_inference_request_success{model="two",version="1"} 1
            nv_inference_request_summary_us{model="two",version="1",quantile="0.95"} 9000
            nv_inference_request_summary_us{model="two",version="2",quantile="0.95"} 1000

            """
        let table = try await ScrapeSetup.sample(pages: [Array(page.utf8)]).endpoints
        #expect(table[.latencyP50, 0].isNear(0.002))
        #expect(table[.latencyP95, 0].isNear(0.009))
        #expect(table[.latencyP99, 0].value == nil)
        #expect(table[.latencyP95, 1] == .absent(.unsupported))
    }

    @Test func aWorkerOfDynamoHasAPageOfItsOwn() async throws {
        let page = """
            dynamo_component_inflight_requests{dynamo_component="backend"} 3
            dynamo_component_requests_total{dynamo_component="backend"} 70
            dynamo_component_errors_total{dynamo_component="backend"} 7
            dynamo_component_gpu_cache_usage_percent{dynamo_component="backend"} 0.5

            """
        let next = page.replacing("} 70", with: "} 90").replacing("} 7\n", with: "} 8\n")
        let sample = try await ScrapeSetup.sample(pages: [Array(page.utf8), Array(next.utf8)])
        #expect(sample.inventory.endpoints.map(\.kind) == ["dynamo"])
        #expect(sample.endpoints[.requestsRunning, 0] == .value(3))
        #expect(sample.endpoints[.requestRate, 0].isNear(2))
        #expect(sample.endpoints[.errorRatio, 0].isNear(0.05))
        #expect(sample.endpoints[.cacheUsage, 0] == .value(0.5))
    }

    @Test func aPageOfNobodyKnownSaysSo() async throws {
        let strange = try await ScrapeSetup.sample(
            pages: [Array("go_gc 1\ngo_gc{a=\"b\"} 2\ncoffee_cups_total 3\n".utf8)])
        #expect(
            strange.notes == [
                "This is the page of no server or exporter known here; it has go_gc, "
                    + "coffee_cups_total."
            ])
        let empty = try await ScrapeSetup.sample(pages: [Array("# HELP up\n".utf8)])
        #expect(empty.notes.first?.hasPrefix("The page has no metrics") == true)
        for name in ["vllm-0.33", "node-exporter-1.9", "dcgm-mig", "nvidia-gpu-exporter-1.4"] {
            let known = try await ScrapeSetup.sample(
                pages: [Fixture.bytes("exposition/\(name).1.prom")])
            #expect(known.notes.isEmpty, "\(name)")
        }
    }
}
