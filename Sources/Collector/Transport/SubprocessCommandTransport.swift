package import Fleet

/// Runs commands here, or on other hosts through the system's OpenSSH client with one shared connection
/// a host.
package final class SubprocessCommandTransport: CommandTransport {
    private let ssh: Result<(SSHCommandLine, SSHConnections), SourceFailure>

    /// A transport; the environment says where sockets may lie.
    package init(environment: [String: String]) {
        do {
            let line = try SSHCommandLine(environment: environment)
            ssh = .success((line, SSHConnections(line: line)))
        } catch {
            ssh = .failure(error)
        }
    }

    package func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        guard let host = command.host else {
            return try await Self.local(command).run(limit: limit)
        }
        let (child, connections) = try await remote(command, host, marks: true)
        var output = try await child.run(limit: limit + 4096)
        try await check(output.status, output.errors, host, connections)
        output.output = ShellQuoting.afterMarker(output.output)
        return output
    }

    package func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        guard let host = command.host else {
            return try await Self.local(command).stream(to: descriptor)
        }
        let prepared: (ChildProcess, SSHConnections)
        do {
            prepared = try await remote(command, host, marks: false)
        } catch {
            Descriptors.close(descriptor)
            throw error
        }
        let (status, errors) = try await prepared.0.stream(to: descriptor)
        try await check(status, errors, host, prepared.1)
        return (status, errors)
    }

    /// Ends the shared connections.
    package func close() async {
        if case .success((_, let connections)) = ssh { await connections.closeAll() }
    }

    private static func local(_ command: Command) -> ChildProcess {
        ChildProcess(
            executable: command.executable, arguments: command.arguments,
            environment: command.environment)
    }

    private func remote(
        _ command: Command, _ host: RemoteHost, marks: Bool
    ) async throws(SourceFailure) -> (ChildProcess, SSHConnections) {
        let (line, connections) = try ssh.get()
        try await connections.open(host)
        let variables = command.environment.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value)"
        }
        let words =
            (variables.isEmpty ? [] : ["env"] + variables) + [command.executable]
            + command.arguments
        let remote = ShellQuoting.remoteLine(words, marks: marks)
        let child = ChildProcess(
            executable: "ssh", arguments: line.run(remote, on: host), environment: [:])
        return (child, connections)
    }

    private func check(
        _ status: CommandStatus, _ errors: String, _ host: RemoteHost, _ connections: SSHConnections
    ) async throws(SourceFailure) {
        guard let failure = SSHFailure.decode(status: status, errors: errors, host: host) else {
            return
        }
        await connections.lost(host)
        throw failure
    }
}
