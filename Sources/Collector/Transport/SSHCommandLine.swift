package import Fleet
import Glibc

/// How the system's OpenSSH client is called. Its own configuration, agent, jump hosts and known hosts
/// stay in force; what is set here keeps it from prompting and makes one connection carry everything.
package struct SSHCommandLine: Sendable {
    /// The folder of the control sockets, ours alone.
    package let sockets: String

    /// Uses `$XDG_RUNTIME_DIR`, or a private folder under `/tmp`: a socket's path has room for about a
    /// hundred bytes. Throws where that folder cannot be made, or is somebody else's.
    package init(environment: [String: String]) throws(SourceFailure) {
        let runtime = environment["XDG_RUNTIME_DIR"].flatMap {
            $0.isEmpty || $0.count > 40 ? nil : $0
        }
        let folder = runtime.map { "\($0)/hybridtop" } ?? "/tmp/hybridtop-\(getuid())"
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw Self.unusable(folder) }
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_uid == getuid(),
            status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o077 == 0
        else { throw Self.unusable(folder) }
        sockets = folder
    }

    private static func unusable(_ folder: String) -> SourceFailure {
        SourceFailure(
            .permission, "\(folder) is not a private folder of ours.",
            nextStep: "Remove it, or set XDG_RUNTIME_DIR.")
    }

    /// The options that every call has.
    private func options(_ host: RemoteHost) -> [String] {
        var words = ["-T"]
        for option in [
            "BatchMode=yes", "ControlMaster=auto", "ControlPersist=60s",
            "ControlPath=\(sockets)/%C", "ConnectTimeout=5", "ServerAliveInterval=5",
            "ServerAliveCountMax=2", "LogLevel=ERROR", "ClearAllForwardings=yes",
            "PermitLocalCommand=no",
        ] {
            words += ["-o", option]
        }
        if let file = host.configuration { words += ["-F", file] }
        if let port = host.port { words += ["-p", "\(port)"] }
        if let identity = host.identity { words += ["-i", identity] }
        return words
    }

    /// Runs a command line there.
    package func run(_ line: String, on host: RemoteHost) -> [String] {
        options(host) + ["--", host.destination, line]
    }

    /// Ends the connection that calls share.
    package func close(_ host: RemoteHost) -> [String] {
        options(host) + ["-O", "exit", "--", host.destination]
    }
}
