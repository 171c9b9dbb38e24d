import FoundationEssentials

/// What SageMaker says of the simulated endpoints (service model 2017-07-24).
struct SimulatedEndpoints: Sendable {
    let world: SimulatedWorld
    let time: Double

    /// The answer to ListEndpoints.
    func list() -> String {
        let items = SimulatedEndpoint.all.map { endpoint in
            """
            {"EndpointName":"\(endpoint.name)","EndpointArn":"\(arn(endpoint))",\
            "CreationTime":\(created),"LastModifiedTime":\(created),\
            "EndpointStatus":"\(status(endpoint))"}
            """
        }
        return "{\"Endpoints\":[\(items.joined(separator: ","))]}"
    }

    /// The answer to DescribeEndpoint; `nil` for one that is not there.
    func describe(_ body: [UInt8]) -> String? {
        guard let endpoint = asked(body, \.EndpointName) else { return nil }
        let variants = endpoint.variants.map { variant in
            let state = SimulatedVariant(endpoint, variant, world.load, at: time)
            let (now, wanted) = (state.current, state.desired)
            return """
                {"VariantName":"\(variant.name)","CurrentWeight":\(now.weight),\
                "DesiredWeight":\(wanted.weight),"CurrentInstanceCount":\(now.instances),\
                "DesiredInstanceCount":\(wanted.instances)}
                """
        }
        return """
            {"EndpointName":"\(endpoint.name)","EndpointArn":"\(arn(endpoint))",\
            "EndpointConfigName":"\(endpoint.name)-1","EndpointStatus":"\(status(endpoint))",\
            "CreationTime":\(created),"LastModifiedTime":\(created),\
            "ProductionVariants":[\(variants.joined(separator: ","))]}
            """
    }

    /// The answer to DescribeEndpointConfig; `nil` for one that is not there.
    func configuration(_ body: [UInt8]) -> String? {
        guard let endpoint = asked(body, \.EndpointConfigName) else { return nil }
        let variants = endpoint.variants.map { variant in
            """
            {"VariantName":"\(variant.name)","ModelName":"\(variant.model)",\
            "InitialInstanceCount":\(variant.instances),"InitialVariantWeight":\(variant.weight),\
            "InstanceType":"\(variant.instanceType)"}
            """
        }
        return """
            {"EndpointConfigName":"\(endpoint.name)-1","CreationTime":\(created),\
            "ProductionVariants":[\(variants.joined(separator: ","))]}
            """
    }

    /// The answer to UpdateEndpointWeightsAndCapacities; a refusal where it cannot be done.
    func update(_ body: [UInt8]) -> Result<String, Refusal> {
        guard let change = try? JSONDecoder().decode(Change.self, from: Data(body)),
            let endpoint = SimulatedEndpoint.all.first(where: { $0.name == change.EndpointName })
        else { return .failure(Refusal(message: "Could not find endpoint.")) }
        guard !isUpdating(endpoint) else {
            let text = "Cannot update in-progress endpoint \"\(arn(endpoint))\"."
            return .failure(Refusal(message: text))
        }
        var wanted: [(String, SimulatedOrders.Capacity)] = []
        for part in change.DesiredWeightsAndCapacities {
            guard let variant = endpoint.variants.first(where: { $0.name == part.VariantName })
            else {
                let text = "The variant name(s) \"\(part.VariantName)\" is/are not present."
                return .failure(Refusal(message: text))
            }
            var next = SimulatedVariant(endpoint, variant, world.load, at: time).desired
            next.weight = part.DesiredWeight ?? next.weight
            next.instances = part.DesiredInstanceCount ?? next.instances
            wanted.append((SimulatedVariant.key(endpoint, variant), next))
        }
        for (key, capacity) in wanted { world.orders.set(key, capacity, at: time) }
        return .success("{\"EndpointArn\":\"\(arn(endpoint))\"}")
    }

    /// Why something is not done: a ValidationException.
    struct Refusal: Error {
        var message: String
    }

    private struct Change: Decodable {
        let EndpointName: String
        let DesiredWeightsAndCapacities: [Part]

        struct Part: Decodable {
            let VariantName: String
            let DesiredWeight: Double?
            let DesiredInstanceCount: Int?
        }
    }

    private struct Question: Decodable {
        let EndpointName: String?
        let EndpointConfigName: String?
    }

    private func asked(
        _ body: [UInt8], _ key: KeyPath<Question, String?>
    ) -> SimulatedEndpoint? {
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body)),
            let name = question[keyPath: key]
        else { return nil }
        return SimulatedEndpoint.all.first { $0.name == name || $0.name + "-1" == name }
    }

    private func status(_ endpoint: SimulatedEndpoint) -> String {
        isUpdating(endpoint) ? "Updating" : "InService"
    }

    /// Whether the cloud changes something just now, for somebody or by itself.
    private func isUpdating(_ endpoint: SimulatedEndpoint) -> Bool {
        endpoint.variants.contains {
            SimulatedVariant(endpoint, $0, world.load, at: time).isUpdating
        }
    }

    private func arn(_ endpoint: SimulatedEndpoint) -> String {
        "arn:aws:sagemaker:us-east-1:000000000000:endpoint/\(endpoint.name)"
    }

    /// Twenty days before the simulation began, in seconds since the epoch.
    private var created: Int { Int(world.load.epoch) - 20 * 86_400 }
}
