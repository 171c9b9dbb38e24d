/// How each role looks. Loaded from a file of Themes, or built in.
public struct Theme: Sendable, Equatable {
    /// The name in `hybridtop themes`.
    public var name: String
    /// One sentence about it.
    public var summary: String
    private var styles: [Role: Style]

    /// A theme; a role that it does not give looks like text.
    public init(name: String, summary: String, styles: [Role: Style]) {
        self.name = name
        self.summary = summary
        self.styles = styles
    }

    /// The style of a role.
    public subscript(role: Role) -> Style {
        get { styles[role] ?? styles[.text] ?? Style() }
        set { styles[role] = newValue }
    }
}
