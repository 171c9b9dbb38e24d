import Glibc
import Synchronization

/// The shell that has the terminal: waited for by one thread, and told to go by another where the program
/// has to end before it.
final class ShellChild: Sendable {
    private struct State {
        /// `nil` once it was collected: the number may belong to another then.
        var pid: pid_t?
        var isEnded = false
    }

    private let state: Mutex<State>
    private let pid: pid_t

    /// A child that was started.
    init(_ pid: pid_t) {
        self.pid = pid
        state = Mutex(State(pid: pid))
    }

    /// Whether it was told to go.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Blocks until it has ended, and collects it; the status is that of `waitpid`.
    func wait() -> Int32 {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return state.withLock { state in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            state.pid = nil
            return status
        }
    }

    /// Ends it as a terminal that closes would, so that it gives the settings of the terminal back; by
    /// force if it is not gone within a second.
    func end() async {
        signal(SIGHUP)
        signal(SIGCONT)
        for _ in 0..<50 where isRunning { try? await Task.sleep(for: .milliseconds(20)) }
        signal(SIGKILL)
    }

    private var isRunning: Bool { state.withLock { $0.pid != nil } }

    private func signal(_ number: Int32) {
        state.withLock { state in
            state.isEnded = true
            if let pid = state.pid { kill(pid, number) }
        }
    }
}
