import Foundation
import Glibc
import Support
import Testing

extension RealProgramTests {
    /// The real program watching hosts of an ssh configuration through a real OpenSSH.
    @Suite struct OverSSH {
        /// The program with hosts that a pattern names; its nvidia-smi has a path that nothing else has.
        private func program(_ server: LoopbackSSHServer) throws -> (ProgramRun, command: String) {
            let program = try ProgramRun()
            let path = program.folder.path
            let command = "\(path)/nvidia-smi"
            try FileManager.default.createSymbolicLink(
                atPath: command,
                withDestinationPath: Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path)
            // What is included under a block counts only there: `Match all` begins another.
            let fleet = "Host gpu-a01 gpu-a03\nMatch all\nInclude \(server.configuration)\n"
            try program.folder.write(fleet, "fleet")
            try program.configure(
                """
                sites: { hall: { placement: dedicated } }
                sources:
                  - nvidia-smi:
                      hosts: ["gpu-*", "!*3"]
                      ssh_config: \(path)/fleet
                      command: \(command)
                      site: hall
                      interval: 1s
                """)
            return (program, command)
        }

        @Test func aPatternBecomesNodes() async throws {
            let server = try await LoopbackSSHServer()
            let (program, _) = try program(server)
            #expect(program.run("config check").output.contains("2 sources, 1 site, no problems"))
            let outcome = program.run(
                "log --once --kind node accelerator", ["XDG_RUNTIME_DIR": server.directory])
            #expect(outcome.status == 0, "\(outcome.errors)")
            try outcome.output.write(
                toFile: "\(program.folder.path)/log", atomically: false, encoding: .utf8)
            let line = "jq -r 'select(.kind==\"node\") | .node' log | sort > nodes"
            #expect(program.folder.run(line) == 0)
            #expect(program.folder.text("nodes") == "gpu-a01\ngpu-a02\n")
            #expect(program.folder.run("test $(grep -c kind.:.accelerator log) = 16") == 0)
        }

        /// Neither here nor at the other end is anything left of it within seconds, though it had no
        /// chance to end anything.
        @Test func nothingRunsThereOnceItWasKilled() async throws {
            let server = try await LoopbackSSHServer()
            let (program, command) = try program(server)
            let terminal = try program.screen([], ["XDG_RUNTIME_DIR": server.directory])
            // Both hosts are this machine, so these are eight GPUs that are seen twice.
            try terminal.wait { $0.row(0).contains("● live") && $0.row(0).contains("8 GPUs") }
            #expect(try isRunning(command))
            terminal.signal(SIGKILL)
            _ = try terminal.waitForExit()
            let isGone = await eventually(within: .seconds(8)) {
                (try? isRunning(command)) == false
            }
            #expect(isGone)
        }

        /// Whether any process has the path among its words: ssh here, a shell and nvidia-smi there.
        private func isRunning(_ command: String) throws -> Bool {
            try Tools.run(["pgrep", "-f", command]).status == 0
        }
    }
}
