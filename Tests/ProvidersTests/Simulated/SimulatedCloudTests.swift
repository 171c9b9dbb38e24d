import Collector
import Fleet
import Providers
import Support
import Testing

/// The rented endpoints of the simulated fleet, as the real provider learns of them: it finds its keys,
/// signs, lists, describes and asks for figures.
@Suite struct SimulatedCloudTests {
    private let fleet = AskedFleet()

    @Test func endpointsAndVariantsHaveTheirFigures() async throws {
        let sample = try await fleet.endpoint("aws-us-east-1", polls: [5])
        let rows = sample.inventory.endpoints
        #expect(rows.map(\.name) == ["embed", "rerank", "rerank"])
        #expect(rows.map(\.variant) == [nil, "current", "candidate"])
        #expect(rows[0].instanceType == "ml.g5.12xlarge" && rows[0].acceleratorCount == 12)
        let table = sample.endpoints
        for row in rows.indices {
            #expect(sample.endpointStates[row] == .serving)
            #expect((1.0...900).contains(table.value(.requestRate, row) ?? 0))
            let p50 = try #require(table.value(.latencyP50, row))
            let p95 = try #require(table.value(.latencyP95, row))
            #expect(p50 > 0.005 && p95 > p50 && p95 < 0.2)
            #expect((0.2...1).contains(table.value(.acceleratorUtilization, row) ?? 0))
            #expect((0...0.01).contains(table.value(.errorRatio, row) ?? -1))
        }
        // Nine of ten requests to one variant, the tenth to the other.
        let current = try #require(table.value(.requestRate, 1))
        let candidate = try #require(table.value(.requestRate, 2))
        #expect(abs(current / candidate - 9) < 0.1)
        #expect(table.value(.share, 1) == 0.9)
    }

    @Test func figuresAreAsLateAsAClouds() async throws {
        let sample = try await fleet.endpoint("aws-us-east-1", polls: [30])
        let now = SampleFleet.time.wall + .seconds(30)
        for time in sample.endpointTimes {
            #expect((75.0...135).contains((now - (try #require(time))).inSeconds))
        }
    }

    @Test func useAndRequestsMoveTogether() async throws {
        var points: [(rate: Double, use: Double)] = []
        for minute in 1...12 {
            let table = try await fleet.endpoint("aws-us-east-1", polls: [minute * 60]).endpoints
            points.append(
                (
                    // Of a variant to which nobody adds machines meanwhile.
                    try #require(table.value(.requestRate, 1)),
                    try #require(table.value(.acceleratorUtilization, 1))
                ))
        }
        let byRate = points.sorted { $0.rate < $1.rate }.map(\.use)
        #expect(byRate == points.map(\.use).sorted())
        #expect(Set(byRate).count > 6)
    }

    @Test func anInstanceIsAdded() async throws {
        let growing = try await fleet.endpoint("aws-us-east-1", polls: [300])
        #expect(growing.endpointStates == [.updating, .serving, .serving])
        #expect(growing.endpoints.value(.replicasReady, 0) == 3)
        #expect(growing.endpoints.value(.replicasDesired, 0) == 4)
        // It is there for a while, and goes again.
        let grown = try await fleet.endpoint("aws-us-east-1", polls: [440])
        #expect(grown.endpointStates[0] == .serving)
        #expect(grown.endpoints.value(.replicasReady, 0) == 4)
        let after = try await fleet.endpoint("aws-us-east-1", polls: [500])
        #expect(after.endpointStates[0] == .serving)
        #expect(after.endpoints.value(.replicasReady, 0) == 3)
    }

    @Test func nobodysOwnKeysAreUsed() async throws {
        let own = ["AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_SECRET_ACCESS_KEY": "real", "HOME": "/h"]
        let transports = SimulatedFleet.transports(
            clock: AskedFleet.HandClock(), environment: own)
        #expect(transports.environment["AWS_ACCESS_KEY_ID"] == nil)
        #expect(transports.environment["HOME"] == "/h")
        let provider = try fleet.provider("aws-us-east-1", transports)
        #expect(try await provider.poll().sample.inventory.endpoints.count == 3)
    }

    @Test func whatIsNotSignedIsRefused() async throws {
        let http = SimulatedFleet.transports(clock: AskedFleet.HandClock()).http
        let answer = try await http.send(
            HTTPRequest("POST", url: "https://api.sagemaker.us-east-1.amazonaws.com/"))
        #expect(answer.status == 403)
        let metadata = try await http.send(
            HTTPRequest(url: "http://169.254.169.254/latest/meta-data/"))
        #expect(metadata.status == 401)
    }

    @Test func theGatewayAnswersAndItsCertificateLasts() async throws {
        let sample = try await fleet.endpoint("gateway", polls: [3])
        #expect(sample.endpointStates == [.serving])
        #expect((60.0...62).contains((sample.endpoints.value(.certificateExpiry, 0) ?? 0) / 86_400))
    }

    @Test func instancesComeOneByOneAndRelieveTheOthers() async throws {
        let clock = AskedFleet.HandClock()
        let transports = SimulatedFleet.transports(clock: clock)
        let provider = try fleet.provider("aws-us-east-1", transports)
        // Before what keeps the count by itself moves it again.
        clock.move(.seconds(520))
        let before = try await provider.poll().sample
        #expect(try await update(transports, "embed", "AllTraffic", count: 6) == 200)
        var ready: [Double] = []
        for _ in 0..<6 {
            let sample = try await provider.poll().sample
            ready.append(sample.endpoints.value(.replicasReady, 0) ?? -1)
            #expect(sample.endpoints.value(.replicasDesired, 0) == 6)
            #expect(sample.endpointStates[0] == (ready.last == 6 ? .serving : .updating))
            if ready.last != 6 {
                #expect(try await update(transports, "embed", "AllTraffic", count: 9) == 400)
            }
            clock.move(.seconds(8))
        }
        #expect(ready == ready.sorted() && ready.first == 3 && ready.last == 6)
        #expect(Set(ready).count == 4)
        clock.move(.seconds(240))
        let after = try await provider.poll().sample.endpoints
        let use = try #require(after.value(.acceleratorUtilization, 0))
        #expect(use < (before.endpoints.value(.acceleratorUtilization, 0) ?? 0) * 0.85)
    }

    @Test func weightsMoveTheRequests() async throws {
        let clock = AskedFleet.HandClock()
        let transports = SimulatedFleet.transports(clock: clock)
        let provider = try fleet.provider("aws-us-east-1", transports)
        #expect(try await update(transports, "rerank", "candidate", weight: 9) == 200)
        #expect(try await update(transports, "rerank", "nobody", weight: 9) == 400)
        clock.move(.seconds(300))
        let table = try await provider.poll().sample.endpoints
        #expect(table.value(.share, 2) == 0.5)
        let current = try #require(table.value(.requestRate, 1))
        #expect(abs((table.value(.requestRate, 2) ?? 0) / current - 1) < 0.05)
    }

    /// The status of the answer to a change of one variant.
    private func update(
        _ transports: Transports, _ endpoint: String, _ variant: String, weight: Double? = nil,
        count: Int? = nil
    ) async throws -> Int {
        let change =
            weight.map { "\"DesiredWeight\":\($0)" }
            ?? "\"DesiredInstanceCount\":\(count ?? 0)"
        let body = """
            {"EndpointName":"\(endpoint)","DesiredWeightsAndCapacities":\
            [{"VariantName":"\(variant)",\(change)}]}
            """
        let request = HTTPRequest(
            "POST", url: "https://api.sagemaker.us-east-1.amazonaws.com/",
            headers: [
                ("Authorization", "AWS4-HMAC-SHA256 signed"),
                ("X-Amz-Target", "SageMaker.UpdateEndpointWeightsAndCapacities"),
            ], body: Array(body.utf8))
        return try await transports.http.send(request).status
    }
}
