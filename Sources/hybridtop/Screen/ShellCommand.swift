import Collector
import Fleet
import Glibc

/// A shell on a node, with the terminal as its own.
enum ShellCommand {
    /// The user's shell here, or ssh to where the node is.
    static func words(_ node: NodeIdentity, environment: [String: String]) -> [String] {
        if let destination = node.sshDestination, RemoteHost(destination) != nil {
            return ["ssh", "-t", "--", destination]
        }
        return [environment["SHELL"] ?? "/bin/sh"]
    }

    /// Runs it to its end; returns what went wrong, if something did.
    @concurrent static func run(_ words: [String]) async -> String? {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let status = posix_spawnp(&child, words[0], nil, nil, arguments, environ)
        guard status == 0 else { return "\(words[0]): \(String(cString: strerror(status)))" }
        var result: Int32 = 0
        while waitpid(child, &result, 0) < 0, errno == EINTR {}
        let code = (result >> 8) & 0xff
        return code == 255 && words[0] == "ssh" ? "ssh failed; see its message above." : nil
    }
}
