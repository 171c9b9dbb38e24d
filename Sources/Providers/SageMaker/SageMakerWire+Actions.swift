/// What is sent to change variants, and who else changes them (service models 2017-07-24 of SageMaker and
/// 2016-02-06 of Application Auto Scaling).
extension SageMakerWire {
    /// Weights of one or more variants, or the count of one: one kind of change a call.
    struct UpdateEndpointWeightsAndCapacities: Encodable {
        var EndpointName: String
        var DesiredWeightsAndCapacities: [Desired]

        struct Desired: Encodable {
            var VariantName: String
            var DesiredWeight: Double?
            var DesiredInstanceCount: Int?
        }
    }

    struct DescribeScalableTargets: Encodable {
        var ServiceNamespace = "sagemaker"
        var ResourceIds: [String]
        var ScalableDimension = SageMakerWire.countDimension
    }

    struct ScalableTargets: Decodable {
        let ScalableTargets: [Target]

        struct Target: Decodable {
            let ResourceId: String
            let MinCapacity: Int
            let MaxCapacity: Int
            let SuspendedState: Suspended?
        }

        struct Suspended: Decodable {
            let DynamicScalingInSuspended: Bool?
            let DynamicScalingOutSuspended: Bool?
            let ScheduledScalingSuspended: Bool?
        }
    }

    struct RegisterScalableTarget: Encodable {
        var ServiceNamespace = "sagemaker"
        var ResourceId: String
        var ScalableDimension = SageMakerWire.countDimension
        var MinCapacity: Int
        var MaxCapacity: Int
    }

    static let countDimension = "sagemaker:variant:DesiredInstanceCount"

    /// What Application Auto Scaling calls a variant.
    static func resource(_ endpoint: String, _ variant: String) -> String {
        "endpoint/\(endpoint)/variant/\(variant)"
    }
}
