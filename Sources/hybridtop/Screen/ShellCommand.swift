import Collector
import Fleet
import Glibc

/// A shell on a node, with the terminal as its own.
enum ShellCommand {
    /// The user's shell here, or ssh to where the node is, as the node's own source gets there.
    static func words(_ node: NodeIdentity, environment: [String: String]) -> [String] {
        if let destination = node.sshDestination, RemoteHost(destination) != nil {
            return ["ssh", "-t"] + node.sshOptions + ["--", destination]
        }
        return [environment["SHELL"] ?? "/bin/sh"]
    }

    /// Why it could not be started, in one sentence.
    struct Problem: Error {
        let message: String
    }

    /// Starts it.
    static func start(_ words: [String]) throws(Problem) -> ShellChild {
        var child = pid_t()
        let status = spawn(words, &child)
        if status == 0 { return ShellChild(child) }
        throw Problem(message: "\(words[0]): \(String(cString: strerror(status)))")
    }

    /// Waits for its end; returns what went wrong, if something did. Where ssh did not get there, its
    /// message stays until somebody has read it.
    @concurrent static func wait(for child: ShellChild, _ words: [String]) async -> String? {
        let result = child.wait()
        guard words[0] == "ssh", (result >> 8) & 0xff == 255, !child.isEnded else { return nil }
        standardError("hybridtop: ssh failed; press Enter to go back.\r\n")
        _ = readLine()
        tcflush(STDIN_FILENO, TCIFLUSH)
        return "No shell on that node: ssh failed."
    }

    /// A child with the signals that a program expects at its start, whatever we do with them.
    private static func spawn(_ words: [String], _ child: inout pid_t) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, flags)
        return posix_spawnp(&child, words[0], nil, &attributes, arguments, environ)
    }
}
