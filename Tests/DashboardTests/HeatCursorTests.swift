import Dashboard
import Fleet
import Support
import Testing

/// The cursor of the heat map: from GPU to GPU over nodes and sites, into the node and by mouse.
@Suite struct HeatCursorTests {
    /// The overview with the map in the focus.
    private func focused(
        _ fleet: FleetSnapshot = SampleFleet.usual(), columns: Int = 120, rows: Int = 40
    ) -> Script {
        var script = Script(fleet, columns: columns, rows: rows)
        script.type("1")
        script.press(.tab, .tab)
        return script
    }

    private func selected(_ script: Script) -> String? {
        script.state.selection["overview.map"]?.text
    }

    @Test func theFirstBrokenGPUIsUnderTheCursorAndIsNamed() {
        let script = focused()
        #expect(script.frame().text.contains("gpu-b17 GPU 5  hall-b"))
        #expect(script.frame().text.contains("lost · Xid 79"))
    }

    @Test func arrowsGoOverNodesAndSites() {
        var script = focused()
        script.press(.home)
        #expect(selected(script)?.hasPrefix("gpu-a01") == true)
        for _ in 0..<8 { script.press(.right) }
        #expect(selected(script)?.hasPrefix("gpu-a02") == true)
        script.press(.left)
        #expect(selected(script)?.hasPrefix("gpu-a01") == true)
        for _ in 0..<6 { script.press(.down) }
        #expect(selected(script)?.hasPrefix("gpu-b") == true)
        script.press(.end)
        #expect(selected(script)?.hasPrefix("gpu-b17") == true)
    }

    /// Hall b has one node less than hall a: on the way past it the column is kept.
    @Test func upAndDownKeepTheColumnPastShorterRows() {
        var script = focused()
        script.press(.home)
        for _ in 0..<20 { script.press(.right) }
        let start = selected(script)
        #expect(start?.hasPrefix("gpu-a04") == true)
        script.press(.down)
        #expect(selected(script)?.hasPrefix("gpu-b17") == true)
        script.press(.up)
        #expect(selected(script) == start)
        // A step aside is a new column.
        script.press(.down, .left, .up)
        #expect(selected(script)?.hasPrefix("gpu-a02") == true)
    }

    @Test func enterOpensTheNodeAtThatGPU() {
        var script = focused()
        script.press(.home, .right, .right, .enter)
        #expect(script.state.view == .node)
        #expect(script.frame().text.contains("┌ GPU 2 ─"))
    }

    @Test func aClickSelectsAndAnotherOpens() throws {
        var script = focused()
        let pane = try #require(script.state.panes.first { $0.id == "overview.map" })
        let cell = try #require(script.state.heat?.layout.cells.first)
        let click = MouseEvent(
            kind: .press, column: pane.inner.column + cell.column, row: pane.inner.row + cell.row)
        script.send(.input(.mouse(click)))
        #expect(selected(script)?.hasPrefix("gpu-a01") == true)
        #expect(script.state.view == .overview)
        script.send(.input(.mouse(click)))
        #expect(script.state.view == .node)
    }

    @Test func theMetricIsChangedFromAnyPane() {
        var script = Script()
        script.type("1v")
        #expect(script.frame().text.contains("v memory"))
        script.press(.tab, .tab)
        script.type("v")
        #expect(script.frame().text.contains("v temperature"))
    }

    /// Where several share a cell, the cursor goes to the one that is worst.
    @Test func aCellOfManyNamesItsWorst() {
        var fleet = MadeFleet()
        fleet.nodes = 512
        var script = focused(fleet.snapshot(), columns: 80, rows: 24)
        script.press(.home)
        #expect(script.state.heat?.layout.perCell ?? 0 > 1)
        #expect(script.frame().text.contains("worst shown"))
        #expect(selected(script)?.hasPrefix("gpu-a01") == true)
        script.press(.right)
        #expect(selected(script)?.hasPrefix("gpu-a01") == false)
    }
}
