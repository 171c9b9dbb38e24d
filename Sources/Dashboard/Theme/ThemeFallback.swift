extension Theme {
    /// What is used when there is no theme at all: the terminal's own colours, weight and reverse only.
    package static let fallback = Theme(
        name: "plain", summary: "The terminal's own colours; weight and reverse only.",
        styles: [
            .dim: Style(attributes: .dim), .border: Style(attributes: .dim),
            .bright: Style(attributes: .bold), .heading: Style(attributes: .bold),
            .title: Style(attributes: .bold), .focus: Style(attributes: .bold),
            .header: Style(attributes: .reverse), .selection: Style(attributes: .reverse),
            .critical: Style(attributes: .bold), .badge: Style(attributes: .reverse),
            .stale: Style(attributes: .dim), .key: Style(attributes: .bold),
            .match: Style(attributes: .underline),
            .production: Style(attributes: [.bold, .reverse]),
            .productionFrame: Style(attributes: .bold),
        ])
}
