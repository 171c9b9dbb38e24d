import Support
import Testing

extension RealProgramTests {
    /// What a short log holds, and when it ends.
    @Suite struct LogOfOneTick {
        private func program(_ mode: [String: String]) throws -> (ProgramRun, StandInSMI) {
            let smi = try StandInSMI(mode)
            let entry = "{ nvidia-smi: { command: \(smi.command), interval: 1s, deadline: 5s } }"
            return (try ProgramRun("sources: [\(entry)]"), smi)
        }

        @Test func hasSlowFactsAndFindings() throws {
            let (program, smi) = try program(["FAKE_SMI_MODE": "lost3"])
            let outcome = program.run("log --once")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("\"kind\":\"process\""))
            #expect(outcome.output.contains("\"persistence_mode"))
            let findings = outcome.output.split(separator: "\n")
                .filter { $0.contains("\"kind\":\"finding\"") }
            #expect(findings.contains { $0.contains("lost") }, "\(findings)")
            withExtendedLifetime(smi) {}
        }

        @Test func tellsOfADriverThatDoesNotMatch() throws {
            let (program, smi) = try program(["FAKE_SMI_MODE": "mismatch"])
            let outcome = program.run("log --once --kind finding")
            #expect(outcome.status == 3)
            #expect(outcome.output.contains("\"severity\":\"critical\""), "\(outcome)")
            withExtendedLifetime(smi) {}
        }

        @Test func endsWhenItsTimeIsOver() throws {
            let program = try ProgramRun()
            let start = ContinuousClock.now
            let outcome = program.run("log --demo --duration 3s --kind node")
            #expect(ContinuousClock.now - start < .seconds(12))
            #expect(outcome.status == 0)
            let times = Set(outcome.output.split(separator: "\n").map { $0.prefix(46) })
            #expect(times.count == 1)
        }

        @Test func saysWhatThereIsWhenNobodyAnsweredInTime() throws {
            let (program, smi) = try program(["FAKE_SMI_MODE": "hang"])
            let outcome = program.run("log --duration 1s --kind source")
            #expect(outcome.status == 3)
            #expect(outcome.output.contains("\"status\":\"waiting\""), "\(outcome)")
            withExtendedLifetime(smi) {}
        }

        @Test func aFullDiskAtTheEndIsSaid() throws {
            let outcome = try ProgramRun().run("log --demo --once --kind node -o /dev/full")
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasSuffix("lines were lost\n"), "\(outcome.errors)")
        }
    }
}
