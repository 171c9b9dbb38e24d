package import Glibc

/// A program that runs beside a test until it is ended. Not Foundation's: that takes a daemon which
/// closes the descriptors it inherits for one that has ended, and then waits for it and for nothing else.
package struct SpawnedDaemon: Sendable {
    /// Its process.
    package let pid: pid_t

    /// Starts a program by its path; what it says on standard error goes to a new file.
    package init(_ words: [String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Our threads may block signals; a daemon needs them.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, words[0], &actions, &attributes, arguments + [nil], [nil])
        guard error == 0 else {
            throw LoopbackSSHServer.Failure(
                description: "\(words[0]): \(String(cString: strerror(error)))")
        }
        pid = child
    }

    /// Whether it has not ended.
    package var isRunning: Bool { ProcessTable.isRunning(pid) }

    /// Ends it and collects it.
    package func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
}
