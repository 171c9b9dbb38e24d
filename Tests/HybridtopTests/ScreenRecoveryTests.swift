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
            try keys.unlock("prod")
            try terminal.write("\rlook\r")
            try keys.confirm("Nothing is sent.")
            try terminal.wait(for: "waits for a decision 1")
            try terminal.write("\r")
            try terminal.wait(for: "send what is left of it")
            try terminal.write("go on\r")
            try keys.confirm("What is left of its plan is sent")
            try terminal.wait("the end", within: .seconds(60)) {
                $0.screen.text.contains("verified")
            }
            #expect(try scene.weights == ["20", "80", "20", "80"])
            scene.expectNothingSentTwice()
        }
    }
}
