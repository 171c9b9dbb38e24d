import Glibc
import Support

/// The real program under way beside the test, without a terminal; gone with the value.
final class RunningProgram {
    /// Its process.
    let pid: pid_t
    private var hasEnded = false

    /// Starts a command of it; `limits` are words of the shell that come before. What it says goes to
    /// `out` and `errors` in the folder.
    init(_ program: ProgramRun, _ arguments: String, limits: String = ":") throws {
        let settings = program.environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        let line =
            "cd '\(program.folder.path)' && \(limits) && exec env -i \(settings) "
            + "'\(ProgramRun.path)' \(arguments) > out 2> errors < /dev/null"
        let texts: [String] = ["/bin/sh", "-c", line]
        var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/bin/sh", nil, nil, words, environ)
        guard code == 0 else { throw StartFailure(code: code) }
        pid = child
    }

    struct StartFailure: Error {
        let code: Int32
    }

    deinit {
        signal(SIGKILL)
        _ = status()
    }

    /// Sends it a signal, while it is there.
    func signal(_ number: Int32) {
        if !hasEnded { kill(pid, number) }
    }

    /// Waits for its end; the exit status, or -1 after a signal.
    @discardableResult
    func status() -> Int32 {
        guard !hasEnded else { return -1 }
        hasEnded = true
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }
}
