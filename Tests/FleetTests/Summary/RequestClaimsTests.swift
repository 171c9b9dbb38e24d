import Support
import Testing

@testable import Fleet

/// Requests that pass a router, counted once and where they are answered.
@Suite struct RequestClaimsTests {
    /// A router at one site that sends to a server there and to one at another.
    private func router(_ sites: [String?] = ["hall-a", "us-east-1"]) -> SourceState {
        var source = SampleEndpoint(
            name: "edge", kind: "haproxy", site: "hall-a", rate: nil, p95: nil, queue: nil
        ).source()
        let identities = zip(["own", "rented"], sites).map { name, site in
            var identity = EndpointIdentity(
                name: "chat", variant: name, kind: "haproxy", url: "http://\(name):8000")
            identity.site = site
            return identity
        }
        var sample = Sample(
            inventory: Inventory(
                endpoints: identities,
                services: [RoutedService(name: "chat", rows: [0, 1], isLocal: false)]))
        sample.endpointStates = [.serving, .serving]
        for (row, rate) in [30.0, 10].enumerated() {
            sample.endpoints[.requestRate, row] = .value(rate)
            sample.endpoints[.errorRatio, row] = .value(row == 0 ? 0 : 0.5)
        }
        source.sample = sample
        return source
    }

    /// The server behind the router, watched by itself.
    private func server(_ status: SourceStatus = .live) -> SourceState {
        var source = SampleEndpoint(
            name: "chat-70b", kind: "vllm", site: "us-east-1", rate: 9, p95: 1, queue: 0
        ).source()
        var identity = EndpointIdentity(name: "chat-70b", kind: "vllm")
        identity.url = "http://rented:8000/metrics"
        source.sample?.inventory = Inventory(endpoints: [identity])
        source.status = status
        return source
    }

    private func summary(_ sources: [SourceState]) -> FleetSummary {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.sources = sources
        return FleetSummary(snapshot)
    }

    @Test func whatARouterSendsCountsWhereItGoes() {
        var edge = router()
        edge.status = .live
        var other = server()
        other.sample = Sample(inventory: .empty)
        let summary = summary([edge, other])
        #expect(summary.site("hall-a")?.requestRate.total == 30)
        #expect(summary.site("us-east-1")?.requestRate.total == 10)
        #expect(summary.site("us-east-1")?.errorRatio == 0.5)
        #expect(summary.site("us-east-1")?.endpoints == 1)
        #expect(summary.total.endpoints == 1, "one endpoint at two sites")
        #expect(summary.total.endpointsServing == 1)
        #expect(summary.total.requestRate.total == 40)
    }

    @Test func whatTheServerCountsIsNotCountedAgain() {
        let summary = summary([router([nil, nil]), server()])
        #expect(summary.site("hall-a")?.requestRate.total == 30)
        #expect(summary.site("us-east-1")?.requestRate.total == 9)
        #expect(summary.total.requestRate.total == 39)
        #expect(summary.total.requestRate.isComplete)
        #expect(summary.total.endpoints == 2)
    }

    /// A server that has fallen silent is no reason to lose what the router still counts.
    @Test func theRouterCountsForAServerThatIsSilent() {
        let silent = server(.stale(SourceFailure(.silent, "Nothing heard.")))
        #expect(summary([router(), silent]).total.requestRate.total == 40)
    }
}
