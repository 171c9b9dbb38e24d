/// Why the screen cannot be shown, with what to do about it.
package enum TerminalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Standard input or output is a file or a pipe.
    case notATerminal(stream: String)
    /// TERM is unset or empty.
    case noTerminalType
    /// Neither TERM nor the type that stands in for it is described here.
    case noDescription(type: String)
    /// The type of terminal can only print lines.
    case cannotAddressCursor(type: String)
    /// A system call failed.
    case system(call: String, code: Int32)

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "standard \(stream) is not a terminal; run in a terminal, or record headless instead"
        case .noTerminalType:
            "TERM is not set, so the kind of terminal is unknown; try TERM=xterm-256color"
        case .noDescription(let type):
            "no terminal description for TERM=\(type) nor for xterm-256color; install ncurses-base "
                + "(or ncurses-term), or point TERMINFO at the descriptions"
        case .cannotAddressCursor(let type):
            "a terminal of type \(type) cannot address its cursor, so it has no full screen; "
                + "set TERM to what it really is, for example TERM=xterm-256color, or record headless"
        case .system(let call, let code):
            "\(call) failed with error \(code) while the terminal was set up"
        }
    }
}
