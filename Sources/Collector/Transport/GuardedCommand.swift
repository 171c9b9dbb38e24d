import Glibc

/// A local command that does not outlive us, however we end. Its input is a pipe of ours that a watcher
/// in its process group reads: when we are gone, also by KILL, the pipe is at its end and the watcher
/// ends the group. The command itself takes the shell's place, so that its process and the way it ends
/// are its own. The kernel's own signal for that (PR_SET_PDEATHSIG) is bound to the thread that started
/// the child, and threads of a pool come and go.
enum GuardedCommand {
    static let shell = "/bin/sh"

    /// The watcher is no child of the command, which might wait for it. It ends with the group.
    private static let script =
        "exec 3<&0 </dev/null; ( ( exec 0<&3 3<&-; while read -r x; do :; done; "
        + "trap : TERM; kill -TERM 0; sleep 1; kill -KILL 0 ) >/dev/null 2>&1 & ); "
        + "exec 3<&-; exec \"$@\""

    /// What the shell is given.
    static func arguments(running command: Command) -> [String] {
        ["-c", script, "hybridtop", command.executable] + command.arguments
    }

    /// Whether there is such a file, here or on the PATH: of one that is not there, a shell would tell
    /// in its own words.
    static func isThere(_ command: Command) -> Bool {
        let name = command.executable
        if name.contains("/") { return access(name, F_OK) == 0 }
        let path = command.environment["PATH"] ?? getenv("PATH").map { String(cString: $0) }
        return (path ?? "/usr/bin:/bin").split(separator: ":")
            .contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
