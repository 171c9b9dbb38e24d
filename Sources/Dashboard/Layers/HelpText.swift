import Fleet

/// The help as lines, from the same data that the keys and the filter are made from.
package enum HelpText {
    /// A line of the help.
    package enum Line: Hashable, Sendable {
        /// Begins a group.
        case heading(String)
        /// A key or word, and what it does.
        case entry(String, String)
        /// Between groups.
        case blank
    }

    /// The lines that have the words, with their headings; all of them for no words.
    package static func lines(matching text: String, _ state: DashboardState) -> [Line] {
        let wanted = text.lowercased()
        var lines: [Line] = []
        for (heading, entries) in sections(state) {
            let found = entries.filter { key, summary in
                wanted.isEmpty || heading.lowercased().contains(wanted)
                    || "\(key) \(summary)".lowercased().contains(wanted)
            }
            guard !found.isEmpty else { continue }
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.heading(heading))
            lines += found.map { .entry($0.0, $0.1) }
        }
        return lines
    }

    private static func sections(_ state: DashboardState) -> [(String, [(String, String)])] {
        let keys = Binding.Section.allCases.map { section in
            (
                section.rawValue,
                Keymap.help.filter { $0.section == section }.map {
                    ($0.keys.map(\.shown).joined(separator: " "), $0.summary)
                }
            )
        }
        return keys + [
            ("What the glyphs say", glyphs),
            ("Commands (:)", PaletteCommand.all.map { ($0.usage, $0.summary) }),
            ("Filter (/): how", filterRules),
            (
                "Filter (/): fields",
                FilterWord.all.map { ($0.name, "\($0.summary)  e.g. \($0.example)") }
            ),
            ("Colours", colours),
        ]
    }

    private static let glyphs = [
        (Glyph.good, "well"), (Glyph.notice, "something to know"),
        (Glyph.warning, "a warning: near a limit, or waste"), (Glyph.critical, "broken"),
        (Glyph.stale, "no current data; the age is shown"), (Glyph.waiting, "not heard of yet"),
        (Glyph.draining, "on its way: starting, draining, updating"), (Glyph.marked, "marked"),
        (Format.absent, "there should be a reading, and is none; a blank does not apply"),
        (Glyph.mean, "a mean, where the server tells no percentile"),
    ]
    private static let filterRules = [
        ("gpu-a", "rows with that text in a name, a model or a site"),
        ("/gpu-[ab]0/", "a regular expression"),
        ("util<10 mem>80%", "both; also written with &"),
        ("chat | embed", "either"), ("!stale", "not"), ("( )", "brackets"),
        ("site=hall-*", "text with * for anything; != and ~ (regular expression) too"),
        ("label:rack=r1", "a label"),
        ("", "A reading that is absent matches no comparison, nor its negation."),
        ("", "It stays with the view in which it is typed; Esc clears it."),
    ]
    private static let colours = [
        ("load", "one quiet ramp: busy is good"),
        ("amber", "idle though paid for, near a limit, or old"),
        ("red", "broken, or an objective breached; nothing else is red"),
    ]
}
