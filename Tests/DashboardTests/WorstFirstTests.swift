import Dashboard
import Fleet
import Support
import Testing

/// Tables as they come: what is wrong at the top, and what groups say of it.
@Suite struct WorstFirstTests {
    private func names(_ script: Script, _ pane: PaneID = "nodes") -> [String] {
        (script.state.cache.memos[pane]?.lines ?? []).compactMap { line in
            guard case .row(let row) = line else { return nil }
            return NodeReadings(row, script.state.shown)?.name
        }
    }

    private func group(_ name: String, _ script: Script) -> GroupLine? {
        (script.state.cache.memos["nodes"]?.lines ?? []).lazy.compactMap { line in
            if case .group(let group) = line, group.name == name { return group }
            return nil
        }.first
    }

    @Test func whatIsBrokenIsAtTheTopAndTheRestInTheFleetsOrder() {
        var script = Script()
        script.type("2")
        #expect(names(script) == ["gpu-b17", "gpu-a04", "gpu-a01", "gpu-a02", "gpu-b01"])
        #expect(script.frame().text(row: 2).contains("▼ node"))
        script.type(":sort none")
        script.press(.enter)
        #expect(names(script).first == "gpu-a01")
    }

    @Test func theCursorStaysAtTheTopUntilSomebodyMovesIt() {
        var calm = SampleFleet.usual()
        calm.findings = []
        for place in [2, 4] { calm.sources[place] = calm.sources[0] }
        calm.sources[2].id = SourceID(provider: "nvidia-smi", instance: "gpu-a04")
        calm.sources[4].id = SourceID(provider: "nvidia-smi", instance: "gpu-b17")
        var script = Script(calm)
        script.type("2")
        let first = script.state.selection["nodes"]
        var fleet = SampleFleet.usual()
        fleet.generation += 1
        script.send(.snapshotArrived(fleet))
        #expect(script.state.tables["nodes"]?.line == 0)
        #expect(script.state.selection["nodes"] != first)
        // Moved, it stays with its node.
        script.type("j")
        let chosen = script.state.selection["nodes"]
        fleet.generation += 1
        fleet.findings = []
        script.send(.snapshotArrived(fleet))
        #expect(script.state.selection["nodes"] == chosen)
    }

    @Test func aGroupTellsWhatReportsAndWhatIsWrong() {
        var script = Script()
        script.type("2:group site")
        script.press(.enter)
        #expect(group("hall-a", script)?.totals["gpus"] == "16/24")
        #expect(group("hall-b", script)?.totals["gpus"] == "15/16")
        #expect(group("hall-a", script)?.states == [.stale: 1])
        #expect(group("hall-b", script)?.states == [.failed: 1])
        let text = script.frame().text
        #expect(text.contains("1 crit") && text.contains("1 silent"))
    }

    @Test func endpointsAndSourcesBeginWithTheWorstToo() {
        var script = Script()
        script.type("3")
        #expect(script.frame().text(row: 3).contains("chat-70b"))
        #expect(script.state.tables["endpoints"]?.sortColumn == "state")
        script.type("8")
        #expect(script.frame().text(row: 3).contains("gpu-a04"))
    }
}
