import Support
import Testing

/// The stand-in answers as the real control plane does, and takes no request that breaks off.
@Suite(.serialized) struct SageMakerLabTests {
    private static let update = "SageMaker.UpdateEndpointWeightsAndCapacities"

    private func headers(_ operation: String) -> [String] {
        let signature = String(repeating: "0", count: 64)
        return [
            "Authorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/sagemaker/aws4_request, "
                + "SignedHeaders=host;x-amz-date;x-amz-target, Signature=\(signature)",
            "X-Amz-Target: \(operation)",
        ]
    }

    @Test(arguments: ["SageMaker.DescribeEndpoint", update])
    func aClientThatIsKilledInMidRequestHasAskedForNothing(operation: String) throws {
        let lab = try SageMakerLab()
        defer { lab.end() }
        let broken = try Tools.python(
            "http/broken_requests.py", ["\(lab.port)", "POST", "/"] + headers(operation))
        #expect(broken.status == 0, "\(broken)")
        // Whatever it makes of those it has made when it answers one that is whole.
        #expect(try ask(lab, operation, "{}").output.contains("400"))
        #expect(try lab.changes.filter { $0.contains("chat") }.isEmpty)
        #expect(lab.complaints.isEmpty, "\(lab.complaints)")
    }

    @Test(arguments: [
        ("{}", "Value null at 'endpointName' failed to satisfy constraint"),
        (#"{"EndpointName":"nobody"}"#, #"Could not find endpoint \"nobody\"."#),
        ("[", "SerializationException"),
    ])
    func whatCannotBeAnsweredIsTheAskersFault(body: String, text: String) throws {
        let lab = try SageMakerLab()
        defer { lab.end() }
        let answer = try ask(lab, "SageMaker.DescribeEndpoint", body).output
        #expect(answer.hasSuffix("400") && answer.contains(text), "\(answer)")
        #expect(lab.complaints.isEmpty, "\(lab.complaints)")
    }

    /// What is answered, and after it the status.
    private func ask(
        _ lab: SageMakerLab, _ operation: String, _ body: String
    ) throws -> Tools.Outcome {
        let words = headers(operation).flatMap { ["-H", $0] }
        return try Tools.run(
            ["curl", "-s", "-w", "%{http_code}", "-d", body] + words
                + ["http://127.0.0.1:\(lab.port)/"])
    }
}
