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
    }
}
