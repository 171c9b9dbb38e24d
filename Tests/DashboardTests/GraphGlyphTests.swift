import Dashboard
import Fleet
import Support
import Testing

/// Braille, blocks and ASCII.
@Suite struct GraphGlyphTests {
    /// A fleet with history, on the node that it begins with.
    private var script: Script {
        var script = Script(MadeFleet().snapshot(), columns: 120, rows: 40)
        script.type("2")
        script.press(.enter)
        return script
    }

    private func scalars(_ script: Script, isASCII: Bool = false) -> Set<Unicode.Scalar> {
        Set(script.frame(isASCII: isASCII).text.unicodeScalars)
    }

    private func hasBraille(_ script: Script) -> Bool {
        scalars(script).contains { (0x2800...0x28ff).contains($0.value) }
    }

    @Test func graphsAreBrailleUntilSomebodyChoosesOtherwise() {
        var script = script
        #expect(hasBraille(script))
        script.type(":graphs block")
        script.press(.enter)
        #expect(!hasBraille(script))
        #expect(scalars(script).contains("▅"))
        script.type(":graphs ascii")
        script.press(.enter)
        #expect(!hasBraille(script))
        // The rest of the screen keeps its lines.
        #expect(scalars(script).contains("─"))
    }

    @Test func trendsOfEveryTableFollow() {
        for view in ["1", "3"] {
            var script = script
            script.type("\(view):graphs block")
            script.press(.enter)
            #expect(!hasBraille(script))
        }
    }

    @Test func anASCIITerminalStaysASCII() {
        var script = script
        script.type(":graphs braille")
        script.press(.enter)
        #expect(scalars(script, isASCII: true).allSatisfy { $0.value < 0x80 })
    }

    @Test func theChoiceIsKeptAndTakenUp() {
        var script = script
        script.type(":graphs block")
        script.press(.enter)
        var next = DashboardState(now: SampleFleet.time)
        next.restore(script.state.layout)
        #expect(next.graphs == .blocks)
        #expect(DashboardState(now: SampleFleet.time).graphs == .braille)
    }

    @Test func aWordThatIsNoneIsRefusedWithTheChoices() {
        var script = script
        script.type(":graphs sixel")
        script.press(.enter)
        #expect(script.state.notice?.text.contains("braille, block, ascii") == true)
    }
}
