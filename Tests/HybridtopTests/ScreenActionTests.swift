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

        @Test func aShiftInStagesIsEditedCarriedOutAndUndone() throws {
            let scene = try ActionLab("actions: { stages: [50, 100], hold: 1s }")
            let terminal = try scene.program.screen(columns: 140, rows: 60)
            try terminal.write("3")
            try terminal.wait(for: "chat/rented")
            try terminal.write("/chat/rented\r")
            try terminal.wait(for: "Endpoints 1 of 6")
            try terminal.write(":write prod\r")
            try terminal.wait(for: "WRITE 1")
            try terminal.write("r")
            try terminal.wait(for: "50 → 100 % of the way")
            try terminal.write("80")
            try terminal.wait(for: "20%")
            try terminal.write("\r")
            try terminal.wait(for: "set weight chat/rented 80")
            try confirm("do it", terminal)
            try verified("reroute chat/own and 1 more", terminal)
            #expect(try scene.weights == ["20", "80", "20", "80"])
            try terminal.write("U")
            try terminal.wait(for: "set weight chat/rented 0")
            try confirm("do it", terminal)
            try terminal.wait("a second one", within: .seconds(60)) {
                $0.screen.text.contains("done 2")
            }
            #expect(try scene.weights == ["100", "0", "100", "0"])
            scene.expectNothingSentTwice()
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
        }

        /// Plans with a key, confirms what it shows, and waits in Actions until it is verified.
        private func act(
            _ key: String, _ request: String, _ subject: String, _ terminal: PseudoTerminal
        ) throws {
            try terminal.write("3")
            try terminal.wait(for: "q quit")
            try terminal.write(key)
            try terminal.wait(for: request)
            try confirm("do it", terminal)
            try verified(subject, terminal)
        }

        /// A key that comes before the plan can have been read is not taken.
        private func confirm(
            _ words: String, _ terminal: PseudoTerminal
        ) throws {
            try terminal.wait(for: words)
            try terminal.wait(for: "[ Cancel ]")
            for _ in 0..<10 where terminal.screen.text.contains("[ Cancel ]") {
                try terminal.write("y")
                try? terminal.wait(within: .milliseconds(700)) {
                    !$0.screen.text.contains("[ Cancel ]")
                }
            }
        }

        /// Waits in Actions until it is verified.
        private func verified(_ subject: String, _ terminal: PseudoTerminal) throws {
            try terminal.write("7")
            try terminal.wait(subject, within: .seconds(60)) { terminal in
                terminal.screen.text.split(separator: "\n").contains {
                    $0.contains("● \(subject)  verified")
                }
            }
        }

        /// What the first instance says of the rented server.
        private func state(_ scene: ActionLab) throws -> Substring {
            let lines = try scene.lab.say("show stat").split(separator: "\n")
            return lines.first { $0.hasPrefix("chat,rented,") } ?? ""
        }
    }
}
