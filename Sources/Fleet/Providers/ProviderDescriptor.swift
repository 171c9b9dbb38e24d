/// What a provider is, as data: flags, help, sample configuration and the checks of
/// `hybridtop config check` are made from it.
package struct ProviderDescriptor: Sendable {
    /// What the configuration calls it: lower case with dashes (`prometheus-scrape`).
    package var id: String
    /// What the screen calls it.
    package var title: String
    /// One sentence for `hybridtop providers`.
    package var summary: String
    /// The keys that its entries take, beyond those that every entry takes.
    package var settings: [SettingSchema]
    /// Time between polls (or stream samples) where the configuration does not say.
    package var interval: Duration
    /// How long one poll may take.
    package var deadline: Duration
    /// What it yields.
    package var capabilities: Set<Capability>

    /// What a provider can tell.
    package enum Capability: String, Sendable, Hashable, CaseIterable {
        /// Rows of the inventory, processes on GPUs, and what was before.
        case nodes, accelerators, processes, endpoints, history
    }

    /// A descriptor; keys in the order in which help lists them.
    package init(
        id: String, title: String, summary: String, settings: [SettingSchema], interval: Duration,
        deadline: Duration, capabilities: Set<Capability>
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.settings = settings
        self.interval = interval
        self.deadline = deadline
        self.capabilities = capabilities
    }
}

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

/// A checked value of a setting.
package enum SettingValue: Sendable, Hashable {
    /// Also for a choice, a URL, and a path, which is absolute then.
    case string(String)
    /// A whole number.
    case integer(Int)
    /// A number, finite.
    case number(Double)
    /// `true` or `false`.
    case boolean(Bool)
    /// Never negative.
    case duration(Duration)
    /// Resolved: what the environment or the file held.
    case secret(Secret)
    /// Also for ``SettingSchema/Kind/hosts``, with ranges expanded.
    case strings([String])
    /// Names to text.
    case mapping([String: String])
}

/// Text that is never shown: its descriptions are redacted, and only ``reveal()`` gives it out.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    /// Wraps the text.
    package init(_ text: String) { self.text = text }

    /// The text, for a request header or a signature and nowhere else.
    package func reveal() -> String { text }

    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// One entry under `sources:`, checked against its provider's descriptor. All defaults are filled in.
package struct ProviderSettings: Sendable, Hashable {
    /// The provider's id.
    package var provider: String
    /// Name of the source: configured, or made from what tells it from its siblings.
    package var name: String
    /// Name of the site; that of ``Site/unnamed`` where none is said.
    package var site: String
    /// Time between polls or stream samples.
    package var interval: Duration
    /// How long a poll may take.
    package var deadline: Duration
    /// To filter and group by; on every row of the source.
    package var labels: [String: String]
    /// By key, checked against ``ProviderDescriptor/settings``.
    package var values: [String: SettingValue]

    /// Settings with every default filled in.
    package init(
        provider: String, name: String, site: String = Site.unnamed.name, interval: Duration,
        deadline: Duration, labels: [String: String] = [:], values: [String: SettingValue] = [:]
    ) {
        self.provider = provider
        self.name = name
        self.site = site
        self.interval = interval
        self.deadline = deadline
        self.labels = labels
        self.values = values
    }

    /// The source's identity.
    package var source: SourceID { SourceID(provider: provider, instance: name) }

    /// The text of a string, url, path or choice setting.
    package func string(_ key: String) -> String? {
        if case .string(let text) = values[key] { text } else { nil }
    }

    /// A list of strings or hosts; a single string counts as a list of one.
    package func strings(_ key: String) -> [String]? {
        switch values[key] {
        case .strings(let list): list
        case .string(let text): [text]
        default: nil
        }
    }

    /// A flag.
    package func boolean(_ key: String) -> Bool? {
        if case .boolean(let flag) = values[key] { flag } else { nil }
    }

    /// A whole number.
    package func integer(_ key: String) -> Int? {
        if case .integer(let number) = values[key] { number } else { nil }
    }

    /// A secret.
    package func secret(_ key: String) -> Secret? {
        if case .secret(let secret) = values[key] { secret } else { nil }
    }

    /// A duration.
    package func duration(_ key: String) -> Duration? {
        if case .duration(let duration) = values[key] { duration } else { nil }
    }

    /// A mapping.
    package func mapping(_ key: String) -> [String: String]? {
        if case .mapping(let mapping) = values[key] { mapping } else { nil }
    }
}

/// A setting whose value a provider cannot work with, though it is of the right kind. Stops start-up.
package struct SettingError: Error, Hashable, Sendable {
    /// The key, as in the file.
    package var key: String
    /// What was found and what is expected.
    package var message: String

    /// An error about one key.
    package init(key: String, message: String) {
        self.key = key
        self.message = message
    }
}
