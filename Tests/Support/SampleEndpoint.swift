package import Fleet

/// An endpoint with its figures, as its metrics page would tell of it.
package struct SampleEndpoint {
    package var name: String
    package var kind: String
    package var site: String
    /// Requests a second, seconds, requests; `nil` for what it does not tell.
    package var rate: Double?
    package var p95: Double?
    package var queue: Double?

    /// An endpoint with the figures that matter most.
    package init(
        name: String, kind: String, site: String, rate: Double?, p95: Double?, queue: Double?
    ) {
        self.name = name
        self.kind = kind
        self.site = site
        self.rate = rate
        self.p95 = p95
        self.queue = queue
    }

    /// The live source that tells of it.
    package func source() -> SourceState {
        var source = SourceState(
            id: SourceID(provider: "prometheus-scrape", instance: "\(name).\(site)"),
            title: "Metrics page", site: site, interval: .seconds(5), staleAfter: .seconds(15),
            transport: "http")
        source.status = .live
        source.sample = sample()
        source.lastSuccess = SampleFleet.time - .seconds(2)
        source.lastAttempt = source.lastSuccess
        source.nextDue = SampleFleet.time.monotonic + .seconds(3)
        source.lastDuration = .milliseconds(4)
        source.lastBytes = 41_200
        source.bytesTotal = 29_664_000
        source.polls = 720
        return source
    }

    private var isLanguage: Bool { kind == "vllm" }

    /// What it reports.
    package func sample() -> Sample {
        let identity = EndpointIdentity(
            name: name, kind: kind, model: isLanguage ? "Llama-3.3-70B" : nil,
            url: "http://\(name).\(site):8000/")
        var sample = Sample(inventory: Inventory(endpoints: [identity]))
        sample.endpointStates = [rate == nil ? .unknown : .serving]
        if let rate {
            sample.endpoints[.requestRate, 0] = .value(rate)
            sample.endpoints[.errorRatio, 0] = .value(0.0002)
            if isLanguage {
                sample.endpoints[.tokensOut, 0] = .value(rate * 100)
                sample.endpoints[.tokensIn, 0] = .value(rate * 300)
                sample.endpoints[.cacheUsage, 0] = .value((queue ?? 0) > 0 ? 0.91 : 0.48)
            }
            sample.endpoints[.replicasReady, 0] = .value(12)
            sample.endpoints[.replicasDesired, 0] = .value(12)
        }
        if let p95 {
            sample.endpoints[.latencyP50, 0] = .value(p95 * 0.4)
            sample.endpoints[.latencyP95, 0] = .value(p95)
            sample.endpoints[.latencyP99, 0] = .value(p95 * 1.7)
            if isLanguage { sample.endpoints[.firstTokenP95, 0] = .value(p95 * 0.3) }
        }
        sample.endpoints[.requestsWaiting, 0] = queue.map { .value($0) } ?? .absent(.notReported)
        return sample
    }
}
