package import Fleet
import Glibc

/// Runs commands as children of ours, and on other hosts through the system's own OpenSSH client.
///
/// Children have no terminal and no input, and end with their whole process group: on cancellation TERM,
/// then KILL. A child that cannot be ended (state D, a hung driver) keeps its `run` from returning;
/// callers do not wait for what they gave up on, and ``close()`` does not either.
package struct SubprocessCommandTransport: CommandTransport {
    private let children = LiveChildren()
    private let thread: LateThread
    private let connections: SSHConnections
    private let control: ControlDirectory?

    /// A transport. Nothing is started; `environment` says where the control sockets of ssh go, and the
    /// thread watches children.
    package init(environment: [String: String] = [:], thread: LateThread = LateThread()) {
        self.init(environment: environment, limits: SSHConnections.Limits(), thread: thread)
    }

    /// With other limits on how ssh's connections are opened.
    init(
        environment: [String: String], limits: SSHConnections.Limits,
        thread: LateThread = LateThread()
    ) {
        control = ControlDirectory(environment: environment)
        connections = SSHConnections(limits, thread: thread)
        self.thread = thread
    }

    package func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        guard let host = command.host else {
            return try await local(command).collect(limit: limit)
        }
        let line = SSHCommandLine(host, control: control)
        try await connect(host, line)
        let output = try await ssh(line.arguments(running: command)).collect(
            limit: limit + SSHCommandLine.noiseLimit)
        return try await judge(output, limit, command, host)
    }

    package func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        guard let host = command.host else {
            let output = OpenDescriptor(descriptor)
            do { return try await local(command).stream(to: descriptor, closing: output) } catch {
                output.close()
                throw error
            }
        }
        let line = SSHCommandLine(host, control: control)
        let output = OpenDescriptor(descriptor)
        let child: ChildProcess
        do {
            try await connect(host, line)
            child = try ssh(line.arguments(running: command))
        } catch {
            output.close()
            throw error
        }
        let (status, said) = try await child.stream(to: descriptor, closing: output)
        let errors = await withoutSharing(said, host)
        if status == .exited(SSHFailure.status) {
            await connections.lost(host)
            throw SSHFailure.named(errors, host: host.destination)
        }
        return (status, errors)
    }

    package func startMarker(of command: Command) -> [UInt8] {
        command.host == nil ? [] : SSHCommandLine.marker
    }

    package func remark(on host: RemoteHost) async -> String? {
        await connections.remark(on: host)
    }

    package func loginFailure(on host: RemoteHost, within limit: Duration) async -> SourceFailure? {
        await connections.unfinished(host, limit)
    }

    /// Ends every child and every shared connection. Returns when they are gone, or after half a second
    /// with those that cannot be ended left behind.
    package func close() async {
        await children.signalAll(SIGTERM)
        let masters = control?.endMasters() ?? []
        defer { for master in masters { master.close() } }
        for turn in 0..<50 {
            if await children.isEmpty, masters.allSatisfy(\.hasEnded) { return }
            if turn == 20 { await children.signalAll(SIGKILL) }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func local(_ command: Command) throws(SourceFailure) -> ChildProcess {
        guard GuardedCommand.isThere(command) else {
            throw .commandNotFound(command.executable, host: nil)
        }
        return try child(
            GuardedCommand.shell, GuardedCommand.arguments(running: command), command.environment)
    }

    private func ssh(_ arguments: [String]) throws(SourceFailure) -> ChildProcess {
        try child("ssh", arguments, [:])
    }

    private func child(
        _ executable: String, _ arguments: [String], _ environment: [String: String]
    ) throws(SourceFailure) -> ChildProcess {
        do throws(DescriptorShortage) {
            return ChildProcess(
                executable: executable, arguments: arguments, environment: environment,
                children: children, thread: try thread.thread())
        } catch {
            throw SourceFailure(.commandFailed, "No more file descriptors for \(executable).")
        }
    }

    /// Sees to it that there is a connection for the command to share.
    private func connect(_ host: RemoteHost, _ line: SSHCommandLine) async throws(SourceFailure) {
        try await connections.open(host) {
            let opener = Command("true", host: host)
            let arguments = line.arguments(running: opener, showsBanner: true)
            do throws(SourceFailure) {
                let output = try await ssh(arguments).collect(limit: SSHCommandLine.noiseLimit)
                if output.status.isSuccess { return nil }
                return SSHFailure.named(output.errors, host: host.destination)
            } catch { return error }
        }
    }

    /// Takes the remote shell's noise off an output, and failures of ssh itself out.
    private func judge(
        _ output: CommandOutput, _ limit: Int, _ command: Command, _ host: RemoteHost
    ) async throws(SourceFailure) -> CommandOutput {
        var output = output
        output.errors = await withoutSharing(output.errors, host)
        let start = SSHCommandLine.endOfMarker(in: output.output)
        if output.status == .exited(SSHFailure.status),
            start == nil || SSHFailure.isConnectionLost(output.errors)
        {
            await connections.lost(host)
            // What has begun may have done its work: only of one that has not do ssh's words tell why.
            throw start == nil
                ? SSHFailure.named(output.errors, host: host.destination)
                : SSHFailure.broken(output.errors, host: host.destination)
        }
        output.output.removeFirst(start ?? 0)
        if output.output.count > limit {
            output.output.removeLast(output.output.count - limit)
            output.isTruncated = true
        }
        if output.status == .exited(127), output.isUnbegun {
            throw .commandNotFound(command.executable, host: host.destination)
        }
        return output
    }

    /// Takes out what ssh says when the server allows no more sessions on the shared connection and it
    /// makes another, and remembers that of the host.
    private func withoutSharing(_ errors: String, _ host: RemoteHost) async -> String {
        guard errors.contains("session request failed") else { return errors }
        await connections.isNarrow(host)
        let lines = errors.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .filter {
                !$0.contains("session request failed") && !$0.contains("disabling multiplexing")
            }
        return lines.joined(separator: "\n")
    }
}
