import Collector
import Fleet

/// Amazon SageMaker endpoints with their variants, and their CloudWatch figures: watches them, scales and
/// drains variants, and moves requests between them.
actor SageMakerProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "sagemaker", title: "SageMaker",
        summary:
            "Watches endpoints and variants of Amazon SageMaker by CloudWatch, scales and reroutes them.",
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

    nonisolated let transport: String
    let client: AWSClient
    let clock: any FleetClock
    let requests: VariantRequests
    let source: SourceID
    let site: String
    /// How long one call may take.
    let limit: Duration
    private let nameContains: String?
    private var wantsPercentiles: Bool
    private var configurations: [String: SageMakerWire.EndpointConfig] = [:]
    private var inventory = Inventory.empty
    /// Requests of plans that were not sent yet: until then nobody else may have been there.
    var unsent: Set<ActionRequest> = []
    /// Steps that were seen on their way.
    var seen: Set<ActionStep> = []
    /// What proofs are counting.
    var proofs: [[ActionStep]: ProofUnderWay] = [:]

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let region = settings.string("region") ?? ""
        guard region.wholeMatch(of: /[a-z]{2}(-[a-z]+)+-\d/) != nil else {
            throw SettingError(
                key: "region", message: "\"\(CleanText.clean(region))\" is not an AWS region.")
        }
        client = AWSClient(
            region: region, profile: settings.string("profile"),
            endpoint: settings.string("endpoint"), transports: transports)
        clock = transports.clock
        requests = VariantRequests(client: client, profile: settings.string("profile"))
        source = settings.source
        site = settings.site == Site.unnamed.name ? "" : settings.site
        limit = settings.deadline * 9 / 10
        nameContains = settings.string("name_contains")
        wantsPercentiles = settings.boolean("percentiles") ?? true
        transport = "https"
    }

    func poll() async throws(SourceFailure) -> Answer {
        var bytes = 0
        var calls = 0
        let (names, nameless) = try await listNames(&bytes, &calls)
        var reading = SageMakerReading()
        reading.nameless = nameless
        for name in names {
            do throws(SourceFailure) {
                let found = try await describe(name, &bytes, &calls, &reading)
                reading.variants += found
            } catch {
                calls += 1
                try reading.take(error, of: name)
            }
        }
        if let failure = reading.onlyFailure { throw failure }
        let variants = reading.variants
        let now = clock.now().wall
        let points = try await figures(variants, at: now)
        rememberInventory(variants)
        var sample = SageMakerMapping(variants: variants, points: points.newest)
            .sample(inventory: inventory, wantsPercentiles: wantsPercentiles)
        sample.notes += reading.notes
        return Answer(
            sample: sample, bytes: bytes + points.bytes, billedCalls: calls + points.calls,
            billedDollars: Double(points.metrics) * CloudWatch.dollarsPerMetric)
    }

    private func listNames(_ bytes: inout Int, _ calls: inout Int) async throws(SourceFailure)
        -> (names: [String], nameless: Int)
    {
        var names: [String] = []
        var nameless = 0
        var request = SageMakerWire.ListEndpoints(NameContains: nameContains)
        repeat {
            let (page, size) = try await client.call(
                .sageMaker, "ListEndpoints", request, as: SageMakerWire.Endpoints.self)
            bytes += size
            calls += 1
            let found = page.Endpoints.compactMap(\.item?.EndpointName)
            nameless += page.Endpoints.count - found.count
            names += found
            request.NextToken = page.NextToken
        } while request.NextToken != nil && names.count < 5000
        return (names.sorted(), nameless)
    }

    private func describe(
        _ name: String, _ bytes: inout Int, _ calls: inout Int, _ reading: inout SageMakerReading
    ) async throws(SourceFailure) -> [SageMakerVariant] {
        let (endpoint, size) = try await client.call(
            .sageMaker, "DescribeEndpoint", SageMakerWire.DescribeEndpoint(EndpointName: name),
            as: SageMakerWire.Endpoint.self)
        bytes += size
        calls += 1
        var found: SageMakerWire.EndpointConfig?
        do throws(SourceFailure) {
            let (told, more) = try await configuration(of: endpoint)
            found = told
            bytes += more
            calls += more > 0 ? 1 : 0
        } catch {
            calls += 1
            try reading.take(error, ofConfigurationOf: name)
        }
        return SageMakerVariant.variants(of: endpoint, configuration: found)
    }

    /// What an endpoint is configured with, asked for once, and how many bytes that took.
    func configuration(
        of endpoint: SageMakerWire.Endpoint
    ) async throws(SourceFailure) -> (SageMakerWire.EndpointConfig?, bytes: Int) {
        guard let name = endpoint.EndpointConfigName else { return (nil, 0) }
        if let known = configurations[name] { return (known, 0) }
        let (found, size) = try await client.call(
            .sageMaker, "DescribeEndpointConfig",
            SageMakerWire.DescribeEndpointConfig(EndpointConfigName: name),
            as: SageMakerWire.EndpointConfig.self)
        configurations[name] = found
        return (found, size)
    }

    /// All figures; where percentiles are refused, the rest without them, from then on.
    private func figures(
        _ variants: [SageMakerVariant], at now: WallTime
    ) async throws(SourceFailure) -> CloudWatch.Points {
        let cloudWatch = CloudWatch(client: client)
        func keys(_ figures: [CloudWatchFigure]) -> [CloudWatch.Key] {
            variants.filter { $0.failure == nil }.flatMap { variant in
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
