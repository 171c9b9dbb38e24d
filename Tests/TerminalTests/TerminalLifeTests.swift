import Glibc
import Support
import Testing

extension RealTerminalTests {
    /// Taking the terminal and giving it back, in every way there is.
    @Suite struct Life {
        @Test func showsAFirstFrameAndQuits() throws {
            let terminal = try ProbeRun.start()
            #expect(terminal.screen.isAlternate && !terminal.screen.showsCursor)
            #expect(terminal.screen.modes.isSuperset(of: [1000, 1002, 1006, 2004]))
            #expect(!terminal.isCooked)
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProbeRun.isRestored(terminal))
            #expect(terminal.screen.unknown == [])
        }

        @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
        func restoresOnASignal(number: Int32) throws {
            let terminal = try ProbeRun.start()
            terminal.signal(number)
            #expect(try terminal.waitForExit() == .code(128 + number))
            #expect(ProbeRun.isRestored(terminal))
        }

        @Test(arguments: [
            ("s", [SIGSEGV]), ("i", [SIGILL]), ("a", [SIGABRT]), ("t", [SIGILL, SIGTRAP]),
        ])
        func restoresInACrash(key: String, signals: [Int32]) throws {
            let terminal = try ProbeRun.start()
            try terminal.write(key)
            let exit = try terminal.waitForExit()
            #expect(signals.map { PseudoTerminal.Exit.signal($0) }.contains(exit))
            #expect(ProbeRun.isRestored(terminal))
        }

        /// With Swift's backtracer on, as a person has it: it must not ask anything.
        @Test(.timeLimit(.minutes(1)))
        func crashesWithoutAPrompt() throws {
            let terminal = try ProbeRun.start(["SWIFT_BACKTRACE": "enable=yes"])
            try terminal.write("t")
            let exit = try terminal.waitForExit(within: .seconds(25))
            #expect(exit == .signal(SIGILL) || exit == .signal(SIGTRAP))
            let output = String(decoding: terminal.output, as: UTF8.self)
            #expect(output.contains("Fatal error"))
            #expect(!output.contains("Press space"))
            #expect(ProbeRun.isRestored(terminal))
        }

        @Test func restoresAtExitFromAnywhere() throws {
            let terminal = try ProbeRun.start()
            try terminal.write("e")
            #expect(try terminal.waitForExit() == .code(4))
            #expect(ProbeRun.isRestored(terminal))
        }

        @Test func lendsTheTerminalToAChild() throws {
            let terminal = try ProbeRun.start()
            try terminal.write("c")
            try terminal.wait(for: "child has the terminal")
            #expect(ProbeRun.isRestored(terminal))
            try terminal.write("hello\r")
            try terminal.wait { $0.screen.isAlternate && $0.screen.text.contains("key character") }
            let output = String(decoding: terminal.output, as: UTF8.self)
            #expect(output.contains("got hello"))
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        @Test func endsWhenTheTerminalCloses() throws {
            let terminal = try ProbeRun.start()
            terminal.hangUp()
            let exit = try terminal.waitForExit()
            #expect(exit == .code(9) || exit == .code(128 + SIGHUP))
        }
    }
}

/// Tests in real terminals, one after another.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RealTerminalTests {}
