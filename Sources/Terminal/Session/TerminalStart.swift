import CTerminal
import Glibc

/// What has to happen before anything else in the process does.
package enum TerminalStart {
    /// The first line of `main`: before other threads and before anything is drawn.
    ///
    /// Takes the user's locale, with UTF-8 for characters. On a terminal, the process restarts itself once
    /// with a SWIFT_BACKTRACE that asks nothing: after a crash, Swift would otherwise prompt for 30 s
    /// on the terminal, and it reads that setting only when a process starts.
    package static func prepare() {
        _ = cterminal_take_locale()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return }
        let set = getenv("SWIFT_BACKTRACE").map { String(cString: $0) } ?? ""
        guard let wanted = backtraceSetting(from: set) else { return }
        setenv("SWIFT_BACKTRACE", wanted, 1)
        cterminal_restart(CommandLine.unsafeArgv)
    }

    /// The setting with the prompt and the colours off; `nil` if it already says what to do about the
    /// prompt, or that there is no backtrace.
    package static func backtraceSetting(from set: String) -> String? {
        if set.contains("interactive=") || set.contains("enable=no") { return nil }
        return (set.isEmpty ? "" : set + ",") + "interactive=no,color=no"
    }
}
