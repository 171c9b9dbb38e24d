/// One key that a provider's entries take.
package struct SettingSchema: Sendable, Hashable {
    /// What the value must be.
    package enum Kind: Sendable, Hashable {
        /// What YAML means by these.
        case string, integer, number, boolean
        /// `250ms`, `2s`, `5m`, `1h`.
        case duration
        /// An absolute http, https or http+unix URL.
        case url
        /// A path; `~` and relative paths are resolved against the configuration file.
        case path
        /// Literal text, `env:NAME` or `file:PATH`; never shown again.
        case secret
        /// A host list: a string or a list of names and ranges such as `gpu[01-64]`.
        case hosts
        /// A string or a list of strings.
        case strings
        /// Names to text.
        case mapping
        /// A list of commands, each a list of words.
        case commands
        /// One of a few words.
        case choice([String])
    }

    /// As the configuration spells it.
    package var key: String
    /// What its value must be.
    package var kind: Kind
    /// Whether an entry without it is an error.
    package var isRequired: Bool
    /// One sentence, with the default where there is one.
    package var summary: String
    /// A value for the sample configuration, as YAML.
    package var example: String

    /// A key of an entry.
    package init(
        _ key: String, _ kind: Kind, isRequired: Bool = false, summary: String, example: String
    ) {
        self.key = key
        self.kind = kind
        self.isRequired = isRequired
        self.summary = summary
        self.example = example
    }

    /// The keys that every entry takes, whatever its provider.
    package static let common: [SettingSchema] = [
        SettingSchema(
            "name", .string, summary: "Name of the source, shown and logged.", example: "vllm-1"),
        SettingSchema("site", .string, summary: "The site it belongs to.", example: "hall-a"),
        SettingSchema("interval", .duration, summary: "Time between polls.", example: "2s"),
        SettingSchema("deadline", .duration, summary: "How long a poll may take.", example: "5s"),
        SettingSchema(
            "labels", .mapping, summary: "Labels to filter and group by.", example: "{ rack: r1 }"),
    ]
}
