import Fleet
import Support
import Testing

/// What the configuration names is there before it has answered, and becomes the real thing without a
/// second row.
@Suite struct ExpectedRowTests {
    private static let time = SampleFleet.time

    private static func source(
        _ provider: String, _ name: String, expecting inventory: Inventory, site: String = "hall"
    ) -> SourceState {
        var source = SourceState(
            id: SourceID(provider: provider, instance: name), title: provider, site: site,
            interval: .seconds(1), staleAfter: .seconds(5))
        source.expect(
            Sample(expecting: inventory, nodes: [.load1], endpoints: [.requestRate]))
        return source
    }

    private static func host(_ name: String) -> SourceState {
        source("nvidia-smi", name, expecting: Inventory(nodes: [NodeIdentity(name: name)]))
    }

    private static func page(_ name: String) -> SourceState {
        let endpoint = EndpointIdentity(name: name, kind: "")
        return source("prometheus-scrape", name, expecting: Inventory(endpoints: [endpoint]))
    }

    @Test func itsReadingsAreAbsentAndSayWhy() {
        let host = Self.host("gpu03")
        #expect(host.isOnlyExpected && host.heard == nil)
        #expect(host.sample?.nodes[.load1, 0].absence?.reason == "not_reported: no_answer")
        #expect(host.sample?.processes.absence?.detail == .noAnswer)
        #expect(host.age(at: Self.time.monotonic) == nil)
    }

    @Test func anotherExpectationDoesNotReplaceWhatWasHeard() {
        var host = HealthScene.node("gpu03")
        host.expect(Self.host("gpu03").sample)
        #expect(host.sample?.inventory.accelerators.count == 8 && !host.isOnlyExpected)
    }

    @Test func aHostThatAnotherSourceKnowsIsOneRow() {
        var known = HealthScene.node("gpu03.example.com")
        known.id = SourceID(provider: "promql", instance: "a")
        let snapshot = FleetSnapshot(time: Self.time, sources: [Self.host("gpu03"), known])
        let roster = AcceleratorRoster(snapshot)
        #expect(roster.hosts.count == 1)
        let main = roster.hosts.first.map { roster.groups[$0.groups[0]].source }
        #expect(main == 1, "who answers speaks for it")
    }

    @Test func itCountsAsOneThatIsNotThere() {
        let summary = FleetSummary(
            FleetSnapshot(time: Self.time, sources: [Self.host("gpu03"), Self.page("chat")]))
        #expect(summary.total.nodes == 1 && summary.total.nodesLive == 0)
        #expect(summary.total.endpoints == 1 && summary.total.endpointsServing == 0)
        #expect(summary.total.acceleratorsExpected == 0)
    }

    @Test func whatItIsCalledBeforeLeadsToIt() {
        var page = Self.page("vllm-1")
        #expect(page.endpoint(labelled: "vllm-1") == 0)
        page.sample = HealthScene.endpoint("llama-70b").sample
        #expect(page.endpoint(labelled: "llama-70b") == 0)
        #expect(page.endpoint(labelled: "vllm-1") == 0, "under the name that it had")
        #expect(page.endpoint(labelled: "other") == nil)
        var host = Self.host("10.0.0.3")
        host.sample = HealthScene.node("gpu03").sample
        #expect(host.node(named: "10.0.0.3") == 0 && host.node(named: "gpu04") == nil)
    }

    @Test func aFindingIsAboutTheThingAndNotTheSource() throws {
        var scene = HealthScene([Self.host("gpu03"), Self.page("chat")])
        let failure = SourceFailure(.refused, "No.")
        scene.snapshot.sources[0].status = .failed(failure)
        scene.snapshot.sources[1].status = .failed(failure)
        scene.pass()
        let subjects = scene.snapshot.findings.map { "\($0.subject.kind):\($0.subject.name)" }
        #expect(Set(subjects) == ["node:gpu03", "endpoint:chat"])
        #expect(scene.rules == ["source-failed", "source-failed"])
    }

    @Test func theFirstAnswerIsNoChange() {
        var scene = HealthScene([Self.page("vllm-1")])
        scene.pass()
        scene.snapshot.sources[0].sample = HealthScene.endpoint("llama-70b").sample
        scene.snapshot.sources[0].status = .live
        scene.pass()
        #expect(scene.snapshot.changes.isEmpty, "\(scene.snapshot.changes.map(\.text))")
    }

    @Test func thatItDoesNotAnswerIsAChangeOfTheThing() throws {
        var scene = HealthScene([Self.page("chat")])
        scene.pass()
        scene.snapshot.sources[0].status = .failed(SourceFailure(.refused, "No."))
        scene.pass()
        let change = try #require(scene.snapshot.changes.first)
        #expect(change.subject.kind == .endpoint && change.subject.name == "chat")
        #expect(change.text == "does not answer: connection refused")
    }
}
