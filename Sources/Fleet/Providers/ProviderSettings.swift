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

    /// A list of commands.
    package func commands(_ key: String) -> [[String]]? {
        if case .commands(let commands) = values[key] { commands } else { nil }
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
