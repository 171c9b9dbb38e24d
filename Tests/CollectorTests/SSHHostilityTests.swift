import Collector
import Fleet
import Foundation
import Glibc
import Support
import Testing

/// ssh that hangs, servers that are stingy, and connections that are to go when we do.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SSHHostilityTests {
    private func transport(_ server: LoopbackSSHServer) -> SubprocessCommandTransport {
        SubprocessCommandTransport(environment: server.clientEnvironment)
    }

    private func command(_ script: String, _ file: String, on host: String = "gpu-a01") throws
        -> Command
    {
        let host = try #require(RemoteHost(host, configuration: file))
        return Command("/bin/sh", ["-c", script], host: host)
    }

    /// Our masters: ssh writes the socket's path into the name of the process.
    private func masters(_ server: LoopbackSSHServer) -> Int {
        ProcessTable.running(with: "ssh: \(server.directory)").count
    }

    @Test func aHungProxyCommandIsNamedAndEnded() async throws {
        let server = try await LoopbackSSHServer()
        let file = "\(server.directory)/hung_config"
        try "Host hung\n  ProxyCommand sleep 1234.\(server.port)\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let transport = transport(server)
        let start = ContinuousClock.now
        let failure = await failureOf {
            _ = try await transport.run(try command("true", file, on: "hung"), limit: 64)
        }
        #expect(failure?.kind == .timedOut, "\(failure?.message ?? "none")")
        #expect(failure?.message.hasPrefix("hung: ") == true)
        #expect(failure?.nextStep.isEmpty == false)
        #expect(ContinuousClock.now - start < .seconds(10))
        await transport.close()
        #expect(
            await eventually { ProcessTable.running(with: "sleep 1234.\(server.port)").isEmpty })
    }

    /// The port is open and nobody ever says a word.
    @Test func aServerThatSaysNothingIsNamed() async throws {
        let server = try await LoopbackSSHServer()
        let hole = try SilentListener()
        defer { hole.close() }
        let file = "\(server.directory)/hole_config"
        try "Host hole\n  HostName 127.0.0.1\n  Port \(hole.port)\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let transport = transport(server)
        let asked = try command("true", file, on: "hole")
        let waiting = Task { try await transport.run(asked, limit: 64) }
        let host = try #require(asked.host)
        let isUnderWay = await eventually {
            await transport.loginFailure(on: host, within: .seconds(4))?.kind == .timedOut
        }
        #expect(isUnderWay, "while the login is under way, no command is to blame")
        let failure = await failureOf { _ = try await waiting.value }
        #expect(failure?.kind == .timedOut, "\(failure?.message ?? "none")")
        #expect(failure?.nextStep.isEmpty == false)
    }

    @Test(arguments: [1, 2]) func aServerWithFewSessionsStillServes(_ sessions: Int) async throws {
        let server = try await LoopbackSSHServer(["MaxSessions \(sessions)"])
        let transport = transport(server)
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let stream = try command("echo up; exec sleep 1000", server.configuration)
        let task = Task { try await transport.stream(stream, to: writer) }
        #expect(await readLine(from: reader) == Array("#hybridtop-begin".utf8))
        #expect(await readLine(from: reader) == Array("up".utf8))
        let outputs = await withTaskGroup(of: CommandOutput?.self) { group in
            for number in 0..<4 {
                group.addTask {
                    try? await transport.run(
                        command("echo \(number); echo e >&2", server.configuration), limit: 64)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(outputs.map { text($0?.output ?? []) }) == ["0", "1", "2", "3"])
        // ssh's own words are not the command's.
        #expect(outputs.map { $0?.errors ?? "" } == ["e\n", "e\n", "e\n", "e\n"])
        let host = try #require(stream.host)
        let remark = await transport.remark(on: host)
        #expect(remark?.contains("MaxSessions") == true)
        task.cancel()
        _ = await task.result
        await transport.close()
    }

    @Test func enoughSessionsAreNotRemarkedOn() async throws {
        let server = try await LoopbackSSHServer()
        let transport = transport(server)
        let asked = try command("true", server.configuration)
        _ = try await transport.run(asked, limit: 64)
        let host = try #require(asked.host)
        #expect(await transport.remark(on: host) == nil)
        await transport.close()
    }

    @Test func sharedConnectionsGoAtTheEndAndTakeNoOthersWithThem() async throws {
        let server = try await LoopbackSSHServer()
        let (ours, theirs) = (transport(server), transport(server))
        let asked = try command("echo 1", server.configuration)
        for transport in [ours, theirs] { _ = try await transport.run(asked, limit: 64) }
        #expect(server.logins == 2)
        #expect(await eventually { masters(server) == 2 })
        await ours.close()
        // By themselves they would stay for ten seconds.
        #expect(await eventually(within: .seconds(3)) { masters(server) == 1 })
        #expect(try await theirs.run(asked, limit: 64).status.isSuccess)
        #expect(server.logins == 2)
        await theirs.close()
        #expect(await eventually(within: .seconds(3)) { masters(server) == 0 })
    }
}

/// A port of the loopback address that accepts connections and says nothing.
private struct SilentListener {
    let port: Int
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isReady else { throw NoPipe() }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.descriptor = descriptor
    }

    func close() { _ = Glibc.close(descriptor) }
}
