import Support
import Testing

extension RealProgramTests {
    /// Workloads of a real router, by keys alone.
    @Suite struct Workloads {
        @Test func aWorkloadIsShiftedFromItsView() throws {
            let scene = try ActionLab("actions: { stages: [100], hold: 1s }")
            let terminal = try scene.program.screen(columns: 140, rows: 40)
            let keys = ActionKeys(terminal: terminal)
            try terminal.write("4")
            try terminal.wait(for: "hall-a 100%")
            #expect(terminal.screen.text.contains("Sides of chat"))
            try keys.filter("4", "chat", until: "Workloads 1 of 3")
            try keys.unlock("prod")
            try terminal.write("r")
            try terminal.wait(for: "Shares of chat")
            try terminal.write("j80")
            try terminal.wait(for: "80%")
            try terminal.write("\r")
            try terminal.wait(for: "set weight chat/rented 80")
            try keys.confirm()
            try terminal.wait(for: "hall-a 20%  us-east-1 80%", within: .seconds(60))
            try terminal.wait("the end beside its sides", within: .seconds(60)) {
                $0.screen.text.contains("verified")
            }
            #expect(try scene.weights == ["20", "80", "20", "80"])
            scene.expectNothingSentTwice()
        }
    }
}
