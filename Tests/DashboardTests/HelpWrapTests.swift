import Support
import Testing

@testable import Dashboard

/// The help is to be read: nothing of it is cut.
@Suite struct HelpWrapTests {
    /// Everything that scrolling shows.
    private func text(_ columns: Int) -> String {
        var script = Script(columns: columns, rows: 24)
        script.type("?")
        var all = ""
        for _ in 0..<400 {
            let lines = script.frame().text.split(separator: "\n")
            all += lines.dropFirst(2).dropLast(2).joined(separator: "\n")
            script.press(.pageDown)
            if script.frame().text.split(separator: "\n") == lines { break }
        }
        return all
    }

    @Test(arguments: [60, 80, 92])
    func noSentenceIsCut(_ columns: Int) {
        let text = text(columns)
        #expect(!text.contains("…"), "\(text.split(separator: "\n").filter { $0.contains("…") })")
        #expect(text.contains("It stays with the view in which it"))
        #expect(text.contains("nothing else is red"), "to its end")
    }
}
