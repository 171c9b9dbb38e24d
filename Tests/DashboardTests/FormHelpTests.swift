import Dashboard
import Fleet
import Support
import Testing

/// `?` in a form tells what its keys do, and what was typed is there when the help is left.
@Suite struct FormHelpTests {
    private static func form(_ key: String, columns: Int = 80, rows: Int = 24) -> Script {
        var script = SampleAction.script(columns: columns, rows: rows)
        script.type("3/chat/rented")
        script.press(.enter)
        script.type(key)
        return script
    }

    @Test(arguments: [(80, 24), (120, 40), (60, 12)])
    func sharesHaveTheirHelp(columns: Int, rows: Int) {
        var script = Self.form("r45", columns: columns, rows: rows)
        let before = script.frame().text
        #expect(before.contains("45%"))
        script.type("?")
        let text = script.frame().text
        #expect(text.contains("Help: shares") && text.contains("its share by one"), "\(text)")
        #expect(script.state.layers.count == 2)
        if rows > 12 { #expect(text.contains("Each stage is watched; on a breach it goes back. ")) }
        script.type("stages")
        #expect(script.frame().text.contains("search: stages"))
        script.press(.escape)
        script.state.notice = nil
        #expect(script.frame().text == before, "nothing of it is lost")
        // What is typed goes on where it was.
        script.press(.backspace)
        #expect(script.frame().text.contains(" 4%"))
    }

    @Test(arguments: ["?", "F1"]) func countsHaveTheirHelp(key: String) {
        var script = Self.form("s+2")
        let before = script.frame().text
        if key == "?" { script.type("?") } else { script.press(.function(1)) }
        let text = script.frame().text
        #expect(text.contains("Help: scale") && text.contains("so many more, or fewer"), "\(text)")
        script.type("?")
        #expect(script.frame().text == before && before.contains("3 → 5"))
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned")
            return
        }
        #expect(order.wish == .count(5))
    }
}
