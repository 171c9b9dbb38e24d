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
            """
            {"VariantName":"\(variant.name)","CurrentWeight":\(variant.weight),\
            "DesiredWeight":\(variant.weight),"CurrentInstanceCount":\(variant.instances),\
            "DesiredInstanceCount":\(variant.instances + (isGrowing(endpoint) ? 1 : 0))}
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

    /// Whether the cloud is adding an instance.
    private func isGrowing(_ endpoint: SimulatedEndpoint) -> Bool {
        endpoint.name == SimulatedIncidents.growingEndpoint
            && SimulatedIncidents(at: time).isOn(SimulatedIncidents.growth)
    }

    private func status(_ endpoint: SimulatedEndpoint) -> String {
        isGrowing(endpoint) ? "Updating" : "InService"
    }

    private func arn(_ endpoint: SimulatedEndpoint) -> String {
        "arn:aws:sagemaker:us-east-1:000000000000:endpoint/\(endpoint.name)"
    }

    /// Twenty days before the simulation began, in seconds since the epoch.
    private var created: Int { Int(world.load.epoch) - 20 * 86_400 }
}
