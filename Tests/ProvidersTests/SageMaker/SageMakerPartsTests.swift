import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// An endpoint that cannot be read costs itself alone.
@Suite struct SageMakerPartsTests {
    /// Answers by operation, and by the endpoint where one is asked for.
    private struct ScriptedAWS: HTTPTransport {
        var answers: [String: (status: Int, body: String)]

        private struct Asked: Decodable {
            var EndpointName: String?
            var EndpointConfigName: String?
        }

        func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
            let target = request.headers.first { $0.name == "X-Amz-Target" }?.value ?? ""
            let operation = target.split(separator: ".").last.map(String.init) ?? ""
            let asked = try? JSONDecoder().decode(Asked.self, from: Data(request.body))
            let name = asked?.EndpointName ?? asked?.EndpointConfigName
            let key = name.map { "\(operation) \($0)" } ?? operation
            let found = answers[key] ?? (200, #"{"MetricDataResults":[]}"#)
            return HTTPResponse(status: found.status, body: Array(found.body.utf8))
        }

        func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
            throw SourceFailure(.tlsFailed, "There is no certificate.")
        }
    }

    private static func endpoint(_ name: String, _ variants: String? = nil) -> String {
        #"{"EndpointName":"\#(name)","EndpointConfigName":"\#(name)","EndpointStatus":"InService","#
            + #""ProductionVariants":"#
            + (variants ?? #"[{"VariantName":"v","CurrentInstanceCount":1}]"#) + "}"
    }

    private static let configuration =
        #"{"ProductionVariants":[{"VariantName":"v","InstanceType":"ml.g5.12xlarge"}]}"#

    /// A poll of an account with `good`, and what else is listed and answered.
    private func poll(
        _ listed: String, _ more: [String: (Int, String)] = [:]
    ) async throws -> Sample {
        var answers: [String: (status: Int, body: String)] = [
            "ListEndpoints": (200, #"{"Endpoints":[\#(listed)]}"#),
            "DescribeEndpoint good": (200, Self.endpoint("good")),
            "DescribeEndpointConfig good": (200, Self.configuration),
        ]
        for (key, answer) in more { answers[key] = answer }
        let environment = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]
        let provider = try SageMakerProvider(
            ProviderSettings(
                provider: "sagemaker", name: "test", interval: .seconds(60),
                deadline: .seconds(30),
                values: ["region": .string("us-east-1"), "percentiles": .boolean(false)]),
            transports: Transports(
                http: ScriptedAWS(answers: answers), commands: NoCommands(), clock: MovedClock(),
                environment: environment))
        return try await provider.poll().sample
    }

    private static let good = #"{"EndpointName":"good"}"#
    private static let odd = #"{"EndpointName":"odd"}"#

    @Test func anEntryWithoutANameIsCounted() async throws {
        let sample = try await poll("null,{},\(Self.good),7")
        #expect(sample.inventory.endpoints.map(\.label) == ["good"])
        #expect(sample.endpointStates == [.serving])
        #expect(sample.notes == ["3 endpoints have no name, and cannot be read."])
    }

    @Test(arguments: [
        (200, "{}", "DescribeEndpoint answered with something else than its JSON."),
        (
            200, endpoint("odd", "[{}]"),
            "DescribeEndpoint answered with something else than its JSON."
        ),
        (
            400, #"{"__type":"AccessDeniedException","message":"not this one"}"#,
            "Not allowed: not this one"
        ),
    ])
    func oneThatCannotBeReadIsARowOfWhichNothingIsKnown(
        _ status: Int, _ body: String, _ why: String
    ) async throws {
        let sample = try await poll(
            "\(Self.odd),\(Self.good)", ["DescribeEndpoint odd": (status, body)])
        #expect(sample.inventory.endpoints.map(\.label) == ["good", "odd"])
        #expect(sample.endpointStates == [.serving, .unknown])
        #expect(sample.endpoints[.replicasReady, 1] == .absent(.notReported))
        #expect(sample.notes == ["Endpoints that cannot be read: odd: \(why)"])
    }

    @Test func oneThatIsGoneByThenIsNone() async throws {
        let gone = #"{"__type":"ValidationException","message":"Could not find endpoint \"odd\"."}"#
        let sample = try await poll(
            "\(Self.odd),\(Self.good)", ["DescribeEndpoint odd": (400, gone)])
        #expect(sample.inventory.endpoints.map(\.label) == ["good"] && sample.notes.isEmpty)
    }

    @Test func whatItIsMadeOfIsNotNeededToSeeIt() async throws {
        let sample = try await poll(
            "\(Self.good)", ["DescribeEndpointConfig good": (200, #"{"ProductionVariants":[{}]}"#)])
        #expect(sample.inventory.endpoints.map(\.instanceType) == [nil])
        #expect(sample.endpoints[.replicasReady, 0] == .value(1))
        #expect(
            sample.notes == [
                "Machines that are not known: good: DescribeEndpointConfig answered with something "
                    + "else than its JSON."
            ])
    }

    /// What is not of one endpoint alone is the source's.
    @Test func whatIsWrongWithAllIsAFailure() async throws {
        let throttled = #"{"__type":"ThrottlingException","message":"slow down"}"#
        let slow = await failureOf {
            _ = try await self.poll(
                "\(Self.odd),\(Self.good)", ["DescribeEndpoint odd": (400, throttled)])
        }
        #expect(slow?.kind == .throttled)
        let denied = #"{"__type":"AccessDeniedException","message":"none"}"#
        let none = await failureOf {
            _ = try await self.poll(Self.good, ["DescribeEndpoint good": (400, denied)])
        }
        #expect(none?.kind == .forbidden)
        #expect(try await poll("").inventory.endpoints.isEmpty)
    }
}
