package import Fleet

/// The ways out that providers are given. Tests and the simulated fleet give others, that answer with
/// bytes in the real wire formats.
package struct Transports: Sendable {
    /// For what is asked over HTTP.
    package var http: any HTTPTransport
    /// For what is asked by a command, here or over ssh.
    package var commands: any CommandTransport
    /// Times and ages come from here, so that tests and the past can give their own.
    package var clock: any FleetClock
    /// The process environment, read once at start.
    package var environment: [String: String]
    /// The thread that keeps time for limits.
    package var thread: LateThread

    /// A set of transports.
    package init(
        http: any HTTPTransport, commands: any CommandTransport, clock: any FleetClock,
        environment: [String: String], thread: LateThread = LateThread()
    ) {
        self.http = http
        self.commands = commands
        self.clock = clock
        self.environment = environment
        self.thread = thread
    }
}

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

/// An HTTP request.
package struct HTTPRequest: Sendable {
    /// `GET`, `POST`: upper case.
    package var method: String
    /// `http`, `https`, or `http+unix` with a percent-encoded path as host.
    package var url: String
    /// In the order in which they are sent; values may be secrets.
    package var headers: [(name: String, value: String)]
    /// Empty for none.
    package var body: [UInt8]
    /// Answers longer than this are a failure (``SourceFailure/Kind/tooLarge``).
    package var limit: Int
    /// For https; nothing else looks at it.
    package var tls: TLSSettings
    /// Whether redirects are followed (up to 3, never from https to http).
    package var followsRedirects: Bool
    /// How long the whole answer may take before it is a failure (``SourceFailure/Kind/timedOut``);
    /// `nil` leaves that to the poll's deadline.
    package var timeout: Duration?

    /// A request; GET by default.
    package init(
        _ method: String = "GET", url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], limit: Int = 16 << 20, tls: TLSSettings = TLSSettings(),
        followsRedirects: Bool = true, timeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limit = limit
        self.tls = tls
        self.followsRedirects = followsRedirects
        self.timeout = timeout
    }
}

/// Whom to trust and as whom to appear.
package struct TLSSettings: Sendable, Hashable {
    /// A PEM file with the private CA to trust instead of the system's.
    package var authorityFile: String?
    /// PEM files of the client certificate and its key.
    package var certificateFile: String?
    /// Its private key, unencrypted.
    package var keyFile: String?
    /// Turns verification off, as the configuration asked.
    package var isUnverified: Bool

    /// The system's trust and no client certificate, unless said otherwise.
    package init(
        authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
        isUnverified: Bool = false
    ) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.isUnverified = isUnverified
    }
}

/// An HTTP answer; any status is one.
package struct HTTPResponse: Sendable {
    /// As sent: 100...599.
    package var status: Int
    /// In order of arrival; names as sent.
    package var headers: [(name: String, value: String)]
    /// Whole and decompressed.
    package var body: [UInt8]

    /// An answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of a name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Sends HTTP requests. The task's cancellation ends the request.
package protocol HTTPTransport: Sendable {
    /// Sends a request and reads the whole answer. Throws only for what happens below HTTP
    /// (unreachable, refused, TLS, too large), never for a status.
    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse

    /// When the certificate that a server presents expires. The certificate need not be valid.
    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime
}
