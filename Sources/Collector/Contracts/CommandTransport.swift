package import Fleet

/// A program to run, here or at the other end of ssh. Arguments are never joined into a shell string
/// for a local command; for a remote one each is quoted for a POSIX shell.
package struct Command: Sendable, Hashable {
    /// Name or path of the executable.
    package var executable: String
    /// Without the executable.
    package var arguments: [String]
    /// Variables to set beside the inherited ones.
    package var environment: [String: String]
    /// Where: `nil` is here.
    package var host: RemoteHost?

    /// A command; with `host` it runs there.
    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        host: RemoteHost? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.host = host
    }
}

/// A host reached by the system's OpenSSH client, which honours the user's own configuration.
package struct RemoteHost: Sendable, Hashable {
    /// What is given to ssh: a host name or alias, `user@host`. Never starts with `-`.
    package var destination: String
    /// Passed as `-p`, if set.
    package var port: Int?
    /// Passed as `-F`, if set.
    package var configuration: String?
    /// Passed as `-i`, if set.
    package var identity: String?

    /// A destination; `nil` if its name could be taken for an option or holds a control character or
    /// a space.
    package init?(
        _ destination: String, port: Int? = nil, configuration: String? = nil,
        identity: String? = nil
    ) {
        guard let first = destination.unicodeScalars.first, first != "-",
            destination.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f })
        else { return nil }
        self.destination = destination
        self.port = port
        self.configuration = configuration
        self.identity = identity
    }

    /// The options of ssh that get there.
    package var options: [String] {
        var list: [String] = []
        if let port { list += ["-p", "\(port)"] }
        if let configuration { list += ["-F", configuration] }
        if let identity { list += ["-i", identity] }
        return list
    }
}

/// How a child ended.
package enum CommandStatus: Sendable, Hashable {
    /// It ended by itself, with this status.
    case exited(Int)
    /// This signal ended it.
    case signalled(Int)

    /// Whether it exited with 0.
    package var isSuccess: Bool { self == .exited(0) }
}

/// What a command left.
package struct CommandOutput: Sendable {
    /// How it ended.
    package var status: CommandStatus
    /// Standard output, as it came.
    package var output: [UInt8]
    /// Standard error, capped at 4 kB, not cleaned.
    package var errors: String
    /// Whether `output` was cut at the limit.
    package var isTruncated: Bool

    /// The output of a command.
    package init(status: CommandStatus, output: [UInt8], errors: String, isTruncated: Bool = false)
    {
        self.status = status
        self.output = output
        self.errors = errors
        self.isTruncated = isTruncated
    }

    /// Whether the executable itself could not be started, by the word of the shell that was to become
    /// it. A script that ran and ended with 126 or 127, because something that it called was not there,
    /// may have changed all it was to change: of that, the shell's own name says nothing.
    package var isUnbegun: Bool {
        guard status == .exited(126) || status == .exited(127), output.isEmpty else { return false }
        return errors.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("hybridtop: ") }
    }
}

/// Runs commands. Children have no terminal, and their process group dies with them.
package protocol CommandTransport: Sendable {
    /// Runs a command to its end and collects its output, up to `limit` bytes. Throws for what keeps it
    /// from running at all and for failures of ssh itself; how the command judged its own work is in
    /// the status. Cancellation ends the child (TERM, then KILL).
    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput

    /// Starts a command whose output is written to `descriptor`, which is closed here. Returns when it
    /// has ended; cancellation ends it, and so does our own end, there as here. The command itself has
    /// nothing to read.
    func stream(_ command: Command, to descriptor: Int32) async throws(SourceFailure)
        -> (status: CommandStatus, errors: String)

    /// What precedes the output of a streamed command, after noise of the remote login shell; empty
    /// where the output begins at once. Whoever reads the stream drops all up to its end.
    func startMarker(of command: Command) -> [UInt8]

    /// What a person should know about how a host is reached though it works, in a sentence.
    func remark(on host: RemoteHost) async -> String?

    /// Why nothing that was asked of a host within `limit` can have begun: the login has not finished.
    /// `nil` where it has, and for ways that need none.
    func loginFailure(on host: RemoteHost, within limit: Duration) async -> SourceFailure?
}

extension CommandTransport {
    package func startMarker(of command: Command) -> [UInt8] { [] }
    package func remark(on host: RemoteHost) async -> String? { nil }
    package func loginFailure(on host: RemoteHost, within limit: Duration) async -> SourceFailure? {
        nil
    }
}
