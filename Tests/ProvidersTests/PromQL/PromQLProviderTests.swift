import Collector
import Fleet
import Testing

@testable import Providers

/// The provider against a real Prometheus that scrapes stand-in exporters. What it reads is compared
/// with what the exporters are known to expose, and with the server's own arithmetic.
@Suite(.serialized) struct PromQLProviderTests {
    /// One poll of a provider over the lab, with the lab's client for comparison.
    private func poll(
        _ lab: PrometheusLab, values: [String: SettingValue] = [:]
    ) async throws -> (answer: Answer, client: QueryClient) {
        let settings = ProviderSettings(
            provider: "promql", name: "lab", interval: .seconds(2), deadline: .seconds(10),
            values: ["url": .string(lab.addresses.url), "window": .duration(.seconds(10))]
                .merging(values) { $1 })
        let http = LoopbackHTTP()
        let provider = try PromQLProvider(
            settings,
            transports: Transports(
                http: http, commands: NoCommands(), clock: RealClock(), environment: [:]))
        let client = QueryClient(
            base: lab.addresses.url, access: try HTTPAccess(settings), http: http)
        return (try await provider.poll(), client)
    }

    /// The server's own answer to a query with one result.
    private func value(_ client: QueryClient, _ text: String) async throws -> Double {
        var decoder = QueryDecoder()
        let answer = try decoder.decode(try await client.query(text))
        #expect(answer.page.count == 1, "\(text)")
        return answer.page.values.first ?? .nan
    }

    @Test func readsTheWholeFleet() async throws {
        let lab = try PrometheusLab()
        let (answer, client) = try await poll(lab)
        let sample = answer.sample
        accelerators(sample)
        try await endpoints(sample, client)
        nodes(sample)
        history(answer)
        try await failures(lab, client)
    }

    private func accelerators(_ sample: Sample) {
        let gpus = sample.inventory.accelerators
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01", "gpu-a02"])
        #expect(sample.inventory.nodes.map(\.driver) == ["580.105.08", "580.105.08"])
        #expect(gpus.map(\.index) == Array(0..<8) + Array(0..<8))
        #expect(gpus.map(\.node) == Array(repeating: 0, count: 8) + Array(repeating: 1, count: 8))
        for row in gpus.indices {
            let gpu = row % 8
            #expect(sample.accelerators[.temperature, row] == .value(Double(40 + gpu)))
            #expect(sample.accelerators[.utilization, row].isNear(Double(gpu) / 10))
            #expect(sample.accelerators[.memoryTotal, row] == .value(81000 * 1_048_576))
            #expect(sample.accelerators[.memoryTemperature, row] == .absent(.unsupported))
            #expect(sample.accelerators[.power, row] == .value(100.5))
            #expect(sample.accelerators[.smClock, row] == .absent(.notReported))
        }
        #expect(sample.acceleratorStates == Array(repeating: .present, count: 16))
    }

    private func endpoints(_ sample: Sample, _ client: QueryClient) async throws {
        let table = sample.endpoints
        #expect(sample.inventory.endpoints.map(\.name) == ["chat-70b", "old-7b"])
        #expect(sample.inventory.endpoints.map { $0.labels["job"] } == ["chat", "legacy"])
        // One of the two targets of the legacy job does not answer.
        #expect(sample.endpointStates == [.serving, .degraded])
        #expect(sample.notes.isEmpty)
        #expect(table[.requestsRunning, 0] == .value(6))
        #expect(table[.requestsWaiting, 0] == .value(4))
        #expect(table[.cacheUsage, 0] == .value(0.5))
        #expect(table[.replicasReady, 0] == .value(2))
        #expect(table[.cacheUsage, 1] == .value(0.5))
        #expect(table[.replicasReady, 1] == .value(1))
        #expect(table[.errorRatio, 0].value.map { abs($0 - 0.2) < 0.01 } == true)
        #expect(table[.clientErrorRatio, 0] == .absent(.notReported))
        #expect(table[.latencyP95, 0] == .absent(Absence(.unsupported, .aboveHighestBucket)))
        let comparisons: [(EndpointMetric, Int, String)] = [
            (.tokensOut, 0, "sum(rate(vllm:generation_tokens_total[10s]))"),
            (.tokensOut, 1, "sum(rate(kserve_vllm:generation_tokens_total[10s]))"),
            (
                .firstTokenP50, 0,
                "histogram_quantile(0.5, sum by (le) "
                    + "(rate(vllm:time_to_first_token_seconds_bucket[10s])))"
            ),
            (
                .firstTokenP95, 0,
                "histogram_quantile(0.95, sum by (le) "
                    + "(rate(vllm:time_to_first_token_seconds_bucket[10s])))"
            ),
            (
                .firstTokenP99, 1,
                "histogram_quantile(0.99, sum by (le) "
                    + "(rate(kserve_vllm:time_to_first_token_seconds_bucket[10s])))"
            ),
        ]
        for (metric, row, text) in comparisons {
            let expected = try await value(client, text)
            let found = try #require(table[metric, row].value, "\(metric)")
            #expect(abs(found - expected) < 0.05 * expected, "\(metric): \(found), \(expected)")
        }
    }

    private func nodes(_ sample: Sample) {
        #expect(sample.nodes[.load1, 0] == .value(4.5))
        #expect(sample.nodes[.memoryUsed, 0] == .value(5e11))
        #expect(sample.nodes[.cpuUtilization, 0].value.map { abs($0 - 0.25) < 0.01 } == true)
        #expect(sample.nodes[.uptime, 0].value.map { $0 > 3600 && $0 < 3800 } == true)
        #expect(sample.nodes[.diskUsed, 0].isNear(0.8))
        #expect(sample.nodes[.infinibandPorts, 0] == .value(2))
        #expect(sample.nodes[.infinibandActive, 0] == .value(1))
        #expect(sample.nodes[.networkPortsDown, 0] == .value(1))
        #expect(sample.nodes[.load1, 1] == .absent(.notReported))
        #expect(sample.nodes[.acceleratorsSeen, 1] == .value(8))
    }

    private func history(_ answer: Answer) {
        #expect(answer.history.count >= 2)
        #expect(answer.history.map(\.start) == answer.history.map(\.start).sorted())
        for bucket in answer.history {
            #expect(bucket.start.nanoseconds % 2_000_000_000 == 0)
        }
        let last = answer.history.last
        #expect(last?[AcceleratorMetric.utilization].count == 16)
        #expect(last?.value(.utilization, 3) == 0.3)
        #expect([nil, 41].contains(last?.value(.temperature, 9)))
        #expect(last?.value(.requestsWaiting, 0) == 4)
    }

    private func failures(_ lab: PrometheusLab, _ client: QueryClient) async throws {
        var decoder = QueryDecoder()
        let broken = try await client.query("sum(")
        let refused = #expect(throws: SourceFailure.self) { try decoder.decode(broken) }
        #expect(refused?.kind == .unsupported)
        let many = try await client.query("DCGM_FI_DEV_GPU_TEMP * on (job) DCGM_FI_DEV_GPU_UTIL")
        let ambiguous = #expect(throws: SourceFailure.self) { try decoder.decode(many) }
        #expect(ambiguous?.kind == .commandFailed)
        let wrong = await #expect(throws: SourceFailure.self) {
            try await poll(lab, values: ["url": .string("http://\(lab.addresses.exporter)")])
        }
        #expect(wrong != nil)
        let scalar = try decoder.decode(try await client.query("1+1"))
        #expect(scalar.page.count == 0)
    }
}
