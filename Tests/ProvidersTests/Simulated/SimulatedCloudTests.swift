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
                    try #require(table.value(.requestRate, 0)),
                    try #require(table.value(.acceleratorUtilization, 0))
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
}
