import Glibc
import Support
import Testing

extension RealTerminalTests {
    /// Sizes, stops and continues.
    @Suite struct Size {
        @Test func followsTheWindow() throws {
            let terminal = try ProbeRun.start()
            for (columns, rows) in [(120, 40), (60, 10), (400, 120), (80, 24)] {
                terminal.resize(columns: columns, rows: rows)
                try terminal.wait(for: "probe \(columns)x\(rows)")
            }
            #expect(terminal.screen.text.contains("signal resized"))
        }

        @Test func survivesAStormOfSizes() throws {
            let terminal = try ProbeRun.start()
            for step in 0..<300 {
                terminal.resize(columns: 1 + step * 7 % 200, rows: 1 + step * 3 % 70)
            }
            terminal.resize(columns: 90, rows: 20)
            try terminal.wait(for: "probe 90x20")
            try terminal.write("n")
            try terminal.wait(for: "frame 1")
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        @Test(arguments: [(1, 1), (2, 1), (1, 40), (10, 3), (80, 24), (400, 120)])
        func worksAtAnySize(columns: Int, rows: Int) throws {
            let terminal = try ProbeRun.start(columns: columns, rows: rows)
            try terminal.write("nnnnnnnn")
            try terminal.wait { $0.screen.text.hasPrefix("frame 8".prefix(columns)) }
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(terminal.screen.unknown == [])
        }

        @Test func takesATerminalThatTellsNoSize() throws {
            let terminal = try PseudoTerminal(
                [PseudoTerminal.built("TerminalProbe")], columns: 80, rows: 24)
            try terminal.wait(for: "probe 80x24")
            terminal.resize(columns: 100, rows: 20)
            try terminal.wait(for: "probe 100x20")
            terminal.forgetSize()
            try terminal.wait(for: "probe 80x24")
        }

        /// Under a shell with job control, as a person has it.
        @Test(arguments: ["z", "signal"])
        func stopsAndContinuesUnderAShell(how: String) throws {
            let shell = try PseudoTerminal(
                ["/bin/bash", "--norc", "--noprofile", "-i"], environment: ["PS1": "$ "])
            try shell.wait(for: "$")
            try shell.write(PseudoTerminal.built("TerminalProbe") + "\r")
            try shell.wait(for: "probe 80x24")
            for _ in 0..<3 {
                if how == "z" {
                    try shell.write("z")
                } else {
                    // To the job, as a terminal does it.
                    kill(-shell.foreground, SIGTSTP)
                }
                try shell.wait("a shell") { !$0.screen.isAlternate && $0.isPrompting }
                #expect(shell.screen.showsCursor && !shell.screen.modes.contains(1006))
                try shell.write("echo $((40+2)) && fg\r")
                try shell.wait("the probe again") {
                    $0.screen.isAlternate && $0.screen.text.contains("probe 80x24")
                }
            }
            #expect(!shell.isCooked)
            try shell.write("q")
            try shell.wait("a shell") { !$0.screen.isAlternate && $0.isPrompting }
            try shell.write("exit 0\r")
            #expect(try shell.waitForExit() == .code(0))
        }

        @Test func drawsAgainAfterAStopByForce() throws {
            let terminal = try ProbeRun.start()
            terminal.signal(SIGSTOP)
            terminal.signal(SIGCONT)
            try terminal.wait(for: "signal continued")
            #expect(terminal.screen.isAlternate)
        }
    }
}

extension PseudoTerminal {
    /// Whether the shell's prompt is the last thing on the screen.
    fileprivate var isPrompting: Bool {
        screen.text.split(separator: "\n").last == "$"
    }
}
