import Dashboard
import Fleet
import Support
import Testing

/// What the palette says where nothing fits, and what the views say that are only announced.
@Suite struct PaletteTests {
    @Test(arguments: [
        ("thmee", "There is no command ':thmee'.", "Did you mean :theme?"),
        ("zzqqzz", "There is no command ':zzqqzz'.", "^U lists every command"),
        ("theme drak", "is called 'drak'", "Did you mean dark?"),
        ("graphs zzzzzz", "is called 'zzzzzz'", "There are braille, block, ascii."),
        ("filter util<10", "Enter: Show only rows that match", ""),
        ("interval soon", "is called 'soon'", "There are 1s, 2s"),
    ])
    func whatFitsNothingIsAnswered(_ typed: String, _ first: String, _ next: String) {
        var script = Script(columns: 80, rows: 24)
        script.type("2:\(typed)")
        let text = script.frame().text
        #expect(text.contains(first) && (next.isEmpty || text.contains(next)), "\(text)")
    }

    @Test func enterOnNothingKeepsTheLineAndSaysSo() {
        var script = Script(columns: 80, rows: 24)
        script.type("2:thmee")
        script.press(.enter)
        #expect(script.state.layers.count == 1)
        #expect(script.state.notice == nil)
        let said = script.frame().text.split(separator: "\n").count {
            $0.contains("Did you mean :theme?")
        }
        #expect(said == 1)
    }

    @Test func aColumnThatIsMistypedIsGuessed() {
        var script = Script(columns: 80, rows: 24)
        script.type("2:sort tmp")
        script.press(.enter)
        #expect(script.state.notice?.text == "There is no column 'tmp'. Did you mean temp?")
        script.type(":sort zzzzz")
        script.press(.enter)
        #expect(script.state.notice?.text.contains("there are state, node") == true)
    }

    @Test(arguments: [ViewID.cost])
    func anAnnouncedViewSaysWhatItLacksAndWhereToLook(_ view: ViewID) throws {
        let told = try #require(view.announcement)
        var script = Script(columns: 80, rows: 24)
        script.press(.character(view.digit ?? " "))
        let lines = script.frame().text.split(separator: "\n").map {
            $0.trimmingPrefix { "│ ".contains($0) }
        }
        let words = lines.joined(separator: " ").split { " │".contains($0) }.joined(separator: " ")
        #expect(words.contains(told.lacks) && words.contains(told.meanwhile), "\(words)")
    }
}
