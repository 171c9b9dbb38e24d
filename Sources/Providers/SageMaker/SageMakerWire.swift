/// What SageMaker's API says, as far as it is read (service model 2017-07-24). The names are the wire's.
enum SageMakerWire {
    struct ListEndpoints: Encodable {
        var MaxResults = 100
        var NameContains: String?
        var NextToken: String?
    }

    struct Endpoints: Decodable {
        let Endpoints: [JSONItem<Summary>]
        let NextToken: String?

        struct Summary: Decodable, Sendable { let EndpointName: String }
    }

    struct DescribeEndpoint: Encodable { var EndpointName: String }

    struct Endpoint: Decodable {
        let EndpointName: String
        let EndpointArn: String?
        let EndpointConfigName: String?
        let EndpointStatus: String
        let FailureReason: String?
        /// Seconds since the epoch.
        let LastModifiedTime: Double?
        let ProductionVariants: [Variant]?
        /// There while another configuration is being rolled out.
        let PendingDeploymentSummary: Pending?

        struct Variant: Decodable {
            let VariantName: String
            let CurrentWeight: Double?
            let DesiredWeight: Double?
            let CurrentInstanceCount: Int?
            let DesiredInstanceCount: Int?
            let CurrentServerlessConfig: Serverless?
            let ManagedInstanceScaling: Managed?
        }

        struct Managed: Decodable { let Status: String? }

        struct Pending: Decodable { let EndpointConfigName: String? }

        struct Serverless: Decodable { let MaxConcurrency: Int? }
    }

    struct DescribeEndpointConfig: Encodable { var EndpointConfigName: String }

    struct EndpointConfig: Decodable {
        let ProductionVariants: [Variant]

        struct Variant: Decodable {
            let VariantName: String
            let InstanceType: String?
            let ModelName: String?
            let InitialVariantWeight: Double?
        }
    }
}
