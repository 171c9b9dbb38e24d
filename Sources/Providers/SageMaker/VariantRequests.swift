import Collector
import Fleet
import FoundationEssentials

/// The literal requests that change variants: what a plan shows is what goes out.
struct VariantRequests: Sendable {
    let client: AWSClient
    let profile: String?

    /// The operations that are sent, by what `X-Amz-Target` calls them.
    private static let services: [String: (service: AWSClient.Service, operation: String)] = {
        let all: [(AWSClient.Service, String)] = [
            (.sageMaker, "UpdateEndpointWeightsAndCapacities"),
            (.autoScaling, "RegisterScalableTarget"),
        ]
        return Dictionary(
            uniqueKeysWithValues: all.map { ("\($0.target).\($1)", (service: $0, operation: $1)) })
    }()

    /// The weights of some variants at once.
    func weights(_ endpoint: String, _ weights: [(variant: String, weight: Double)])
        -> ActionRequest
    {
        update(
            endpoint,
            weights.map { .init(VariantName: $0.variant, DesiredWeight: $0.weight) },
            weights.map { "VariantName=\($0.variant),DesiredWeight=\(WeightText.of($0.weight))" })
    }

    /// The count of one variant.
    func count(_ endpoint: String, _ variant: String, _ count: Int) -> ActionRequest {
        update(
            endpoint, [.init(VariantName: variant, DesiredInstanceCount: count)],
            ["VariantName=\(variant),DesiredInstanceCount=\(count)"])
    }

    /// What Application Auto Scaling keeps a variant to.
    func bounds(_ endpoint: String, _ variant: String, _ bounds: CapacityBounds) -> ActionRequest {
        let resource = SageMakerWire.resource(endpoint, variant)
        let input = SageMakerWire.RegisterScalableTarget(
            ResourceId: resource, MinCapacity: bounds.least, MaxCapacity: bounds.most)
        return request(
            .autoScaling, "RegisterScalableTarget", input,
            shown: [
                "application-autoscaling", "register-scalable-target",
                "--service-namespace", "sagemaker", "--resource-id", resource,
                "--scalable-dimension", SageMakerWire.countDimension,
                "--min-capacity", "\(bounds.least)", "--max-capacity", "\(bounds.most)",
            ])
    }

    private func update(
        _ endpoint: String,
        _ desired: [SageMakerWire.UpdateEndpointWeightsAndCapacities.Desired], _ shown: [String]
    ) -> ActionRequest {
        request(
            .sageMaker, "UpdateEndpointWeightsAndCapacities",
            SageMakerWire.UpdateEndpointWeightsAndCapacities(
                EndpointName: endpoint, DesiredWeightsAndCapacities: desired),
            shown: [
                "sagemaker", "update-endpoint-weights-and-capacities", "--endpoint-name", endpoint,
                "--desired-weights-and-capacities",
            ] + shown)
    }

    private func request(
        _ service: AWSClient.Service, _ operation: String, _ input: some Encodable,
        shown: [String]
    ) -> ActionRequest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Names and numbers alone: there is nothing that could not be written.
        let body = (try? encoder.encode(input)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let who = profile.map { ["--profile", $0] } ?? []
        let words = ["aws"] + shown + ["--region", client.region] + who
        return ActionRequest(
            place: client.url(of: service),
            words: ["POST", "/", "\(service.target).\(operation)", body],
            shown: words.joined(separator: " "))
    }

    /// Sends one, as it is.
    func send(_ request: ActionRequest, within limit: Duration) async -> ActionAnswer {
        guard request.words.count == 4, let known = Self.services[request.words[2]],
            request.place == client.url(of: known.service), !request.words[3].isEmpty
        else {
            return .rejected("nothing was sent: \(request.place) is not where this source asks")
        }
        return await client.change(
            known.service, known.operation, Array(request.words[3].utf8), within: limit)
    }
}
