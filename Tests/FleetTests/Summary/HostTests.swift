import Support
import Testing

@testable import Fleet

/// One host known from several sources is one.
@Suite struct HostTests {
    /// A source that tells of a host and nothing of GPUs, as node_exporter does.
    private func exporter(_ name: String, site: String = "hall-a") -> SourceState {
        var source = SourceState(
            id: SourceID(provider: "prometheus-scrape", instance: name), title: "node", site: site,
            interval: .seconds(15), staleAfter: .seconds(45))
        var sample = Sample(inventory: Inventory(nodes: [NodeIdentity(name: name)]))
        sample.nodes[.infinibandActive, 0] = .value(7)
        source.sample = sample
        source.status = .live
        return source
    }

    private func smi(_ name: String, site: String = "hall-a") -> SourceState {
        SampleNode(name: name, site: site, load: 0.8).source()
    }

    private func roster(_ sources: [SourceState]) -> (AcceleratorRoster, FleetSnapshot) {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.sources = sources
        return (AcceleratorRoster(snapshot), snapshot)
    }

    @Test(arguments: [
        (["gpu-a01", "gpu-a01"], 1), (["gpu-a01", "gpu-a01.example.com"], 1),
        (["gpu-a01.example.com", "gpu-a01"], 1),
        (["gpu-a01.one.example", "gpu-a01.two.example"], 2), (["gpu-a01", "gpu-a02"], 2),
        (["10.0.0.1", "10.0.0.2"], 2), (["10", "10.0.0.1"], 2),
    ])
    func namesAreJoined(names: [String], hosts: Int) {
        let (roster, snapshot) = roster([smi(names[0]), exporter(names[1])])
        #expect(roster.hosts.count == hosts)
        let total = FleetSummary(snapshot).total
        #expect(total.nodes == hosts && total.nodesLive == hosts)
        #expect(total.acceleratorsExpected == 8)
    }

    /// A short name that could be one of two is nobody's.
    @Test func aShortNameThatCouldBeTwoIsAHostOfItsOwn() {
        let (roster, _) = roster([
            exporter("gpu-a01.one.example"), exporter("gpu-a01.two.example"), exporter("gpu-a01"),
        ])
        #expect(roster.hosts.count == 3)
    }

    @Test func theSameNameAtTwoSitesIsTwoHosts() {
        let (roster, _) = roster([smi("gpu-01"), exporter("gpu-01", site: "hall-b")])
        #expect(roster.hosts.count == 2)
    }

    @Test func anAddressWithTheSameGPUsIsTheSameHost() throws {
        let first = smi("gpu-a01")
        var second = first
        second.id = SourceID(provider: "promql", instance: "prod")
        second.interval = .seconds(15)
        let accelerators = try #require(first.sample).inventory.accelerators
        second.sample = Sample(
            inventory: Inventory(
                nodes: [NodeIdentity(name: "10.1.2.3")], accelerators: accelerators))
        let (roster, snapshot) = roster([second, first])
        #expect(roster.hosts.count == 1 && roster.seats.count == 8)
        // The one that asks more often speaks.
        let view = try #require(HostView(roster.groups(of: roster.hosts[0]), snapshot))
        #expect(view.parts.map(\.source.id) == [first.id, second.id])
        #expect(roster.host(source: 0, node: 0)?.groups == roster.host(source: 1, node: 0)?.groups)
    }

    @Test func eachFillsInWhatTheOtherLeavesOut() throws {
        var one = smi("gpu-a01")
        one.sample?.accelerators[.power] = nil
        var other = smi("gpu-a01")
        other.id = SourceID(provider: "promql", instance: "prod")
        other.interval = .seconds(30)
        other.sample?.accelerators[.power, 3] = .value(433)
        let (roster, snapshot) = roster([other, one, exporter("gpu-a01.example.com")])
        let view = try #require(HostView(roster.groups(of: roster.hosts[0]), snapshot))
        #expect(roster.hosts.count == 1 && view.parts.count == 3)
        #expect(view.main.source.id == one.id)
        #expect(view[.power, 3].value == 433)
        #expect(view[.infinibandActive].value == 7)
        #expect(view.expected == 8 && view.present == 8)
    }

    @Test func aLiveSourceSpeaksBeforeOneThatIsNot() throws {
        var stale = smi("gpu-a01")
        SampleNode.age(&stale, by: .seconds(60))
        var live = smi("gpu-a01")
        live.id = SourceID(provider: "promql", instance: "prod")
        live.interval = .seconds(60)
        let (roster, snapshot) = roster([stale, live])
        let view = try #require(HostView(roster.groups(of: roster.hosts[0]), snapshot))
        #expect(view.main.source.id == live.id)
    }

    /// Every GPU of a large fleet known twice: counted once, and the hosts too.
    @Test func fortyThousandGPUsKnownTwiceAreCountedOnce() {
        let names = (0..<5120).map { NodeIdentity(name: "gpu-\($0)") }
        let gpus = names.indices.flatMap { node in
            (0..<8).map {
                AcceleratorIdentity(node: node, index: $0, uuid: "GPU-\(node)-\($0)", model: "H100")
            }
        }
        let sources = ["dcgm", "smi"].map { name in
            var source = SourceState(
                id: SourceID(provider: "promql", instance: name), title: "", site: "hall-a",
                interval: .seconds(15), staleAfter: .seconds(60))
            source.sample = Sample(inventory: Inventory(nodes: names, accelerators: gpus))
            source.status = .live
            return source
        }
        let (roster, snapshot) = roster(sources)
        #expect(roster.hosts.count == 5120 && roster.seats.count == 40_960)
        #expect(roster.hosts.allSatisfy { $0.groups.count == 2 })
        #expect(FleetSummary(snapshot, reusing: roster).total.nodes == 5120)
    }
}
