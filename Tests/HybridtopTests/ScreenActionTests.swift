import Support
import Testing

extension RealProgramTests {
    /// Acting on a real router by keys alone, and reading what came of it.
    @Suite struct Acting {
        @Test func aServerIsDrainedAndResumedByKeysAlone() throws {
            let scene = try ActionLab()
            // Both servers get requests, so that it shows whether one gets none.
            for instance in 0...1 {
                _ = try scene.lab.say("set weight chat/rented 50", instance: instance)
            }
            let terminal = try scene.program.screen()
            try terminal.write("3")
            try terminal.wait(for: "chat/rented")
            try terminal.write("/chat/rented\r")
            try terminal.wait(for: "Endpoints 1 of 6")
            try terminal.write("d")
            try terminal.wait(for: "This is read-only: :write prod unlocks it.")
            try terminal.write(":write prod\r")
            try terminal.wait(for: "WRITE 1")
            try act("d", "set server chat/rented state drain", "drain chat/rented", terminal)
            #expect(try state(scene).contains("DRAIN"))
            try act("u", "set server chat/rented state ready", "resume chat/rented", terminal)
            #expect(try !state(scene).contains("DRAIN"))
            #expect(scene.journal.count { $0.contains("\"event\":\"confirmed\"") } == 2)
            scene.expectNothingSentTwice()
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
        }

        /// Plans with a key, confirms what it shows, and waits in Actions until it is verified.
        private func act(
            _ key: String, _ request: String, _ subject: String, _ terminal: PseudoTerminal
        ) throws {
            try terminal.write("3")
            try terminal.wait(for: "q quit")
            try terminal.write(key)
            try terminal.wait(for: request)
            let keys = ActionKeys(terminal: terminal)
            try keys.confirm()
            try keys.wait(subject, "verified")
        }

        /// What the first instance says of the rented server.
        private func state(_ scene: ActionLab) throws -> Substring {
            let lines = try scene.lab.say("show stat").split(separator: "\n")
            return lines.first { $0.hasPrefix("chat,rented,") } ?? ""
        }
    }
}
