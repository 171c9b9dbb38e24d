package import Dashboard

/// What a person may want different from what is detected.
package struct TerminalOptions: Sendable {
    /// The process's environment: TERM, COLORTERM, NO_COLOR, LC_ALL, LC_CTYPE, LANG and TMUX are read.
    package var environment: [String: String]
    /// Colours to use; what is detected if `nil`.
    package var colorLevel: ColorLevel?
    /// Whether to draw in ASCII only; what is detected if `nil`.
    package var isASCII: Bool?
    /// Whether the mouse is asked for. Without it, the terminal's own selection works undisturbed.
    package var hasMouse: Bool

    /// Everything as detected, with the mouse.
    package init(
        environment: [String: String], colorLevel: ColorLevel? = nil, isASCII: Bool? = nil,
        hasMouse: Bool = true
    ) {
        self.environment = environment
        self.colorLevel = colorLevel
        self.isASCII = isASCII
        self.hasMouse = hasMouse
    }
}
