/// Reads a theme: one `role = colour` a line, `#` at the start of a line for remarks.
///
///     name = dusk
///     summary = Violet evening.
///     text = #c9c2dc on #1a1626
///     critical = #ff6f7d bold ansi 1
///
/// A colour is `#rrggbb` or `default` (the terminal's own), then in any order `on` with a background,
/// `bold`, `dim`, `underline`, `reverse`, and `ansi N` (0-15) for the colour just named where there are
/// only sixteen. Roles without `on` lie on the background of `text`. What is left out looks like text,
/// and a selection without a background of its own is reversed.
package enum ThemeFile {
    /// What is wrong with a line.
    package struct Problem: Error, Hashable, Sendable {
        /// From 1.
        package var line: Int
        /// What is wrong with it, in one sentence.
        package var message: String
    }

    /// The theme of a file's text, and what could not be read in it: those lines are left out. `name`
    /// stands in where the file gives none.
    package static func parse(_ text: String, name: String) -> (theme: Theme, problems: [Problem]) {
        var theme = Theme(name: name, summary: "", styles: [:])
        var styles: [Role: Style] = [:]
        var problems: [Problem] = []
        let lines = text.prefix(65_536).split(separator: "\n", omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() {
            let line = String(line).trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            do {
                try read(line, &theme, &styles)
            } catch {
                problems.append(Problem(line: place + 1, message: error.message))
            }
        }
        let ground = styles[.text]?.background
        for role in Role.allCases {
            var style = styles[role] ?? styles[.text] ?? Style()
            if style.background == nil { style.background = ground }
            theme[role] = style
        }
        if isHidden(theme[.selection], on: theme[.text]) {
            theme[.selection].attributes.insert(.reverse)
        }
        return (theme, problems)
    }

    /// Whether a row that is selected would look like any other.
    private static func isHidden(_ selection: Style, on text: Style) -> Bool {
        selection.background == text.background && !selection.attributes.contains(.reverse)
    }

    private static func read(_ line: String, _ theme: inout Theme, _ styles: inout [Role: Style])
        throws(Problem)
    {
        guard let sign = line.firstIndex(of: "=") else {
            throw Problem(line: 0, message: "'\(line)' is not of the form role = colour.")
        }
        let key = String(line[..<sign]).trimmed
        let value = String(line[line.index(after: sign)...]).trimmed
        switch key {
        case "name": theme.name = value
        case "summary": theme.summary = value
        default:
            guard let role = Role(rawValue: key) else {
                throw Problem(line: 0, message: "There is no role '\(key)'.")
            }
            styles[role] = try style(value)
        }
    }

    private static func style(_ text: String) throws(Problem) -> Style {
        var style = Style()
        var isGround = false
        var words = text.split(separator: " ").map(String.init)[...]
        while let word = words.popFirst() {
            switch word {
            case "on": isGround = true
            case "bold": style.attributes.insert(.bold)
            case "dim": style.attributes.insert(.dim)
            case "underline": style.attributes.insert(.underline)
            case "reverse": style.attributes.insert(.reverse)
            case "default": break
            case "ansi":
                guard let number = words.popFirst().flatMap({ UInt8($0) }), number < 16 else {
                    throw Problem(line: 0, message: "After 'ansi' comes a number from 0 to 15.")
                }
                if isGround {
                    style.background?.ansi = number
                } else {
                    style.foreground?.ansi = number
                }
            default:
                let color = try color(word)
                if isGround { style.background = color } else { style.foreground = color }
            }
        }
        return style
    }

    private static func color(_ word: String) throws(Problem) -> Color {
        guard word.hasPrefix("#"), word.utf8.count == 7,
            let value = UInt32(word.dropFirst(), radix: 16)
        else {
            throw Problem(
                line: 0,
                message: "'\(word)' is neither a colour (#rrggbb, default) nor bold, dim, "
                    + "underline, reverse, on or ansi.")
        }
        return Color(rgb: value)
    }
}
