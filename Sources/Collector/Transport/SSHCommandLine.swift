import Fleet

/// What ssh is called with, and what is run at its other end.
struct SSHCommandLine: Sendable {
    let host: RemoteHost
    let control: ControlDirectory?

    /// Precedes the output of every remote command, so that what a login shell prints before it is not
    /// taken for an answer.
    static let marker = Array("#hybridtop-begin\n".utf8)
    /// Seconds for which a master outlives its last command: what is left of it when we are killed.
    static let persistence = 10
    /// How much a login shell may print before the marker.
    static let noiseLimit = 64 << 10

    init(_ host: RemoteHost, control: ControlDirectory?) {
        self.host = host
        self.control = control
    }

    /// The arguments of ssh. With `showsBanner`, the server's words before login (a login policy) come
    /// on standard error.
    func arguments(running command: Command, showsBanner: Bool = false) -> [String] {
        var list = [
            "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-o", "ServerAliveInterval=5",
            "-o", "ServerAliveCountMax=2", "-o", "LogLevel=\(showsBanner ? "INFO" : "ERROR")",
            "-o", "ForwardX11=no", "-o", "ForwardAgent=no", "-o", "ClearAllForwardings=yes",
        ]
        if let path = control?.socket(for: host) {
            list += ["-o", "ControlMaster=auto", "-o", "ControlPersist=\(Self.persistence)s"]
            list += ["-o", "ControlPath=\(path)"]
        }
        return list + host.options + ["--", host.destination, Self.remote(command)]
    }

    /// Runs the command with nothing to read, and ends its whole process group when our end goes away:
    /// ssh's input, a pipe of ours, is then at its end. The command's exit status comes through.
    private static let wrapper =
        "echo \"#hybridtop-begin\"; exec 3<&0; \"$@\" </dev/null 3<&- & p=$!; "
        + "( while read -r x <&3; do :; done; trap : TERM; kill -TERM 0; sleep 1; kill -KILL 0 ) "
        + ">/dev/null 2>&1 & w=$!; exec 3<&- </dev/null; wait $p; s=$?; "
        + "kill -KILL $w 2>/dev/null; exit $s"

    /// One line for the login shell of the other side, whatever that is.
    static func remote(_ command: Command) -> String {
        var words = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !words.isEmpty { words.insert("env", at: 0) }
        words += [command.executable] + command.arguments
        return "exec /bin/sh -c '\(wrapper)' hybridtop "
            + words.map(quoted).joined(separator: " ")
    }

    /// A word as a POSIX shell reads it back unchanged.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        if isPlain, !word.isEmpty { return word }
        return "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }

    /// Where the output proper begins; `nil` where the marker never came.
    static func endOfMarker(in bytes: [UInt8]) -> Int? {
        var scanner = MarkerScanner(marker)
        return bytes.withUnsafeBytes { scanner.skip($0) }
    }
}
