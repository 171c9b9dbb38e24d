import Foundation
import Glibc
import Support
import Testing

extension RealProgramTests {
    /// The children of the program are gone when it is, however it went.
    @Suite struct Children {
        private static let configuration =
            "sources: [{ nvidia-smi: { command: \""
            + Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path + "\" } }]"

        @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV])
        func aStreamEndsWithTheProgram(number: Int32) async throws {
            let terminal = try ProgramRun(Self.configuration).screen()
            try terminal.wait(for: "8 GPUs")
            // Whatever it has started, and what that has started.
            let children = ProcessTable.children(of: terminal.process)
            let all = children + children.flatMap { ProcessTable.children(of: $0) }
            #expect(!children.isEmpty)
            terminal.signal(number)
            _ = try terminal.waitForExit()
            let isGone = await eventually(within: .seconds(5)) {
                !all.contains { ProcessTable.isRunning($0) }
            }
            #expect(isGone)
        }

        /// A hung driver: what asks it heeds no TERM, and what streams from it says nothing more.
        /// Neither outlives a program that had no chance to end anything.
        @Test(arguments: [
            ["FAKE_SMI_HANG": "-x"], ["FAKE_SMI_HANG": "-lms"],
            ["FAKE_SMI_HANG": "--query-compute-apps"], ["FAKE_SMI_MODE": "hang"],
        ])
        func whatHangsEndsWithTheProgram(mode: [String: String]) async throws {
            let smi = try StandInSMI(mode)
            let program = try ProgramRun(
                "sources: [{ nvidia-smi: { command: \(smi.command), interval: 1s } }]")
            let terminal = try program.screen()
            func running() -> [pid_t] {
                ProcessTable.running(withVariable: "STAND_IN_SMI", smi.root)
            }
            // It is at its work: the call that hangs is among what runs.
            let word = mode["FAKE_SMI_HANG"] ?? "--help-query-gpu"
            let isHung = await eventually(within: .seconds(20)) {
                let hung = Set(ProcessTable.running(with: word))
                return running().contains { hung.contains($0) }
            }
            #expect(isHung)
            terminal.signal(SIGKILL)
            _ = try terminal.waitForExit()
            let isGone = await eventually(within: .seconds(8)) { running().isEmpty }
            #expect(isGone, "\(running())")
        }
    }
}
