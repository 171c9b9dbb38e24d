package import Fleet

/// The ways out that providers are given. Tests and the simulated fleet give others, that answer with
/// bytes in the real wire formats.
package struct Transports: Sendable {
    /// For what is asked over HTTP.
    package var http: any HTTPTransport
    /// For what is asked by a command, here or over ssh.
    package var commands: any CommandTransport
    /// For interfaces of one line a connection.
    package var sockets: any SocketTransport
    /// Times and ages come from here, so that tests and the past can give their own.
    package var clock: any FleetClock
    /// The process environment, read once at start.
    package var environment: [String: String]
    /// The thread that keeps time for limits.
    package var thread: LateThread
    /// Other eyes on nodes, where there are any: set once the sources are known.
    package var witness: (any NodeWitness)?

    /// A set of transports.
    package init(
        http: any HTTPTransport, commands: any CommandTransport,
        sockets: any SocketTransport = NIOSocketTransport(), clock: any FleetClock,
        environment: [String: String], thread: LateThread = LateThread()
    ) {
        self.http = http
        self.commands = commands
        self.sockets = sockets
        self.clock = clock
        self.environment = environment
        self.thread = thread
    }
}
