import Dashboard
import Fleet
import Support
import Testing

/// Enter on whatever is selected, and Esc the same way back.
@Suite struct GoingInTests {
    private func id(_ instance: String, _ provider: String = "nvidia-smi") -> SourceID {
        SourceID(provider: provider, instance: instance)
    }

    /// The Sources view with a source selected.
    private func sources(
        on id: SourceID, _ fleet: FleetSnapshot = SampleFleet.usual()
    ) -> Script {
        var script = Script(fleet)
        script.type("8")
        script.state.selection["sources"] = .source(id)
        script.state.settle()
        return script
    }

    @Test func aSourceOfOneNodeOpensThatNode() {
        var script = sources(on: id("gpu-a02"))
        script.press(.enter)
        #expect(
            script.state.location
                == Location(.node, .node(source: id("gpu-a02"), name: "gpu-a02")))
        script.press(.escape)
        #expect(script.state.location == Location(.sources))
    }

    @Test func aSourceOfOneEndpointOpensThatEndpoint() {
        let source = id("embed.hall-a", "prometheus-scrape")
        var script = sources(on: source)
        script.press(.enter)
        #expect(
            script.state.location == Location(.endpoint, .endpoint(source: source, label: "embed")))
    }

    @Test func aSourceOfManyNodesOpensTheTableOfThem() {
        var fleet = SampleFleet.usual()
        let many = Inventory(
            nodes: [NodeIdentity(name: "n1"), NodeIdentity(name: "n2")], accelerators: [])
        fleet.sources[0].id = id("all (of it)", "prometheus")
        fleet.sources[0].sample = Sample(inventory: many)
        var script = sources(on: fleet.sources[0].id, fleet)
        script.press(.enter)
        #expect(script.state.view == .nodes)
        #expect(script.frame().text.contains("Nodes 2 of 6"))
        #expect(script.state.selection["nodes"]?.text == "n1")
        script.press(.escape)
        #expect(script.state.view == .nodes)
        #expect(script.state.filter.text.isEmpty)
        script.press(.escape)
        #expect(script.state.view == .sources)
    }

    @Test func aSourceThatSaidNothingSaysSo() {
        var fleet = SampleFleet.usual()
        fleet.sources[0].sample = nil
        var script = sources(on: fleet.sources[0].id, fleet)
        script.press(.enter)
        #expect(script.state.view == .sources)
        #expect(script.state.notice?.text == "This source has not told of anything yet.")
    }

    @Test func aSourceThatFailsSaysWhenItIsAskedAgain() {
        var fleet = SampleFleet.usual()
        let silent = id("gpu-a04")
        for place in fleet.sources.indices where fleet.sources[place].id == silent {
            fleet.sources[place].nextDue = SampleFleet.time.monotonic + .seconds(34)
        }
        let script = sources(on: silent, fleet)
        #expect(script.frame().text.contains("asked again in 34s · ^R now"))
    }

    @Test func escapeClearsTheFilterBeforeItGoesBack() {
        var script = Script()
        script.type("2/util<0")
        script.press(.enter)
        let text = script.frame().text
        #expect(text.contains("Esc clears it."))
        #expect(text.contains("Esc clear filter"))
        #expect(!text.contains("Enter open") && !text.contains("Space mark"))
        script.press(.escape)
        #expect(script.state.filter.text.isEmpty)
        #expect(script.frame().text.contains("Enter open"))
        #expect(!script.frame().text.contains("Esc clear filter"))
    }

    @Test func aGPUOfANodeIsShownAlready() {
        var script = Script()
        script.state.go(to: Location(.node, .node(source: id("gpu-a02"), name: "gpu-a02")))
        script.press(.enter)
        #expect(script.state.notice?.text == "GPU 0 is shown: its graphs are below.")
    }

    @Test func theWorstGPUOfANodeIsShownFirst() {
        var script = Script()
        script.state.go(to: Location(.node, .node(source: id("gpu-b17"), name: "gpu-b17")))
        #expect(script.frame().text.contains("┌ GPU 5 "))
        script.press(.up)
        #expect(script.frame().text.contains("┌ GPU 4 "))
    }
}

/// Keys that act in the overview mean what Enter opens.
extension GoingInTests {
    private func overview() -> Script {
        var script = Script()
        let sources = SampleFindings.usual().compactMap(\.subject.source)
        let kinds = sources.map { ($0, Set([ActionKind.drain])) }
        script.send(
            .actorsChanged(Dictionary(kinds, uniquingKeysWith: { $1 }), stages: [1]))
        script.send(.accessChanged(.writable))
        return script
    }

    @Test func aKeyInTheOverviewActsOnWhatTheFindingIsAbout() {
        var opened = overview()
        opened.press(.enter)
        var script = overview()
        #expect(
            script.frame().text.split(separator: "\n").last?.contains("d drain") == true)
        script.type("d")
        guard case .plan(.order(let order, let source), _) = script.effects.last else {
            Issue.record("nothing was planned: \(script.state.notice?.text ?? "")")
            return
        }
        #expect(
            opened.state.location.subject == .node(source: source, name: order.targets[0])
                || opened.state.location.subject
                    == .endpoint(source: source, label: order.targets[0])
        )
        script.press(.escape, .down, .down)
        script.type("d")
        guard case .plan(.order(let second, _), _) = script.effects.last else {
            Issue.record("nothing was planned: \(script.state.notice?.text ?? "")")
            return
        }
        #expect(second.targets != order.targets, "the selected one")
    }
}
