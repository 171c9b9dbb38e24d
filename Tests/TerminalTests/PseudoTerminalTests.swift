import Glibc
import Support
import Testing

/// The test's own terminal, against programs that are not ours.
@Suite(.serialized) struct PseudoTerminalTests {
    @Test func drivesAShell() throws {
        let shell = try PseudoTerminal(
            ["/bin/sh"], environment: ["PS1": "$ "], columns: 60, rows: 5)
        try shell.wait(for: "$")
        try shell.write("stty size; echo $((6*7))\r")
        try shell.wait(for: "5 60\n42")
        shell.resize(columns: 100, rows: 30)
        try shell.write("stty size\r")
        try shell.wait(for: "30 100")
        #expect(shell.isCooked)
        try shell.write("exit 3\r")
        #expect(try shell.waitForExit() == .code(3))
    }

    @Test func tellsASignalFromACode() throws {
        let sleeper = try PseudoTerminal(["/bin/sleep", "60"])
        sleeper.signal(SIGTERM)
        #expect(try sleeper.waitForExit() == .signal(SIGTERM))
    }

    @Test func showsWhatATerminalWouldShow() {
        var screen = VirtualScreen(columns: 10, rows: 3)
        screen.feed(Array("one\r\ntwo\u{1b}[1;5Hx\u{1b}[3;1H日本\u{1b}[2;1H\u{1b}[1P\u{1b}[1mB".utf8))
        #expect(screen.text == "one x\nBo\n日本")
        #expect(screen.cells[1][0].look == "1")
        screen.feed(Array("\u{1b}[?1049h\u{1b}[?25l".utf8))
        #expect(screen.isAlternate && !screen.showsCursor)
        #expect(screen.text == "\n\n")
    }
}
