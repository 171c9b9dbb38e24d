import Glibc
import Support
import Testing

extension RealProgramTests {
    /// The whole program in a real terminal: from its first frame to its end, whatever ends it.
    @Suite struct Life {
        @Test func theDemoOpensItsViewsAndQuits() throws {
            let terminal = try ProgramRun().screen(["--demo"])
            #expect(terminal.screen.isAlternate && !terminal.screen.showsCursor)
            #expect(!terminal.isCooked)
            try terminal.wait(for: "529 GPUs")
            let views = [
                ("2", "┌ Nodes 64 ─"), ("3", "┌ Endpoints 15 · 7 variants ─"),
                ("8", "┌ Sources 85 ─"),
                ("0", "┌ Attention "), ("4", "┌ Workloads 4 ─"), ("1", "┌ Attention "),
            ]
            for (key, title) in views {
                try terminal.write(key)
                try terminal.wait(title) { $0.row(1).hasPrefix(title) }
            }
            #expect(terminal.screen.text.contains("┌ Sites ─"))
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
            #expect(terminal.screen.unknown == [])
        }

        @Test func helpAndFilterOpenAndEscapeCloses() throws {
            let terminal = try ProgramRun().screen(["--demo"])
            try terminal.write("2?")
            try terminal.wait(for: "┌ Help ─")
            try terminal.write("\u{1b}")
            try terminal.wait { !$0.screen.text.contains("┌ Help ─") }
            try terminal.write("/gpu-a0")
            try terminal.write("\r")
            try terminal.wait { $0.row(1).hasPrefix("┌ Nodes 9 of 64 ─") }
            try terminal.write("/")
            try terminal.wait("a prompt") { !$0.screen.text.contains("q quit") }
            try terminal.write("\u{1b}")
            try terminal.wait(for: "q quit")
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func aSignalEndsItAndIsTold(number: Int32) throws {
            let terminal = try ProgramRun().screen(["--demo"])
            terminal.signal(number)
            #expect(try terminal.waitForExit() == .code(128 + number))
            #expect(ProgramRun.isRestored(terminal))
        }

        @Test(arguments: [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGUSR1])
        func aCrashLeavesTheTerminalAsItWas(number: Int32) throws {
            let terminal = try ProgramRun().screen(["--demo"])
            terminal.signal(number)
            #expect(try terminal.waitForExit() == .signal(number))
            #expect(ProgramRun.isRestored(terminal))
        }

        @Test func itStopsAndContinuesUnderAShell() throws {
            let program = try ProgramRun()
            let shell = try PseudoTerminal(
                ["/bin/bash", "--norc", "--noprofile", "-i"],
                environment: program.environment.merging(["PS1": "$ "]) { $1 }, columns: 120,
                rows: 40)
            try shell.wait(for: "$")
            try shell.write("\(ProgramRun.path) --demo\r")
            try shell.wait(for: "q quit")
            for isKey in [true, false] {
                if isKey { try shell.write("\u{1a}") } else { kill(-shell.foreground, SIGTSTP) }
                try shell.wait("a shell") { !$0.screen.isAlternate && $0.isPrompting }
                #expect(shell.screen.showsCursor && !shell.screen.modes.contains(1006))
                try shell.write("fg\r")
                try shell.wait("the screen") {
                    $0.screen.isAlternate && $0.screen.text.contains("q quit")
                }
            }
            try shell.write("q")
            try shell.wait("a shell") { !$0.screen.isAlternate && $0.isPrompting }
            try shell.write("exit 0\r")
            #expect(try shell.waitForExit() == .code(0))
        }
    }
}

extension PseudoTerminal {
    /// One row of what the screen shows.
    func row(_ number: Int) -> Substring {
        let rows = screen.text.split(separator: "\n", omittingEmptySubsequences: false)
        return number < rows.count ? rows[number] : ""
    }

    /// Whether the shell's prompt is the last thing on the screen.
    fileprivate var isPrompting: Bool {
        screen.text.split(separator: "\n").last == "$"
    }
}
