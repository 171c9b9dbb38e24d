import Fleet

/// One variant of an endpoint, put together from the endpoint and its configuration.
struct SageMakerVariant: Sendable {
    var endpoint: String
    var name: String
    var status: String
    var failureReason: String?
    var ready: Int?
    var desired: Int?
    /// Share of the endpoint's traffic; `nil` where the service tells no weights.
    var share: Double?
    var instanceType: String?
    var model: String?
    /// GPUs of one instance; `nil` where the type is not known.
    var acceleratorsPerInstance: Int?
    var isOnlyVariant: Bool
    var isServerless: Bool
    /// Why nothing is known of an endpoint but that it is there; `nil` where it was read.
    var failure: SourceFailure?

    /// Whether there may be GPU figures: unknown types are asked about too.
    var hasAccelerators: Bool { acceleratorsPerInstance != 0 && !isServerless }

    /// The variants of an endpoint, in its order.
    static func variants(
        of endpoint: SageMakerWire.Endpoint, configuration: SageMakerWire.EndpointConfig?
    ) -> [SageMakerVariant] {
        let found = endpoint.ProductionVariants ?? []
        let weights = found.compactMap(\.CurrentWeight)
        let total = weights.count == found.count ? weights.reduce(0, +) : 0
        return found.map { variant in
            let machine = configuration?.ProductionVariants.first {
                $0.VariantName == variant.VariantName
            }
            let type = machine?.InstanceType
            return SageMakerVariant(
                endpoint: endpoint.EndpointName, name: variant.VariantName,
                status: endpoint.EndpointStatus, failureReason: endpoint.FailureReason,
                ready: variant.CurrentInstanceCount, desired: variant.DesiredInstanceCount,
                share: total > 0 ? variant.CurrentWeight.map { $0 / total } : nil,
                instanceType: type, model: machine?.ModelName,
                acceleratorsPerInstance: type.flatMap(InstanceTypes.accelerators),
                isOnlyVariant: found.count == 1,
                isServerless: variant.CurrentServerlessConfig != nil)
        }
    }

    /// The row of an endpoint that cannot be read.
    static func unread(_ endpoint: String, _ failure: SourceFailure) -> SageMakerVariant {
        SageMakerVariant(
            endpoint: endpoint, name: "", status: "", isOnlyVariant: true, isServerless: false,
            failure: failure)
    }

    var identity: EndpointIdentity {
        let count = acceleratorsPerInstance.flatMap { each in ready.map { each * $0 } }
        return EndpointIdentity(
            name: CleanText.clean(endpoint), variant: isOnlyVariant ? nil : CleanText.clean(name),
            kind: "sagemaker", model: model.map { CleanText.clean($0) },
            instanceType: isServerless ? "serverless" : instanceType.map { CleanText.clean($0) },
            acceleratorCount: count)
    }

    /// EndpointStatus, as DescribeEndpoint documents it.
    var state: EndpointState {
        switch status {
        case "InService":
            desired.map { want in (ready ?? want) < want } == true ? .degraded : .serving
        case "Creating": .starting
        case "Updating", "SystemUpdating", "RollingBack": .updating
        case "Deleting": .draining
        case "OutOfService", "Failed", "UpdateRollbackFailed": .failed
        default: .unknown
        }
    }
}
