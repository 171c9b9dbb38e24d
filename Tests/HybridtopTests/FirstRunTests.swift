import Fleet
import Providers
import Settings
import Support
import Testing

@testable import hybridtop

extension RealProgramTests {
    /// The first start, with nothing configured. What it finds depends on the machine: where something
    /// listens at a well-known port, that is what has to be shown.
    @Suite struct FirstRun {
        private func findsNothing(_ program: ProgramRun) -> Bool {
            !Discovery(Registry.descriptors).candidates.contains {
                LocalMachine.answers($0, environment: program.environment)
            }
        }

        @Test func itSaysWhatItLookedForAndOffersTheDemo() throws {
            let program = try ProgramRun()
            let terminal = try program.screen()
            guard findsNothing(program) else {
                try terminal.write("8")
                return try terminal.wait(for: "/localhost:")
            }
            try terminal.wait(for: "at localhost:8000")
            #expect(terminal.screen.text.contains("hybridtop config init"))
            try terminal.write("D")
            try terminal.wait(for: "529 GPUs")
            #expect(terminal.row(0).contains("DEMO"))
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
        }

        /// Nothing to wait for is no reason to wait.
        @Test(.timeLimit(.minutes(1)))
        func aLogOfNothingEndsAndSaysWhy() throws {
            let program = try ProgramRun()
            guard findsNothing(program) else {
                #expect(program.run("log --once").output.contains("localhost:"))
                return
            }
            let outcome = program.run("log --once")
            #expect(outcome.status == 3 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("no source is configured"))
        }
    }
}
