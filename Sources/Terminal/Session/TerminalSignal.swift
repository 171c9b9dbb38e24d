import CTerminal
import Glibc

/// A signal that the screen has to act upon.
package enum TerminalSignal: Equatable, Sendable {
    /// SIGWINCH: call ``TerminalSession/resize()`` and draw.
    case resized
    /// SIGTSTP: call ``TerminalSession/suspend()`` and draw.
    case stop
    /// SIGCONT after a stop that was not ours: call ``TerminalSession/enter()`` and draw.
    case continued
    /// SIGTERM, SIGHUP or SIGINT, by number: restore and end.
    case terminate(Int32)

    init?(number: Int32) {
        switch number {
        case SIGWINCH: self = .resized
        case SIGTSTP: self = .stop
        case SIGCONT: self = .continued
        case SIGTERM, SIGHUP, SIGINT: self = .terminate(number)
        default: return nil
        }
    }

    /// Everything in the pipe; repetitions count once.
    static func drain() -> [TerminalSignal] {
        var signals: [TerminalSignal] = []
        while case let number = cterminal_signals_next(), number != 0 {
            if let signal = TerminalSignal(number: number), !signals.contains(signal) {
                signals.append(signal)
            }
        }
        return signals
    }
}
