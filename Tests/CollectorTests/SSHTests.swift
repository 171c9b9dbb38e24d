import Fleet
import Glibc
import Support
import Testing

@testable import Collector

/// The system's OpenSSH client against a real OpenSSH server.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SSHTests {
    private let server: LoopbackSSHServer
    private let transport: SubprocessCommandTransport

    init() async throws {
        server = try await LoopbackSSHServer()
        transport = SubprocessCommandTransport(environment: server.clientEnvironment)
    }

    private func command(_ script: String, on host: String) throws -> Command {
        let host = try #require(RemoteHost(host, configuration: server.configuration))
        return Command("/bin/sh", ["-c", script], host: host)
    }

    private func run(_ script: String, on host: String = "gpu-a01") async throws -> CommandOutput {
        try await transport.run(try command(script, on: host), limit: 4096)
    }

    @Test(arguments: [("gpu-a01", "127.0.0.1"), ("gpu-a02", "127.0.0.2")])
    func runsOnTheHostThatIsMeant(host: String, address: String) async throws {
        let output = try await run(
            "set -- $SSH_CONNECTION; echo $3; echo err >&2; exit 3", on: host)
        #expect(output.status == .exited(3))
        #expect(String(decoding: output.output, as: UTF8.self) == "\(address)\n")
        #expect(output.errors == "err\n")
    }

    @Test func theFarCommandHasNoInputAndItsArgumentsArriveWhole() async throws {
        let host = try #require(RemoteHost("gpu-a01", configuration: server.configuration))
        let odd = "a b;$(id) 'q' \"d\" * \\ \n~"
        var asked = Command("printf", ["%s", odd], host: host)
        #expect(try await transport.run(asked, limit: 64).output == Array(odd.utf8))
        asked = Command(
            "sh", ["-c", "cat; echo $PROBE"], environment: ["PROBE": "x 'y'"], host: host)
        #expect(text(try await transport.run(asked, limit: 64).output) == "x 'y'")
    }

    @Test func oneConnectionCarriesManyCommands() async throws {
        let outputs = await withTaskGroup(of: String.self) { group in
            for number in 0..<24 {
                group.addTask { text((try? await self.run("echo \(number)"))?.output ?? []) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(outputs) == Set((0..<24).map { "\($0)" }))
        #expect(server.logins == 1)
        _ = try await run("true", on: "gpu-a02")
        #expect(server.logins == 2)
    }

    /// What differs may be how the host is reached (a jump host), which ssh's own hash leaves out.
    @Test func twoNamesForOneAddressDoNotShareAConnection() async throws {
        _ = try await run("true", on: "gpu-a01")
        _ = try await run("true", on: "gpu-a03")
        #expect(server.logins == 2)
    }

    @Test(arguments: [
        ("stranger", SourceFailure.Kind.hostKeyUnknown), ("changed", .hostKeyChanged),
        ("locked", .sshAuthentication), ("closed", .refused), ("nameless", .nameNotFound),
    ])
    func everyFailureHasItsName(host: String, kind: SourceFailure.Kind) async throws {
        let failure = await failureOf { _ = try await run("true", on: host) }
        #expect(failure?.kind == kind, "\(failure?.message ?? "none")")
        #expect(failure?.message.hasPrefix("\(host): ") == true)
        #expect(failure?.nextStep.isEmpty == false)
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let streamed = await failureOf {
            _ = try await transport.stream(try command("echo 1", on: host), to: writer)
        }
        #expect(streamed?.kind == kind)
        #expect(await readToEnd(of: reader).isEmpty)
    }

    @Test func aMissingCommandIsNamedWithItsHost() async throws {
        let host = try #require(RemoteHost("gpu-a01", configuration: server.configuration))
        let failure = await failureOf {
            _ = try await transport.run(Command("no-such-command", host: host), limit: 64)
        }
        #expect(failure?.kind == .commandNotFound)
        #expect(failure?.message.contains("gpu-a01") == true)
    }

    /// What it said before is no word of ssh's about a login.
    @Test func whatBrokeAfterItHadBegunIsLost() async throws {
        let flag = server.configuration + ".begun"
        let script = "echo 'Permission denied (publickey)' >&2; : >\(flag); exec tail -f /dev/null"
        let run = Task { await failureOf { _ = try await self.run(script) } }
        #expect(await eventually { access(flag, F_OK) == 0 })
        #expect(server.dropConnections() > 0)
        let failure = await run.value
        // Over a shared connection ssh may end without a word, with a status that could be the command's.
        #expect(failure == nil || failure?.kind == .connectionLost, "\(failure?.message ?? "")")
    }

    /// A command whose own last word was that something else is not there has run.
    @Test func aStatusOfAShellIsNotAMissingCommand() async throws {
        let output = try await run("no-such-command-here")
        #expect(output.status == .exited(127) && !output.isUnbegun)
    }

    @Test(arguments: [
        ("ssh: connect to host a port 22: No route to host", SourceFailure.Kind.unreachable),
        (
            "Read from remote host a: No route to host\r\nclient_loop: send disconnect: Broken pipe",
            .connectionLost
        ),
        ("ada@a: Permission denied (publickey).", .sshAuthentication),
        ("/opt/tool: Permission denied", .connectionLost),
    ])
    func onlyAConnectionThatWasNeverMadeIsCalledSo(words: String, kind: SourceFailure.Kind) {
        #expect(SSHFailure.named(words, host: "a").kind == kind)
    }

    @Test func aConnectionThatBrokeIsMadeAnew() async throws {
        _ = try await run("true")
        #expect(server.dropConnections() > 0)
        let isBack = await eventually { (try? await run("echo 1"))?.output == Array("1\n".utf8) }
        #expect(isBack)
        #expect(server.logins == 2)
    }

    @Test func aFloodIsCut() async throws {
        let output = try await transport.run(try command("yes", on: "gpu-a01"), limit: 10_000)
        #expect(output.isTruncated)
        #expect(output.output.count == 10_000)
    }
}
