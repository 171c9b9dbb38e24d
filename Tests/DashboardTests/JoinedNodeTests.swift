import Dashboard
import Fleet
import Support
import Testing

/// A node that several sources know is one row and one view.
@Suite struct JoinedNodeTests {
    /// `gpu-a01` over ssh and through an exporter that knows its power and another file system.
    private var script: Script {
        var fleet = SampleFleet.usual()
        var exporter = fleet.sources[0]
        if let sample = exporter.sample {
            var told = Sample(
                inventory: Inventory(
                    nodes: [NodeIdentity(name: "gpu-a01.example.com")],
                    accelerators: sample.inventory.accelerators))
            told.accelerators = sample.accelerators
            exporter.sample = told
        }
        exporter.id = SourceID(provider: "promql", instance: "prod")
        exporter.interval = .seconds(30)
        for row in 0..<8 { exporter.sample?.accelerators[.fanSpeed, row] = .value(0.41) }
        exporter.sample?.nodes[.diskUsed, 0] = .value(0.93)
        fleet.sources[0].sample?.nodes[.diskUsed, 0] = .absent(.notReported)
        fleet.sources.append(exporter)
        return Script(fleet)
    }

    @Test func isOneRow() {
        var script = script
        script.type("2")
        #expect(script.frame().text.contains("Nodes 5 "))
        #expect(!script.frame().text.contains("gpu-a01.example"))
        // Where there is room, the source is a column.
        script.send(.resized(columns: 200, rows: 40))
        #expect(script.frame().text.contains("nvidia-smi/gpu-a01 +1"))
    }

    @Test func isCountedOnceOnTheOverviewAndInTheHeader() {
        var script = script
        script.type("1")
        #expect(script.frame().text.contains("GPUs 40 "))
        #expect(script.state.fleetSummary.total.nodes == 5)
    }

    @Test func theDetailNamesItsSourcesAndFillsIn() {
        var script = script
        script.type("2")
        script.inFleetOrder()
        script.press(.enter)
        let text = script.frame().text
        #expect(text.contains("Node gpu-a01 · nvidia-smi + promql"))
        #expect(text.contains("promql/prod"))
        #expect(text.contains("93% of the fullest"))
    }

    /// The row stays selected whichever source speaks for it.
    @Test func staysSelectedWhenAnotherSourceSpeaks() {
        var script = script
        script.type("2")
        script.inFleetOrder()
        var fleet = script.state.snapshot
        fleet.generation += 1
        SampleNode.age(&fleet.sources[0], by: .seconds(60))
        script.send(.snapshotArrived(fleet))
        #expect(script.state.tables["nodes"]?.line == 0)
        script.press(.enter)
        #expect(script.frame().text.contains("promql"))
        #expect(script.state.view == .node)
    }

    @Test func sortingAndGroupingByStateGoByTheRowsOwn() {
        var script = Script()
        script.type("2")
        script.inFleetOrder()
        script.type(":sort state")
        script.press(.enter)
        let first = script.state.cache.memos["nodes"]?.lines.first
        guard case .row(let row) = first else {
            Issue.record("no row")
            return
        }
        #expect(NodeReadings(row, script.state.shown)?.name == "gpu-b17")
        script.type(":group state")
        script.press(.enter)
        let groups = (script.state.cache.memos["nodes"]?.lines ?? []).compactMap { line in
            if case .group(let group) = line { group.name } else { nil }
        }
        #expect(groups == ["failed", "warning", "well"])
    }
}
