import FoundationEssentials
import Glibc
import Support
import Testing

extension RealProgramTests {
    /// A shell on the selected node and back, over a real OpenSSH, at a real terminal. The shells write
    /// no history.
    @Suite struct ShellOnNode {
        private let server: LoopbackSSHServer
        private let program: ProgramRun

        init() async throws {
            server = try await LoopbackSSHServer(environment: ["HISTFILE": "/dev/null"])
            let smi = Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path
            program = try ProgramRun(
                """
                sources:
                  - nvidia-smi:
                      hosts: gpu-a01
                      ssh_config: \(server.configuration)
                      command: \(smi)
                      interval: 1s
                """)
        }

        /// The program, in a shell on the node.
        private func shell() throws -> PseudoTerminal {
            let terminal = try program.screen(
                [], ["XDG_RUNTIME_DIR": server.directory, "HISTFILE": "/dev/null"])
            try terminal.wait { $0.row(0).contains("● live") }
            try terminal.write("2")
            try terminal.wait {
                $0.row(1).contains("Nodes 1") && $0.screen.text.contains("gpu-a01")
            }
            try terminal.write("S")
            try terminal.wait("the shell's screen") { !$0.screen.isAlternate }
            // What is typed before ssh has the terminal is dropped: type until it is heard.
            var isHeard = false
            for _ in 0..<40 where !isHeard {
                try terminal.write("echo in''side-$((6 * 7)); tty\n")
                let limit = Duration.milliseconds(500)
                isHeard = (try? terminal.wait(for: "inside-42", within: limit)) != nil
            }
            try terminal.wait(for: "inside-42")
            try terminal.wait(for: "/dev/pts/")
            return terminal
        }

        /// The client that has the terminal.
        private var clients: [pid_t] {
            ProcessTable.running(with: "ssh -t").filter {
                ProcessTable.running(with: server.configuration).contains($0)
            }
        }

        @Test func opensRunsACommandAndComesBack() async throws {
            let terminal = try shell()
            #expect(clients.count == 1)
            try terminal.write("exit\n")
            try terminal.wait("the dashboard") { $0.screen.isAlternate }
            try terminal.wait {
                $0.row(1).contains("Nodes 1") && $0.screen.text.contains("gpu-a01")
            }
            #expect(!terminal.screen.text.contains("inside-42"))
            #expect(!terminal.isCooked && clients.isEmpty)
            // The keys are the dashboard's again, and collecting has gone on.
            try terminal.write("8")
            try terminal.wait { $0.row(1).contains("Sources 1") && $0.row(0).contains("● live") }
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func aSignalToTheProgramEndsTheShellAndRestoresTheTerminal(signal: Int32) async throws {
            let terminal = try shell()
            terminal.signal(signal)
            if signal == SIGINT {
                // That is the shell's: ctrl-C in it must not end what is behind it.
                try terminal.write("echo still-$((40 + 2))\n")
                try terminal.wait(for: "still-42")
                terminal.signal(SIGTERM)
            }
            #expect(try terminal.waitForExit() == .code(128 + SIGTERM))
            #expect(ProgramRun.isRestored(terminal))
            #expect(await eventually { clients.isEmpty })
        }

        @Test func aTerminalThatIsGoneEndsBoth() async throws {
            let terminal = try shell()
            terminal.hangUp()
            #expect(try terminal.waitForExit() == .code(128 + SIGHUP))
            #expect(await eventually { clients.isEmpty })
        }
    }
}
