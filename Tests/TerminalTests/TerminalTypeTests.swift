import Support
import Testing

extension RealTerminalTests {
    /// Terminals that are not what one hopes for.
    @Suite struct Types {
        @Test func treatsAnUnknownTypeAsXterm() throws {
            let terminal = try ProbeRun.start(["TERM": "no-such-terminal"])
            try terminal.wait(
                for: "TERM=no-such-terminal is not known here; treating it as xterm-256color")
            try terminal.wait(for: "palette")
        }

        @Test(arguments: [
            ("dumb", "cannot address its cursor"), ("", "TERM is not set"),
        ])
        func refusesWithANextStep(type: String, reason: String) throws {
            let terminal = try PseudoTerminal(
                [PseudoTerminal.built("TerminalProbe")], environment: ["TERM": type], columns: 300)
            #expect(try terminal.waitForExit() == .code(2))
            #expect(terminal.screen.text.contains(reason))
            #expect(terminal.screen.text.contains("TERM=xterm-256color"))
            #expect(terminal.isCooked)
        }

        @Test func refusesAPipe() throws {
            let probe = PseudoTerminal.built("TerminalProbe")
            let terminal = try PseudoTerminal(["/bin/sh", "-c", "echo | \(probe)"], columns: 120)
            #expect(try terminal.waitForExit() == .code(2))
            #expect(terminal.screen.text.contains("standard input is not a terminal"))
        }

        @Test(arguments: [
            ("xterm-256color", "C.UTF-8", "utf8"), ("xterm-256color", "", "utf8"),
            ("xterm-256color", "xx_XX.UTF-8", "utf8"), ("xterm-256color", "POSIX", "ascii"),
            ("vt100", "C.UTF-8", "ascii"), ("xterm-256color", "de_DE.ISO-8859-1", "ascii"),
        ])
        func knowsWhetherThereIsMoreThanASCII(type: String, locale: String, word: String) throws {
            let terminal = try ProbeRun.start(["TERM": type, "LANG": locale])
            #expect(terminal.screen.text.split(separator: "\n").first?.contains(word) == true)
            try terminal.write("é")
            try terminal.wait(for: word == "utf8" ? "(\"é\")" : "(\"?\")")
        }
    }
}
