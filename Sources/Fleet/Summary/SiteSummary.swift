/// What runs at one site, or in the whole fleet, in figures that add up: owned and rented alike. There
/// is no percentile here, because percentiles of several endpoints cannot be combined.
package struct SiteSummary: Hashable, Sendable {
    /// Sources, and how many of them are live.
    package var sources = 0
    /// Of the sources, those whose last answer is in time.
    package var sourcesLive = 0
    /// Hosts, each once, and how many of them a live source tells about.
    package var nodes = 0
    /// Of the hosts, those that a live source tells about.
    package var nodesLive = 0
    /// GPUs that were ever seen, each once whatever the number of sources that report it; a MIG GPU is
    /// one. Where a site has none in sight, those that its endpoints say they have.
    package var acceleratorsExpected = 0
    /// Of them, those that a live source reports as present.
    package var acceleratorsSeen = 0
    /// Utilisation (0...1) of the GPUs expected.
    package var busy = Tally()
    /// Device memory in use as a share of what there is, both in bytes, over GPUs that tell both.
    package var memoryUsed = Tally()
    /// Bytes of device memory there are, over the same GPUs.
    package var memoryTotal = Tally()
    /// Watts of the GPUs.
    package var power = Tally()
    /// Endpoints (variants are parts of one), and how many of them serve.
    package var endpoints = 0
    /// Of the endpoints, those that serve.
    package var endpointsServing = 0
    /// Requests a second.
    package var requestRate = Tally()
    /// Failed requests a second, over endpoints that tell both their rate and error ratio.
    package var failedRate = 0.0
    /// The request rate of just those.
    package var judgedRate = 0.0
    /// Generated, and prompt, tokens a second.
    package var tokensOut = Tally()
    /// Tokens of prompts a second.
    package var tokensIn = Tally()
    /// Requests that wait.
    package var waiting = Tally()
    /// What endpoints are to keep to, and whether they do.
    package var objectives = ObjectiveTally()
    /// Findings that nobody has acknowledged, by severity.
    package var critical = 0
    /// Of ``Severity/warning``.
    package var warnings = 0
    /// Of ``Severity/notice``.
    package var notices = 0

    /// Nothing counted yet.
    package init() {}

    /// Share of requests that failed, each endpoint weighted by its rate. Where nothing is asked it is
    /// unknown, as it is where no endpoint tells.
    package var errorRatio: Double? { judgedRate > 0 ? failedRate / judgedRate : nil }

    /// Memory in use, 0...1.
    package var memoryRatio: Double? {
        guard let used = memoryUsed.total, let all = memoryTotal.total, all > 0 else { return nil }
        return used / all
    }

    /// Takes in another site, for the total.
    package mutating func merge(_ other: SiteSummary) {
        sources += other.sources
        sourcesLive += other.sourcesLive
        nodes += other.nodes
        nodesLive += other.nodesLive
        acceleratorsExpected += other.acceleratorsExpected
        acceleratorsSeen += other.acceleratorsSeen
        busy.merge(other.busy)
        memoryUsed.merge(other.memoryUsed)
        memoryTotal.merge(other.memoryTotal)
        power.merge(other.power)
        mergeServing(other)
        critical += other.critical
        warnings += other.warnings
        notices += other.notices
    }

    private mutating func mergeServing(_ other: SiteSummary) {
        endpoints += other.endpoints
        endpointsServing += other.endpointsServing
        requestRate.merge(other.requestRate)
        failedRate += other.failedRate
        judgedRate += other.judgedRate
        tokensOut.merge(other.tokensOut)
        tokensIn.merge(other.tokensIn)
        waiting.merge(other.waiting)
        objectives.merge(other.objectives)
    }
}
