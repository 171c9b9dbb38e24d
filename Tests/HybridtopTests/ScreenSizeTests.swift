import Glibc
import Support
import Testing

extension RealProgramTests {
    /// Sizes and kinds of terminals.
    @Suite struct Sizes {
        @Test func aStormOfSizesEndsInTheRightFrame() throws {
            let terminal = try ProgramRun().screen(["--demo"])
            let ends = [(1, 1), (400, 120), (2, 1), (1, 40), (400, 1), (40, 10)]
            let sizes = (0..<94).map { (1 + $0 * 37 % 311, 1 + $0 * 13 % 97) } + ends
            for (step, (columns, rows)) in sizes.enumerated() {
                terminal.resize(columns: columns, rows: rows)
                // Some are drawn, some are passed over, as when a window is dragged.
                if step % 5 == 0 { try terminal.write("\((step / 5) % 4)") }
            }
            try terminal.write("2")
            terminal.resize(columns: 100, rows: 30)
            try terminal.wait("the last frame") {
                $0.row(1).hasPrefix("┌ Nodes 64 ─") && $0.row(1).last == "┐"
                    && $0.row(1).count == 100 && $0.row(29).contains("q quit")
            }
            for row in 2..<28 {
                #expect(terminal.screen.cells[row][0].text == "│")
                #expect("│┘".contains(terminal.screen.cells[row][99].text))
            }
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(terminal.screen.unknown == [])
        }

        @Test(arguments: [(1, 1), (10, 3), (40, 10), (400, 120)])
        func itStartsAtAnySize(columns: Int, rows: Int) throws {
            let terminal = try ProgramRun().screen(["--demo"], columns: columns, rows: rows)
            try terminal.wait("a frame") { $0.screen.isAlternate && $0.output.count > 40 }
            try terminal.write("23801q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
        }

        @Test(arguments: [
            ("dumb", "cannot address its cursor"), ("", "TERM is not set"),
        ])
        func aTerminalWithoutAScreenIsRefused(type: String, reason: String) throws {
            let program = try ProgramRun()
            let terminal = try PseudoTerminal(
                [ProgramRun.path, "--demo"],
                environment: program.environment.merging(["TERM": type]) { $1 }, columns: 200)
            #expect(try terminal.waitForExit() == .code(2))
            #expect(terminal.screen.text.contains(reason))
            #expect(terminal.screen.text.contains("TERM=xterm-256color"))
            #expect(terminal.isCooked && !terminal.output.contains(0x1b))
        }

        @Test func anUnknownTerminalIsTakenForAnXtermAndSaid() throws {
            let terminal = try ProgramRun().screen(
                ["--demo"], ["TERM": "no-such-terminal"],
                until: "TERM=no-such-terminal is not known here")
            #expect(terminal.screen.isAlternate)
        }

        @Test func withoutATerminalItSaysSo() throws {
            let outcome = try ProgramRun().run("--demo", ["TERM": "xterm-256color"])
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("standard input is not a terminal"))
        }

        /// What is wrong with the configuration is on the terminal as it was, and not on a screen that
        /// goes away.
        @Test func aWrongConfigurationIsToldBeforeTheScreenOpens() throws {
            let program = try ProgramRun("sources:\n  - sagemaker: { endpoint_url: x, regin: y }\n")
            let terminal = try PseudoTerminal(
                [ProgramRun.path], environment: program.environment, columns: 200)
            #expect(try terminal.waitForExit() == .code(2))
            #expect(
                terminal.screen.text.contains("config.yaml:2:18: sources[0].sagemaker: unknown key")
            )
            #expect(terminal.screen.text.contains("did you mean `region`?"))
            #expect(!terminal.output.contains(0x1b))
        }
    }
}
