import Dashboard
import Fleet
import Support
import Testing

/// The line that `/` opens, while what is typed cannot be read.
@Suite struct FilterLineTests {
    private func rows(_ script: Script) -> Int? { script.state.cache.memos["nodes"]?.shown }

    /// Each text is typed key by key; what is in force afterwards.
    @Test(arguments: [
        ("util<", ""), ("utl<10", ""), ("age>3", ""), ("util <", ""), ("util!=", ""),
        ("util<60 & mem>", "util<60 "), ("util<60 & ", "util<60 "), ("util<60x", "util<60"),
        ("gpu-a (", "gpu-a "), ("site=hall-a & name~(", "site=hall-a "),
        ("stale | utl=1", "stale "),
        ("/gpu", ""),
    ])
    func theLastFilterThatCouldBeReadStaysInForce(_ typed: String, _ kept: String) {
        var script = Script()
        script.type("2/\(typed)")
        #expect(script.state.filter.text == kept)
        script.press(.enter)
        #expect(!script.state.layers.isEmpty, "what cannot be read is not kept")
    }

    @Test func aFilterBeingChangedKeepsItsRowsUntilTheNextCanBeRead() {
        var script = Script()
        script.type("2/site=hall-a")
        script.press(.enter)
        script.type("/")
        script.type(" utl<")
        #expect(rows(script) == 3)
        #expect(script.frame().text.contains("meanwhile /site=hall-a"))
        for _ in 0..<4 { script.press(.backspace) }
        script.type("util<60")
        #expect(rows(script) == 1)
    }

    @Test func theErrorIsMarkedAndSaysWhatIsExpected() throws {
        var script = Script(columns: 80, rows: 24)
        script.type("2/site=hall-a & utl<10")
        let frame = script.frame()
        let lines = (0..<24).map { frame.text(row: $0) }
        let row = try #require(lines.lastIndex { $0.hasPrefix(" /site=hall-a & utl<10") })
        let caret = try #require(Array(lines[row + 1]).firstIndex(of: "^"))
        #expect(Array(lines[row])[caret] == "u" && caret == 16)
        #expect(lines[row + 1].contains("expected util"))
        let marked = frame[caret, row].style
        #expect(marked != frame[caret - 1, row].style)
        #expect(marked == frame[caret + 2, row].style && marked != frame[caret + 3, row].style)
    }

    /// A mistake that lies outside what the line shows, on either side, at every width.
    @Test(arguments: [1, 20, 80, 120])
    func anErrorOutOfSightIsStillTold(columns: Int) {
        var script = Script(columns: columns, rows: 24)
        script.type("2/" + String(repeating: "util<10 & ", count: 20) + "zz<1")
        for key in [Key.home, .end, .left, .home] {
            script.press(key)
            #expect(script.frame().width == columns)
        }
        if columns >= 80 { #expect(script.frame().text.contains("zz")) }
    }

    @Test func aNameLikeNoOtherListsThemAll() {
        var script = Script(columns: 80, rows: 24)
        script.type("2/zzzzzz=1")
        let text = script.frame().text
        for word in FilterWord.all { #expect(text.contains(word.name), "\(word.name)") }
    }

    @Test(arguments: [
        ("health=critical", ["gpu-b17"]), ("health!=ok", ["gpu-a04", "gpu-b17"]),
        ("health=warning", ["gpu-a04"]), ("health~lost", ["gpu-b17"]),
        ("state=failed", ["gpu-b17"]), ("state=well", ["gpu-a01", "gpu-a02", "gpu-b01"]),
    ])
    func healthAndStateAreCompared(_ filter: String, _ names: [String]) {
        var script = Script()
        script.type("2/\(filter)")
        let lines = script.state.cache.memos["nodes"]?.lines ?? []
        let found = lines.compactMap { line -> String? in
            guard case .row(let row) = line else { return nil }
            return NodeReadings(row, script.state.shown)?.name
        }
        #expect(found.sorted() == names)
    }

    @Test func healthOfEndpointsAndSources() {
        var script = Script()
        script.type("3/health=warning")
        #expect(script.state.cache.memos["endpoints"]?.shown == 1)
        script.press(.escape)
        script.type("8/health=stale")
        #expect(script.state.cache.memos["sources"]?.shown == 1)
    }
}
