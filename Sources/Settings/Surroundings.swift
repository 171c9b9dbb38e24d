package import Fleet

/// What the configuration is checked against: read once at start, and given in by tests.
package struct Surroundings: Sendable {
    /// The process environment.
    package var environment: [String: String]
    /// Options given as flags, by the option's key: `theme` for `--theme`.
    package var flags: [String: String]
    /// The providers there are.
    package var descriptors: [ProviderDescriptor]
    /// The hosts that the user's ssh configuration names, for patterns such as `gpu*`.
    package var sshHosts: [String]
    /// The folder that relative paths are resolved against: that of the configuration file.
    package var folder: String

    /// Surroundings with only what is given.
    package init(
        environment: [String: String] = [:], flags: [String: String] = [:],
        descriptors: [ProviderDescriptor], sshHosts: [String] = [], folder: String = "."
    ) {
        self.environment = environment
        self.flags = flags
        self.descriptors = descriptors
        self.sshHosts = sshHosts
        self.folder = folder
    }

    /// A path with `~` as the home folder and relative ones against the configuration's folder.
    func resolve(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] {
            return home + path.dropFirst(1)
        }
        return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
    }
}
