package import Fleet

/// The characters that carry meaning, and what stands for each where only ASCII may be drawn. Every
/// state has one, so that none is told by colour alone.
package enum Glyph {
    /// Serves, answers, is there.
    package static let good = "●"
    /// Worth knowing.
    package static let notice = "◆"
    /// Near a limit, or in part.
    package static let warning = "▲"
    /// Broken, lost, failed.
    package static let critical = "✖"
    /// Said nothing lately: what is shown is old.
    package static let stale = "◌"
    /// Asked and not answered yet.
    package static let waiting = "○"
    /// On the way from one state to another.
    package static let draining = "◐"
    /// Taken out of use by somebody.
    package static let out = "■"
    /// Some of several, and not all.
    package static let partly = "◐"
    /// Marked by a person.
    package static let marked = "✓"
    /// The selected line of a menu.
    package static let cursor = "▸"
    /// Sorted with the least first.
    package static let ascending = "▲"
    /// Sorted with the greatest first.
    package static let descending = "▼"
    /// Before a mean that stands where a percentile is wanted.
    package static let mean = "ø"
    /// There is more at the right.
    package static let more = "›"
    /// There is more at the left.
    package static let less = "‹"

    /// From one value to another. In ASCII it takes two columns, so whoever writes the text chooses it: a
    /// lone `>` between two numbers reads as a comparison.
    package static func arrow(isASCII: Bool) -> String { isASCII ? "->" : "→" }

    /// Eighths of a block, lowest first.
    package static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The glyph of a severity.
    package static func of(_ severity: Severity) -> String {
        switch severity {
        case .notice: notice
        case .warning: warning
        case .critical: critical
        }
    }

    /// What stands for a character where only ASCII may be drawn; `?` for text that has no equivalent.
    package static func ascii(_ character: Character) -> Character {
        if character.isASCII { return character }
        if let known = table[character] { return known }
        guard let value = character.unicodeScalars.first?.value else { return "?" }
        if (0x2800...0x28ff).contains(value) { return braille(value) }
        return "?"
    }

    private static let table: [Character: Character] = [
        "●": "*", "◆": "i", "▲": "!", "✖": "X", "◌": "?", "ø": "@", "○": "o", "◐": "~", "✓": "+",
        "✔": "+",
        "▸": ">", "▼": "v", "›": ">", "‹": "<", "…": "~", "—": "-", "–": "-", "·": ".", "°": " ",
        "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "≤": "<", "≥": ">", "µ": "u", "±": "~",
        "─": "-", "━": "=", "│": "|", "┃": "#", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+",
        "┤": "+", "┬": "+", "┴": "+", "┼": "+", "┏": "#", "┓": "#", "┗": "#", "┛": "#",
        "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "▁": "_", "▂": ".", "▃": ":", "▄": "=", "▅": "+", "▆": "*", "▇": "#", "█": "#",
        "▏": "|", "▎": "|", "▍": ":", "▌": "=", "▋": "=", "▊": "#", "▉": "#", "░": ".", "▒": ":",
        "▓": "#", "■": "#", "□": "o", "╌": "-", "┄": "-", "┆": "|", "◔": "o", "◑": "%", "⏸": "=",
    ]

    /// More dots, more ink.
    private static func braille(_ value: UInt32) -> Character {
        switch (value & 0xff).nonzeroBitCount {
        case 0: " "
        case 1...2: "."
        case 3...4: ":"
        case 5...6: "+"
        default: "#"
        }
    }
}
