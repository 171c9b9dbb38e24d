import Glibc
import Support
import Testing

extension RealProgramTests {
    /// What a program that was killed has left, taken up from the screen.
    @Suite struct TakingUp {
        /// The menu of decisions may be open before the look is over: it follows what is known.
        @Test func whatAKillHasLeftIsLookedAtAndGoneOnWith() async throws {
            let scene = try ActionLab()
            let first = try RunningProgram(
                scene.program,
                "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 8s --yes")
            await scene.wait(for: "\"result\":\"holding\"")
            first.signal(SIGKILL)
            first.status()
            let terminal = try scene.program.screen()
            let keys = ActionKeys(terminal: terminal)
            try terminal.write("7")
            try terminal.wait(for: "waits for a decision 1")
            // Looking needs no leave to change anything.
            try terminal.write("\rlook\r")
            try keys.confirm("Nothing is sent.")
            try terminal.wait(for: "waits for a decision 1")
            try keys.unlock("prod")
            try terminal.write("\r")
            try terminal.wait(for: "send what is left of it")
            try terminal.write("go on\r")
            try terminal.wait(for: "set weight chat/rented 80")
            let sent = scene.journal.count { $0.contains("\"event\":\"sending\"") }
            try keys.confirm()
            try terminal.wait("the end", within: .seconds(60)) {
                $0.screen.text.contains("verified")
            }
            #expect(try scene.weights == ["20", "80", "20", "80"])
            #expect(scene.journal.count { $0.contains("\"event\":\"sending\"") } > sent)
            scene.expectNothingSentTwice()
        }

        @Test func whatAnotherProgramDoesIsSeenOnAnOpenScreen() async throws {
            let scene = try ActionLab()
            let terminal = try scene.program.screen()
            try terminal.write("7")
            try terminal.wait(for: "Nothing was done yet.")
            let other = try RunningProgram(
                scene.program,
                "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 8s --yes")
            await scene.wait(for: "\"result\":\"holding\"")
            try terminal.wait(for: "by another program")
            // Killed, it writes nothing more: that is seen all the same.
            other.signal(SIGKILL)
            other.status()
            try terminal.wait(for: "waits for a decision 1")
            #expect(terminal.screen.text.contains("waits for a decision: 7 Actions"))
            let id = scene.id
            let end = scene.program.run("actions settle \(id) --as partial --note seen")
            #expect(end.status == 0 || end.status == 5, "\(end)")
            try terminal.wait { !$0.screen.text.contains("waits for a decision 1") }
            #expect(terminal.screen.text.contains("partial"))
        }

        @Test func aPlanIsNoneByOtherRules() async throws {
            let scene = try ActionLab()
            let terminal = try scene.program.screen()
            let keys = ActionKeys(terminal: terminal)
            try keys.unlock("prod")
            try keys.filter("3", "chat/rented", until: "Endpoints 1 of 6")
            try terminal.write("d")
            try terminal.wait(for: "do it")
            try scene.program.configure(
                ActionLab.configuration(scene.lab, "# looked over\n").replacing(
                    "policy: {", with: "policy: { read_only: true,"))
            terminal.signal(SIGHUP)
            try terminal.wait(for: "configuration was read anew")
            try terminal.write("y")
            #expect(terminal.screen.text.contains("n  plan anew"))
            try terminal.write("n")
            try terminal.wait(for: "do it")
            let refusal = "read-only by its configuration"
            for _ in 0..<10 where !terminal.screen.text.contains(refusal) {
                try terminal.write("y")
                try? terminal.wait(within: .seconds(1)) { $0.screen.text.contains(refusal) }
            }
            #expect(terminal.screen.text.contains(refusal))
            await scene.wait(for: "\"event\":\"refused\"")
            #expect(scene.onlyRefused(1))
        }
    }
}
