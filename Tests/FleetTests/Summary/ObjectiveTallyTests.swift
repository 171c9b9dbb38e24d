import Support
import Testing

@testable import Fleet

/// What endpoints are to keep to, counted.
@Suite struct ObjectiveTallyTests {
    private static let chat = Objective(latencyP95: 2, firstTokenP95: 0.5, errorRatio: 0.01)

    private func source(_ name: String, p95: Double?, kind: String = "vllm") -> SourceState {
        SampleEndpoint(name: name, kind: kind, site: "hall-a", rate: 10, p95: p95, queue: 0)
            .source()
    }

    private func tally(
        _ sources: [SourceState], _ objectives: [String: Objective] = ["chat": chat]
    ) -> ObjectiveTally {
        var snapshot = FleetSnapshot(time: SampleFleet.time, objectives: objectives)
        snapshot.sources = sources
        let summary = FleetSummary(snapshot)
        #expect(summary.total.objectives == summary.site("hall-a")?.objectives)
        return summary.total.objectives
    }

    @Test func eachLimitIsMetOrBreached() {
        // A time to the first token of 0.3 of the p95: 0.3 and 0.9 seconds.
        let kept = tally([source("chat", p95: 1)])
        #expect(kept.met == 3 && kept.breached == 0 && kept.unknown == 0)
        let late = tally([source("chat", p95: 3), source("other", p95: 99)])
        #expect(late.met == 1 && late.breached == 2 && late.unknown == 0)
        let exact = tally([source("chat", p95: 2)], ["chat": Objective(latencyP95: 2)])
        #expect(exact.met == 1 && exact.breached == 0, "a limit is kept up to itself")
    }

    @Test func whatIsNotToldOrOldIsUnknown() {
        var missing = source("chat", p95: 1)
        missing.sample?.endpoints[.latencyP95, 0] = .absent(.notReported)
        let some = tally([missing])
        #expect(some.met == 2 && some.unknown == 1 && some.known == 2 && some.total == 3)
        var stale = source("chat", p95: 3)
        stale.status = .stale(SourceFailure(.silent, "Nothing heard."))
        let old = tally([stale])
        #expect(old.known == 0 && old.unknown == 3)
    }

    /// A part that nothing is asked of cannot tell how many of its requests fail.
    @Test func whatIsNotAskedNeedNotTell() {
        var source = source("chat", p95: nil)
        let parts = ["own", "rented"].map {
            EndpointIdentity(name: "chat", variant: $0, kind: "haproxy")
        }
        func tally(_ rates: [Double]) -> ObjectiveTally {
            var sample = Sample(inventory: Inventory(endpoints: parts))
            for (row, rate) in rates.enumerated() {
                sample.endpoints[.requestRate, row] = .value(rate)
                sample.endpoints[.errorRatio, row] = rate > 0 ? .value(0) : .absent(.notReported)
            }
            source.sample = sample
            return self.tally([source], ["chat": Objective(errorRatio: 0.05)])
        }
        #expect(tally([170, 0]).met == 1)
        #expect(tally([170, 10]).met == 1)
        #expect(tally([0, 0]).unknown == 1)
    }

    @Test func whatDoesNotApplyIsNotCounted() {
        #expect(tally([source("chat", p95: 1, kind: "triton")]).total == 2)
        var without = source("chat", p95: 1)
        without.sample?.endpoints[.errorRatio, 0] = .absent(.unsupported)
        #expect(tally([without]).total == 2)
        #expect(tally([source("embed", p95: 1)]).total == 0)
        #expect(tally([source("chat", p95: 1)], [:]).total == 0)
    }

    /// p95 of two variants, and of the whole where it has a row: once for the endpoint.
    @Test(
        arguments: [
            ([1, 1], nil, [1, 0, 0]), ([1, 3], nil, [0, 1, 0]), ([1, nil], nil, [0, 0, 1]),
            ([nil, 3], nil, [0, 1, 0]), ([nil, nil], 1, [1, 0, 0]), ([1, 3], 1, [0, 1, 0]),
        ] as [([Double?], Double?, [Int])])
    func variantsAreJudgedTogether(variants: [Double?], whole: Double?, counts: [Int]) {
        var list = ["a", "b"].map { EndpointIdentity(name: "chat", variant: $0, kind: "vllm") }
        if whole != nil { list.append(EndpointIdentity(name: "chat", kind: "vllm")) }
        var sample = Sample(inventory: Inventory(endpoints: list))
        for (row, value) in (variants + [whole]).prefix(list.count).enumerated() {
            if let value { sample.endpoints[.latencyP95, row] = .value(value) }
        }
        var state = source("chat", p95: nil)
        state.sample = sample
        let found = tally([state], ["chat": Objective(latencyP95: 2)])
        #expect([found.met, found.breached, found.unknown] == counts)
    }
}
