import Dashboard
import Fleet
import Support
import Testing

/// The mouse means the same in every list: the wheel moves, a click selects, another one opens.
@Suite struct MouseTests {
    /// A view with a list, and rows above its first line.
    struct Place: Sendable {
        let keys: String
        let pane: PaneID
        let heading: Int
    }

    static let places = [
        Place(keys: "1", pane: "overview.attention", heading: 0),
        Place(keys: "1", pane: "overview.sites", heading: 1),
        Place(keys: "1", pane: "overview.endpoints", heading: 1),
        Place(keys: "2", pane: "nodes", heading: 1),
        Place(keys: "3", pane: "endpoints", heading: 1),
        Place(keys: "8", pane: "sources", heading: 1),
        Place(keys: "0", pane: "findings", heading: 1),
    ]

    private func mouse(
        _ kind: MouseEvent.Kind, _ place: Place, line: Int, _ script: inout Script
    ) throws {
        let pane = try #require(script.state.panes.first { $0.id == place.pane })
        script.send(
            .input(
                .mouse(
                    MouseEvent(
                        kind: kind, column: pane.inner.column + 3,
                        row: pane.inner.row + place.heading + line))))
    }

    @Test(arguments: places)
    func theWheelMovesAndDoesNotJumpToThePointer(_ place: Place) throws {
        var script = Script()
        script.type(place.keys)
        let view = script.state.view
        for _ in 0..<2 { try mouse(.wheelDown, place, line: 0, &script) }
        let low = script.state.selection[place.pane]
        try mouse(.wheelUp, place, line: 0, &script)
        let high = script.state.selection[place.pane]
        #expect(low != nil && high != nil && low != high)
        #expect(script.state.view == view)
    }

    /// What only scrolls takes the wheel as it takes keys, wherever it stands.
    @Test(arguments: [("7", "action" as PaneID), ("0", "changes")])
    func theWheelScrollsWhatOnlyScrolls(keys: String, pane: PaneID) throws {
        var script = SampleAction.script(columns: 120, rows: 17)
        script.send(.actionChanged(SampleAction.shift()))
        script.state.snapshot.changes = (0..<60).map { number in
            Change(
                time: SampleFleet.time.wall + .seconds(Int64(-number)),
                subject: Subject(kind: .fleet, name: "one"), text: "change \(number)")
        }
        script.type(keys)
        let place = Place(keys: keys, pane: pane, heading: 0)
        let before = script.frame().text
        try mouse(.wheelDown, place, line: 0, &script)
        let after = script.frame().text
        #expect(before != after)
        try mouse(.wheelUp, place, line: 0, &script)
        try mouse(.press, place, line: 0, &script)
        #expect(script.state.focus[script.state.view] == pane)
    }

    @Test func whatIsSelectedIsCopiedInEveryPane() {
        for (keys, tabs, name) in [("1", 1, "hall-a"), ("1", 2, "gpu-b17"), ("1", 3, "chat-70b")] {
            var script = Script()
            script.type(keys)
            for _ in 0..<tabs { script.press(.tab) }
            if tabs != 2 { script.press(.down) }
            script.type("y")
            #expect(script.state.notice?.text.hasPrefix("Copied \(name)") == true)
        }
        var script = Script()
        script.type("2")
        script.inFleetOrder()
        script.press(.enter)
        script.type("y")
        #expect(script.effects.last == .yank("gpu-a01 GPU-gpu-a01-0"))
    }

    @Test(arguments: places.filter { $0.keys != "8" })
    func aSecondClickOpens(_ place: Place) throws {
        var script = Script()
        script.type(place.keys)
        let view = script.state.view
        try mouse(.press, place, line: 0, &script)
        if script.state.view == view { try mouse(.press, place, line: 0, &script) }
        #expect(script.state.view != view)
    }
}
