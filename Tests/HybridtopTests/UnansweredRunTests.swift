import Support
import Testing

extension RealProgramTests {
    /// What is configured and never answers, in a log and on the screen.
    @Suite struct Unanswered {
        private func program() throws -> ProgramRun {
            try ProgramRun(
                """
                sources:
                  - nvidia-smi: { command: /nowhere/nvidia-smi, name: gpu03, host_readings: false,
                      kernel_log: false, interval: 1s }
                  - prometheus-scrape: { url: "http://127.0.0.1:9/metrics", endpoint: chat,
                      interval: 1s }
                """)
        }

        @Test func aLogHasItsRecord() throws {
            let outcome = try program().run("log --once --kind node endpoint finding")
            #expect(outcome.status == 3)
            let lines = outcome.output.split(separator: "\n")
            let node = lines.first { $0.contains(#""node":"gpu03""#) } ?? ""
            #expect(node.contains(#""state":"failed","state_reason":"command_not_found""#))
            #expect(node.contains(#""accelerators_absent":"not_reported: no_answer""#))
            let endpoint = lines.first { $0.contains(#""endpoint":"chat""#) } ?? ""
            #expect(endpoint.contains(#""state_reason":"refused""#), "\(outcome.output)")
            #expect(outcome.output.contains(#""subject":"node","name":"gpu03""#))
            #expect(outcome.output.contains(#""subject":"endpoint","name":"chat""#))
        }

        @Test func theScreenHasItsRow() throws {
            let terminal = try program().screen()
            try terminal.write("2")
            try terminal.wait { screen in
                (0..<40).contains { row in
                    screen.row(row).contains("gpu03") && screen.row(row).contains("never answered")
                }
            }
            try terminal.write("q")
            _ = try terminal.waitForExit()
        }
    }
}
