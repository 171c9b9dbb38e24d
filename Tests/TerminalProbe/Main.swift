import Dashboard
import Fleet
import Glibc
import Terminal

/// What the tests of Terminal run in a pseudo-terminal: shows its size, what it was told and what was
/// typed, and does on single keys what a test asks for.
///
///     q quit   n next random frame   1 2 3 measure 100 frames   z suspend
///     c child with the terminal   s segv   i ill   t trap (Swift)   a abort   e exit(4)
@main
enum TerminalProbe {
    static func main() {
        TerminalStart.prepare()
        var environment: [String: String] = [:]
        for name in ["TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TMUX"] {
            environment[name] = getenv(name).map { String(cString: $0) }
        }
        do {
            let session = try TerminalSession(TerminalOptions(environment: environment))
            var loop = ProbeLoop(session: session, dump: getenv("PROBE_DUMP"))
            exit(loop.run())
        } catch {
            let text = "probe: \(error)\n"
            write(STDERR_FILENO, text, text.utf8.count)
            exit(2)
        }
    }
}
