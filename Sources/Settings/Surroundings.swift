package import Fleet

/// What the configuration is checked against: read once at start, and given in by tests.
package struct Surroundings: Sendable {
    /// The process environment.
    package var environment: [String: String]
    /// Options given as flags, by the option's key: `theme` for `--theme`.
    package var flags: [String: String]
    /// The providers there are.
    package var descriptors: [ProviderDescriptor]
    /// The themes there are; empty where that does not matter.
    package var themes: [String] = []
    /// The hosts that an ssh configuration names, for patterns such as `gpu*`: that of the given file,
    /// or with `nil` the user's own. Asked only where a pattern stands.
    package var sshHosts: @Sendable (String?) throws(SSHConfiguration.Problem) -> [String]
    /// What the provider of an entry says about its settings.
    package var examine: @Sendable (ProviderSettings) -> SourceExamination
    /// The folder that relative paths are resolved against: that of the configuration file.
    package var folder: String

    /// Surroundings with only what is given.
    package init(
        environment: [String: String] = [:], flags: [String: String] = [:],
        descriptors: [ProviderDescriptor], folder: String = ".",
        sshHosts: @escaping @Sendable (String?) throws(SSHConfiguration.Problem) -> [String] = {
            _ in []
        },
        examine: @escaping @Sendable (ProviderSettings) -> SourceExamination = {
            SourceExamination(sources: [$0.source])
        }
    ) {
        self.environment = environment
        self.flags = flags
        self.descriptors = descriptors
        self.folder = folder
        self.sshHosts = sshHosts
        self.examine = examine
    }

    /// A path with `~` as the home folder and relative ones against the configuration's folder.
    func resolve(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst(1)
        }
        return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
    }
}

/// What a provider makes of an entry.
package struct SourceExamination: Sendable, Hashable {
    /// The sources that the entry stands for.
    package var sources: [SourceID]
    /// The settings that it cannot work with.
    package var errors: [SettingError]
    /// What no other entry may watch as well, in words that complete "... is watched already".
    package var claims: [String]

    /// The outcome of an examination.
    package init(sources: [SourceID], errors: [SettingError] = [], claims: [String] = []) {
        self.sources = sources
        self.errors = errors
        self.claims = claims
    }
}
