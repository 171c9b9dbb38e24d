package import Fleet

/// The characters that carry meaning, and what stands for each where only ASCII may be drawn. Every
/// state has one, so that none is told by colour alone.
package enum Glyph {
    package static let good = "●"
    package static let notice = "◆"
    package static let warning = "▲"
    package static let critical = "✖"
    package static let stale = "◌"
    package static let waiting = "○"
    package static let draining = "◐"
    package static let marked = "✓"
    package static let cursor = "▸"
    package static let ascending = "▲"
    package static let descending = "▼"
    package static let more = "›"
    package static let less = "‹"

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
        "●": "*", "◆": "i", "▲": "!", "✖": "X", "◌": "~", "○": "o", "◐": "%", "✓": "+", "✔": "+",
        "▸": ">", "▼": "v", "›": ">", "‹": "<", "…": ".", "—": "-", "–": "-", "·": ".", "°": " ",
        "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "≤": "<", "≥": ">", "µ": "u", "±": "~",
        "─": "-", "━": "=", "│": "|", "┃": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+",
        "┤": "+", "┬": "+", "┴": "+", "┼": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
        "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "#", "█": "#",
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
