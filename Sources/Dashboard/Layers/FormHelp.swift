/// The help of a form that is being filled in: what its keys do, which are not those of the views.
struct FormHelp: Sendable {
    /// On the border.
    let title: String
    /// A key or what is typed, and what it does.
    let entries: [(key: String, text: String)]
    /// What else is to know, a line each.
    let notes: [String]

    /// Whether a key asks for the help.
    static func asks(_ key: Key) -> Bool { key == .character("?") || key == .function(1) }

    /// The lines that have a text; all of them for none.
    func lines(matching text: String) -> [HelpText.Line] {
        let wanted = text.lowercased()
        let all =
            entries.map { HelpText.Line.entry($0.key, $0.text) }
            + notes.map { .entry("", $0) }
        return wanted.isEmpty
            ? all
            : all.filter {
                if case .entry(let key, let text) = $0 {
                    "\(key) \(text)".lowercased().contains(wanted)
                } else {
                    false
                }
            }
    }

    /// Of the shares of a router.
    static let shares = FormHelp(
        title: "Help: shares",
        entries: [
            ("↑ ↓  k j", "choose a target"), ("← →  - +", "its share by one per cent"),
            ("< >  PgDn PgUp", "its share by ten"),
            ("0-9", "its share in per cent; Bksp takes a digit back"),
            ("s", "other stages: how far of the way each goes"),
            ("Enter", "look at the plan; nothing is sent yet"),
            ("Esc", "leave it all as it is"),
        ],
        notes: [
            "Shares sum to 100: the others keep their proportions.",
            "req/s then: of as many requests as there are now.",
            "Each stage is watched; on a breach it goes back.",
        ])

    /// Of the counts of targets.
    static let scale = FormHelp(
        title: "Help: scale",
        entries: [
            ("4", "so many replicas each"), ("+2  -1", "so many more, or fewer, than each has now"),
            ("x0.5  x2", "so many times as many, rounded up"),
            ("Enter", "look at the plan; nothing is sent yet"),
            ("Esc", "leave it all as it is"),
        ],
        notes: [
            "The plan says absolute numbers, for each target.",
            "To none, or to many more, is confirmed by typing.",
        ])
}
