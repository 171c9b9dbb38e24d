package import Dashboard

/// What the environment and the terminal's description say together; pure.
package enum TerminalTraits {
    /// How many colours to use. `colors` is what the description gives (-1 for none), `isDirect` its RGB
    /// flag. NO_COLOR wins over everything (https://no-color.org: any value but an empty one).
    /// COLORTERM is believed only where colours are set by the usual 256-colour sequences, and not in
    /// GNU screen, which passes the variable on and shows no such colours.
    package static func colorLevel(
        environment: [String: String], colors: Int, isDirect: Bool, hasPaletteSequences: Bool
    ) -> ColorLevel {
        if environment["NO_COLOR", default: ""] != "" || colors < 8 { return .mono }
        if isDirect { return .truecolor }
        guard colors >= 256 else { return colors >= 16 ? .sixteen : .eight }
        let isScreen =
            environment["TERM", default: ""].hasPrefix("screen") && environment["TMUX"] == nil
        let claims = ["truecolor", "24bit"].contains(environment["COLORTERM", default: ""])
        return claims && hasPaletteSequences && !isScreen ? .truecolor : .palette
    }

    /// Whether only ASCII can be shown: a locale that names another character set or is "C", a video
    /// terminal of old, or the kernel's console, whose font has no braille. No locale at all is not a
    /// statement: containers have none, and their terminals do UTF-8.
    package static func isASCII(environment: [String: String]) -> Bool {
        let type = environment["TERM", default: ""]
        if type == "linux" || type.hasPrefix("vt") || type == "ansi" || type == "cons25" {
            return true
        }
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
        guard let locale = names.first(where: { !$0.isEmpty }) else { return false }
        if locale == "C" || locale == "POSIX" { return true }
        guard let dot = locale.firstIndex(of: ".") else { return false }
        let charset = locale[dot...].dropFirst().prefix { $0 != "@" }.lowercased()
        return charset != "utf-8" && charset != "utf8"
    }
}
