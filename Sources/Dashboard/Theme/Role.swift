/// What a piece of the screen means. Panels draw roles; a theme turns them into styles. Busy is good and
/// quiet; amber is waste, age or nearness to a limit; red is broken, and nothing else.
public enum Role: String, CaseIterable, Sendable, Hashable {
    /// Ordinary text.
    case text
    /// What is in place but not interesting: units, labels, free capacity.
    case dim
    /// What changed or matters.
    case bright
    /// Column headings.
    case heading
    /// Lines around panels; quieter than data.
    case border
    /// The title in a border.
    case title
    /// The border and title of the pane that has the focus: the one accent.
    case focus
    /// The top line.
    case header
    /// The key bar: a key, and what it does.
    case key, keyLabel
    /// The selected row, and a marked one.
    case selection, marked
    /// Well: a glyph beside a name, never a whole row.
    case good
    /// Amber.
    case warning
    /// Red.
    case critical
    /// Something to know.
    case notice
    /// Old readings.
    case stale
    /// Steps of the load ramp, idle to full: one hue.
    case load0, load1, load2, load3, load4, load5, load6, load7
    /// Lines of a graph with several.
    case graph1, graph2, graph3
    /// Owned and rented, where they are told apart.
    case owned, rented
    /// DEMO, REPLAY, PAUSED badges.
    case badge
    /// The word in the header where changes touch what people depend on, and the lines around panels there.
    case production, productionFrame
    /// What a person types: filter and palette.
    case input
    /// Text that a search matched.
    case match

    /// The step of the load ramp for 0...1.
    public static func load(_ ratio: Double) -> Role {
        let steps: [Role] = [.load0, .load1, .load2, .load3, .load4, .load5, .load6, .load7]
        return steps[max(0, min(7, Int(ratio * 8)))]
    }
}
