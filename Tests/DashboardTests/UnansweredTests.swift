import Dashboard
import Fleet
import Support
import Testing

/// What is configured and has never answered is a row that says why.
@Suite struct UnansweredTests {
    private static func source(
        _ provider: String, _ name: String, expecting inventory: Inventory
    ) -> SourceState {
        var source = SourceState(
            id: SourceID(provider: provider, instance: name), title: provider, site: "hall-a",
            interval: .seconds(1), staleAfter: .seconds(5))
        source.expect(
            Sample(expecting: inventory, nodes: [.load1], endpoints: [.requestRate, .latencyP95]))
        return source
    }

    private var script: Script {
        let host = Self.source(
            "nvidia-smi", "gpu03", expecting: Inventory(nodes: [NodeIdentity(name: "gpu03")]))
        var refused = Self.source(
            "nvidia-smi", "gpu04", expecting: Inventory(nodes: [NodeIdentity(name: "gpu04")]))
        refused.status = .failed(SourceFailure(.sshAuthentication, "ssh: permission denied"))
        let endpoint = Inventory(endpoints: [EndpointIdentity(name: "chat", kind: "")])
        let page = Self.source("prometheus-scrape", "chat", expecting: endpoint)
        return Script(
            FleetSnapshot(
                generation: 1, time: SampleFleet.time, sources: [host, refused, page],
                sites: [Site(name: "hall-a", placement: .dedicated)]))
    }

    private func line(_ name: String, _ script: Script) -> String {
        script.frame().text.split(separator: "\n").first { $0.contains(name) }.map(String.init)
            ?? ""
    }

    @Test func aHostIsARowWithItsReason() {
        var script = script
        script.type("2")
        #expect(line("gpu03", script).contains("not answered yet"))
        #expect(line("gpu04", script).contains("ssh: permission"))
        #expect(line("gpu04", script).contains("—"), "unknown, and not none")
    }

    @Test func anEndpointIsOneToo() {
        var script = script
        script.type("3")
        #expect(line("chat", script).contains("not answered"), "\(script.frame().text)")
    }

    @Test func theirPagesSayTheSame() {
        var script = script
        script.type("2")
        script.inFleetOrder()
        script.press(.enter)
        #expect(script.frame().text.contains("Node gpu03"))
        #expect(script.frame().text.contains("never answered"))
        script.press(.escape)
        script.type("3")
        script.press(.enter)
        #expect(script.frame().text.contains("never answered"))
    }

    @Test func aPageStaysOpenWhenTheAnswerComes() {
        var script = script
        script.type("3")
        script.press(.enter)
        var fleet = script.state.snapshot
        fleet.generation += 1
        let named = EndpointIdentity(name: "llama-70b", kind: "vllm")
        fleet.sources[2].sample = Sample(inventory: Inventory(endpoints: [named]))
        fleet.sources[2].status = .live
        fleet.sources[2].lastSuccess = fleet.time
        script.send(.snapshotArrived(fleet))
        #expect(!script.frame().text.contains("No source knows"))
        #expect(script.frame().text.contains("vllm"))
    }
}
