import Collector
import Fleet
import Glibc
import Support
import Testing

/// Streams through a real OpenSSH server: what arrives, how they end, what stays behind.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SSHStreamTests {
    private func transport(_ server: LoopbackSSHServer) -> SubprocessCommandTransport {
        SubprocessCommandTransport(environment: server.clientEnvironment)
    }

    private func command(_ script: String, _ server: LoopbackSSHServer) throws -> Command {
        let host = try #require(RemoteHost("gpu-a01", configuration: server.configuration))
        return Command("/bin/sh", ["-c", script], host: host)
    }

    private func skipMarker(_ reader: Int32) async {
        #expect(await readLine(from: reader) == Array("#hybridtop-begin".utf8))
    }

    @Test func deliversBytesAndTheStatus() async throws {
        let server = try await LoopbackSSHServer()
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let asked = try command("echo 1; echo bad >&2; echo 2; exit 4", server)
        let ended = try await transport(server).stream(asked, to: writer)
        #expect(ended.status == .exited(4))
        #expect(ended.errors == "bad\n")
        await skipMarker(reader)
        #expect(text(await readToEnd(of: reader)) == "1 2")
    }

    @Test func noiseOfTheLoginShellComesBeforeTheMarker() async throws {
        let server = try await LoopbackSSHServer([
            "ForceCommand echo Welcome; printf 3; exec /bin/sh -c \"$SSH_ORIGINAL_COMMAND\""
        ])
        let transport = transport(server)
        let output = try await transport.run(try command("echo 1; exit 5", server), limit: 64)
        #expect(output.output == Array("1\n".utf8))
        #expect(output.status == .exited(5))
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let asked = try command("echo 2", server)
        _ = try await transport.stream(asked, to: writer)
        let bytes = await readToEnd(of: reader)
        #expect(text(bytes).hasPrefix("Welcome 3#hybridtop-begin"))
        #expect(transport.startMarker(of: asked) == Array("#hybridtop-begin\n".utf8))
    }

    @Test func aLoginPolicyIsNamedByItsBanner() async throws {
        let server = try await LoopbackSSHServer(
            banner: "Access denied by pam_slurm_adopt: you have no active jobs on this node\n")
        let host = try #require(RemoteHost("locked", configuration: server.configuration))
        let failure = await failureOf {
            _ = try await transport(server).run(Command("true", host: host), limit: 64)
        }
        #expect(failure?.kind == .loginPolicy, "\(failure?.message ?? "none")")
    }

    @Test func aDroppedConnectionIsAFailureAtOnce() async throws {
        let server = try await LoopbackSSHServer()
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let transport = transport(server)
        let asked = try command("echo $$; exec sleep 1000", server)
        let task = Task { try await transport.stream(asked, to: writer) }
        await skipMarker(reader)
        let pid = try #require(Int32(text(await readLine(from: reader))))
        let start = ContinuousClock.now
        #expect(server.dropConnections() == 1)
        let failure = await failureOf { _ = try await task.value }
        #expect(failure?.kind == .connectionLost, "\(failure?.message ?? "none")")
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(await eventually { !ProcessTable.isRunning(pid) })
    }

    @Test(arguments: [
        "echo $$; exec sleep 1000", "trap '' TERM; echo $$; while :; do sleep 1; done",
        "sleep 1000 & echo $!; wait",
    ])
    func cancellationLeavesNothingBehindOverThere(_ script: String) async throws {
        let server = try await LoopbackSSHServer()
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let transport = transport(server)
        let asked = try command(script, server)
        let task = Task { try await transport.stream(asked, to: writer) }
        await skipMarker(reader)
        let pid = try #require(Int32(text(await readLine(from: reader))))
        #expect(ProcessTable.isRunning(pid))
        task.cancel()
        _ = await task.result
        #expect(await eventually { !ProcessTable.isRunning(pid) })
        #expect(try await transport.run(try command("true", server), limit: 64).status.isSuccess)
        #expect(server.logins == 1)
    }
}
