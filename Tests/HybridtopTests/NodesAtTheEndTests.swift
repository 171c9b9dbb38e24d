import Foundation
import Glibc
import Support
import Testing

/// What stays behind, here and on the nodes, when the program goes: at its own end, killed, or cut off.
@Suite(.serialized, .timeLimit(.minutes(2))) struct NodesAtTheEndTests {
    private let server: LoopbackSSHServer
    private let token = UUID().uuidString

    init() async throws {
        server = try await LoopbackSSHServer(environment: ["HYBRIDTOP_NODE": token])
    }

    /// What runs on the nodes for us.
    private var remote: [pid_t] {
        ProcessTable.running(withVariable: "HYBRIDTOP_NODE", token)
    }

    /// Clients of ssh and their shared connections here.
    private var connections: [pid_t] { ProcessTable.running(with: "\(server.directory)/hybridtop") }

    /// nvidia-smi of this machine, run by us.
    private var local: [pid_t] { ProcessTable.running(withVariable: "HYBRIDTOP_LOCAL", token) }

    /// The program logging two nodes over ssh and this one, once all speak.
    private func start() async throws -> SpawnedDaemon {
        let stub = Tools.fixtures.appendingPathComponent("bin/nvidia-smi").path
        let configuration = "\(server.directory)/config.yaml"
        try """
        sources:
          - nvidia-smi: { hosts: "gpu-a[01-02]", interval: 1s, ssh_config: "\(server.configuration)" }
          - nvidia-smi: { name: here, interval: 1s, command: "\(stub)" }

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        let output = "\(server.directory)/fleet.jsonl"
        let program = try SpawnedDaemon(
            [
                "/usr/bin/env", "PATH=/usr/bin:/bin", "HOME=\(server.directory)",
                "XDG_RUNTIME_DIR=\(server.directory)", "HYBRIDTOP_LOCAL=\(token)",
                PseudoTerminal.built("hybridtop"), "log", "--config", configuration,
                "--interval", "1s", "--output", output, "--kind", "accelerator",
            ], log: "\(server.directory)/program.log")
        let speaks = await eventually(within: .seconds(30)) {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            return ["\"gpu-a01\"", "\"gpu-a02\"", "\"here\""].allSatisfy {
                text.contains("\"node\":\($0)")
            }
        }
        let words = try? String(contentsOfFile: "\(server.directory)/program.log", encoding: .utf8)
        try #require(speaks, "\(words ?? "")")
        #expect(!remote.isEmpty && !connections.isEmpty && local.count > 1)
        return program
    }

    @Test(arguments: [SIGTERM, SIGINT]) func anOrderlyEndLeavesNothing(_ number: Int32)
        async throws
    {
        let program = try await start()
        kill(program.pid, number)
        #expect(await eventually(within: .seconds(5)) { !program.isRunning })
        program.end()
        #expect(await eventually(within: .seconds(5)) { remote.isEmpty }, "\(remote)")
        #expect(await eventually(within: .seconds(5)) { connections.isEmpty }, "\(connections)")
        #expect(await eventually(within: .seconds(5)) { local.isEmpty }, "\(local)")
    }

    @Test func killedItLeavesNothingForLong() async throws {
        let program = try await start()
        program.end()
        #expect(await eventually(within: .seconds(5)) { remote.isEmpty }, "\(remote)")
        #expect(await eventually(within: .seconds(5)) { local.isEmpty }, "\(local)")
        #expect(await eventually(within: .seconds(15)) { connections.isEmpty }, "\(connections)")
    }

    @Test func cutOffTheNodesAreLeftCleanAndWatchedAgain() async throws {
        let program = try await start()
        let before = Set(remote)
        #expect(server.dropConnections() >= 2)
        #expect(
            await eventually(within: .seconds(10)) { before.isDisjoint(with: remote) },
            "\(before.intersection(remote))")
        #expect(await eventually(within: .seconds(20)) { !remote.isEmpty })
        program.end()
        #expect(await eventually(within: .seconds(15)) { remote.isEmpty && connections.isEmpty })
    }
}
