/// Keys and the command that they give, as data: key bar, help and palette are made from it.
package struct Binding: Sendable {
    /// The keys, the one to show first.
    package var keys: [Key]
    /// What the key asks for.
    package var command: Command
    /// One or two words for the key bar.
    package var label: String
    /// One sentence for the help.
    package var summary: String
    /// Its heading in the help.
    package var section: Section

    /// The headings of the help, in their order.
    package enum Section: String, CaseIterable, Sendable {
        /// Through rows, panes and views, and back.
        case moving = "Moving"
        /// From one view to another.
        case views = "Views"
        /// What a table shows, and in which order.
        case tables = "Tables"
        /// How the screen is drawn, and the program's end.
        case screen = "Screen"
        /// On what is selected.
        case acting = "Acting"
    }

    /// A binding.
    package init(
        _ section: Section, _ keys: [Key], _ command: Command, _ label: String, _ summary: String
    ) {
        self.section = section
        self.keys = keys
        self.command = command
        self.label = label
        self.summary = summary
    }

    /// The first key as it is shown.
    package var shownKey: String { keys.first?.shown ?? "" }
}

extension Key {
    /// As the key bar and the help show it.
    package var shown: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let letter): "^\(letter.uppercased())"
        case .alt(let character): "M-\(character)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "S-Tab"
        case .backspace: "Bksp"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
