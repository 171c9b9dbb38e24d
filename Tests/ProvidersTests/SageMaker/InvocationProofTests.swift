import Fleet
import FoundationEssentials
import Testing

@testable import Providers

/// What is scaled away is proved by silence, whoever keeps its count, and never by requests.
@Suite struct InvocationProofTests {
    private func proof(
        _ field: String, _ after: String, age: Duration = .seconds(300)
    ) throws -> InvocationProof {
        let text = """
            {"EndpointName":"chat","EndpointStatus":"InService","ProductionVariants":[
            {"VariantName":"blue","CurrentWeight":3,"CurrentInstanceCount":0},
            {"VariantName":"green","CurrentWeight":1,"CurrentInstanceCount":2}]}
            """
        let endpoint = try JSONDecoder().decode(
            SageMakerWire.Endpoint.self, from: Data(text.utf8))
        let step = ActionStep(
            target: ActionTarget(
                source: SourceID(provider: "sagemaker", instance: "lab"), uid: "chat/blue",
                name: "chat"),
            field: field, before: "3", after: after, token: "",
            request: ActionRequest(place: "", words: [], shown: ""))
        return InvocationProof(
            steps: [step], endpoints: ["chat": ObservedEndpoint(endpoint: endpoint)], age: age)
    }

    private func sums(_ blue: Double, _ green: Double) -> [CloudWatch.Key: Double] {
        let figure = CloudWatchFigure(name: .invocations, statistic: "Sum")
        return [
            .init(endpoint: "chat", variant: "blue", figure: figure): blue,
            .init(endpoint: "chat", variant: "green", figure: figure): green,
        ]
    }

    @Test(arguments: [("bounds", "0-0"), ("instances", "0"), ("weight", "0")])
    func whatIsToServeNothingIsProvedBySilence(_ field: String, _ after: String) throws {
        let proof = try proof(field, after)
        #expect(proof.judge(sums(0, 900)) == .shown("900 invocations since, none to chat/blue"))
        #expect(
            proof.judge(sums(22_839, 900))
                == .notYet("22839 invocations still reached chat/blue"))
        #expect(proof.isLate(sums(5, 900)) && !proof.isLate(sums(0, 900)))
        #expect(
            try self.proof(field, after, age: .seconds(100)).judge(sums(0, 900))
                == .notYet("CloudWatch may still publish some"))
    }

    @Test(arguments: [("bounds", "0-4"), ("bounds", "1-1"), ("instances", "2"), ("weight", "1")])
    func whatIsToServeIsProvedByService(_ field: String, _ after: String) throws {
        let proof = try proof(field, after)
        #expect(proof.judge(sums(12, 900)) == .shown("12 invocations of chat/blue since"))
        #expect(!proof.isLate(sums(12, 900)))
    }
}
