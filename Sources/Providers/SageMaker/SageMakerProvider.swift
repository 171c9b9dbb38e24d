package import Collector
package import Fleet

/// Amazon SageMaker endpoints with their variants, and their CloudWatch figures. Watching only.
package actor SageMakerProvider: Provider {
    package static let descriptor = ProviderDescriptor(
        id: "sagemaker", title: "SageMaker",
        summary: "Endpoints and variants of Amazon SageMaker with their CloudWatch figures.",
        settings: [
            SettingSchema(
                "region", .string, isRequired: true, summary: "AWS region.", example: "us-east-1"),
            SettingSchema(
                "profile", .string, summary: "Profile of ~/.aws; else the usual chain.",
                example: "prod"),
            SettingSchema(
                "name_contains", .string, summary: "Only endpoints whose name contains this.",
                example: "chat"),
            SettingSchema(
                "percentiles", .boolean,
                summary:
                    "Ask for p50, p95 and p99 of model latency (three more metrics a variant).",
                example: "true"),
            SettingSchema(
                "endpoint", .url, summary: "Another endpoint than AWS's own.",
                example: "https://vpce-1.example.com"),
        ],
        interval: .seconds(60), deadline: .seconds(30), capabilities: [.endpoints])

    package nonisolated let transport: String
    private let client: AWSClient
    private let clock: any FleetClock
    private let nameContains: String?
    private var wantsPercentiles: Bool
    private var configurations: [String: SageMakerWire.EndpointConfig] = [:]
    private var inventory = Inventory.empty

    package init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let region = settings.string("region") ?? ""
        guard region.wholeMatch(of: /[a-z]{2}(-[a-z]+)+-\d/) != nil else {
            throw SettingError(
                key: "region", message: "\"\(CleanText.clean(region))\" is not an AWS region.")
        }
        client = AWSClient(
            region: region, profile: settings.string("profile"),
            endpoint: settings.string("endpoint"), transports: transports)
        clock = transports.clock
        nameContains = settings.string("name_contains")
        wantsPercentiles = settings.boolean("percentiles") ?? true
        transport = "https"
    }

    package func poll() async throws(SourceFailure) -> Answer {
        var bytes = 0
        var calls = 0
        let names = try await listNames(&bytes, &calls)
        var variants: [SageMakerVariant] = []
        for name in names {
            variants += try await describe(name, &bytes, &calls)
        }
        let now = clock.now().wall
        let points = try await figures(variants, at: now)
        rememberInventory(variants)
        let sample = SageMakerMapping(variants: variants, points: points.newest)
            .sample(inventory: inventory, wantsPercentiles: wantsPercentiles)
        return Answer(
            sample: sample, bytes: bytes + points.bytes, billedCalls: calls + points.calls,
            billedDollars: Double(points.metrics) * CloudWatch.dollarsPerMetric)
    }

    private func listNames(_ bytes: inout Int, _ calls: inout Int) async throws(SourceFailure)
        -> [String]
    {
        var names: [String] = []
        var request = SageMakerWire.ListEndpoints(NameContains: nameContains)
        repeat {
            let (page, size) = try await client.call(
                .sageMaker, "ListEndpoints", request, as: SageMakerWire.Endpoints.self)
            bytes += size
            calls += 1
            names += page.Endpoints.map(\.EndpointName)
            request.NextToken = page.NextToken
        } while request.NextToken != nil && names.count < 5000
        return names.sorted()
    }

    private func describe(
        _ name: String, _ bytes: inout Int, _ calls: inout Int
    ) async throws(SourceFailure) -> [SageMakerVariant] {
        let (endpoint, size) = try await client.call(
            .sageMaker, "DescribeEndpoint", SageMakerWire.DescribeEndpoint(EndpointName: name),
            as: SageMakerWire.Endpoint.self)
        bytes += size
        calls += 1
        if let config = endpoint.EndpointConfigName, configurations[config] == nil {
            let (found, size) = try await client.call(
                .sageMaker, "DescribeEndpointConfig",
                SageMakerWire.DescribeEndpointConfig(EndpointConfigName: config),
                as: SageMakerWire.EndpointConfig.self)
            configurations[config] = found
            bytes += size
            calls += 1
        }
        return SageMakerVariant.variants(
            of: endpoint, configuration: endpoint.EndpointConfigName.flatMap { configurations[$0] })
    }

    /// All figures; where percentiles are refused, the rest without them, from then on.
    private func figures(
        _ variants: [SageMakerVariant], at now: WallTime
    ) async throws(SourceFailure) -> CloudWatch.Points {
        let cloudWatch = CloudWatch(client: client)
        func keys(_ figures: [CloudWatchFigure]) -> [CloudWatch.Key] {
            variants.flatMap { variant in
                figures.filter { variant.hasAccelerators || !$0.isAccelerator }.map {
                    CloudWatch.Key(endpoint: variant.endpoint, variant: variant.name, figure: $0)
                }
            }
        }
        var points = try await cloudWatch.newest(keys(CloudWatchFigure.plain), at: now)
        guard wantsPercentiles, !variants.isEmpty else { return points }
        do {
            let more = try await cloudWatch.newest(keys(CloudWatchFigure.percentiles), at: now)
            points.newest.merge(more.newest) { old, _ in old }
            points.calls += more.calls
            points.metrics += more.metrics
            points.bytes += more.bytes
        } catch  where error.kind == .serverError || error.kind == .unsupported {
            wantsPercentiles = false
        }
        return points
    }

    private func rememberInventory(_ variants: [SageMakerVariant]) {
        let found = Inventory(endpoints: variants.map(\.identity))
        if !inventory.isEqual(to: found) { inventory = found }
    }
}

extension CloudWatchFigure {
    /// Whether only machines with GPUs have it.
    fileprivate var isAccelerator: Bool { name == .gpu || name == .gpuMemory }
}
