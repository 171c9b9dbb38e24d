import Support
import Testing

extension RealTerminalTests {
    /// What is typed, through a real line discipline.
    @Suite struct Input {
        /// Bytes as a terminal sends them, and what the probe has to say about them.
        static let typed: [(String, String)] = [
            ("\u{1b}[A", "key up"), ("\u{1b}OB", "key down"), ("\u{1b}[1;5C", "key right"),
            ("\u{1b}[15~", "key function(5)"), ("\u{1b}OP", "key function(1)"),
            ("\u{1b}[24~", "key function(12)"), ("\u{1b}[Z", "key backTab"),
            ("\u{1b}[3~", "key delete"), ("\u{1b}x", "key alt(\"x\")"), ("\r", "key enter"),
            ("\u{7f}", "key backspace"), ("\t", "key tab"), ("\u{3}", "key control(\"c\")"),
            ("\u{1a}", "key control(\"z\")"), ("\u{12}", "key control(\"r\")"),
            ("ü", "key character(\"ü\")"), ("日", "key character(\"日\")"),
            ("\u{1b}", "key escape"),
        ]

        @Test(arguments: ["xterm-256color", "tmux-256color", "xterm-not-known-here"])
        func knowsKeys(type: String) throws {
            let terminal = try ProbeRun.start(["TERM": type])
            for (bytes, line) in Self.typed {
                try terminal.write(bytes)
                try terminal.wait { $0.screen.text.contains(line) }
            }
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
        func knowsTheMouseFarRight(type: String) throws {
            let terminal = try ProbeRun.start(["TERM": type], columns: 300, rows: 30)
            try terminal.write("\u{1b}[<0;261;11M\u{1b}[<32;262;11M\u{1b}[<0;262;11m")
            try terminal.wait(for: "mouse press 0 260,10")
            try terminal.wait(for: "mouse drag 0 261,10")
            try terminal.wait(for: "mouse release 0 261,10")
            try terminal.write("\u{1b}[<65;261;1M\u{1b}[<64;1;1M")
            try terminal.wait(for: "mouse wheelDown 0 260,0")
            try terminal.wait(for: "mouse wheelUp 0 0,0")
        }

        @Test func takesAPasteAsText() throws {
            let terminal = try ProbeRun.start()
            try terminal.write("\u{1b}[200~q\rs\u{1b}[A日\u{1b}[201~")
            try terminal.wait(for: #"paste 7 "q\ns\u{1B}[A日""#)
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        @Test func survivesARiverOfBytes() throws {
            let terminal = try ProbeRun.start()
            var state: UInt32 = 7
            for _ in 0..<200 {
                // Everything but the probe's own commands.
                try terminal.write(
                    (0..<100).map { _ in
                        state = state &* 1_664_525 &+ 1_013_904_223
                        let byte = UInt8(state >> 24)
                        return (0x61...0x7a).contains(byte) || (0x31...0x33).contains(byte)
                            || byte == 0x1c
                            ? 0x20 : byte
                    })
            }
            try terminal.write("\u{18}\u{1b}[201~    \u{1b}[23~")
            try terminal.wait(for: "key function(11)")
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }
    }
}
