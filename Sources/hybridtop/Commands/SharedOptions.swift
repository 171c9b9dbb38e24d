import ArgumentParser
import Collector
import Fleet
import Providers
import Settings

/// What every command that reads the configuration takes.
struct SharedOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The configuration file.", completion: .file())
    var config: String?

    @Option(
        help: """
            Name of this fleet, shown and logged. Where the configuration names it, nothing is changed \
            under another name.
            """)
    var context: String?

    /// The options that were given as flags, for the configuration.
    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["context"] = context
        return flags
    }

    /// The configuration file that is meant, with what it is checked against.
    func file(flags more: [String: String] = [:], themes: [String] = []) -> ConfigurationFile {
        let environment = ProcessEnvironment.current
        var surroundings = Surroundings(
            environment: environment, flags: flags.merging(more) { $1 },
            descriptors: Registry.descriptors,
            sshHosts: { file throws(SSHConfiguration.Problem) in
                try SSHConfiguration.hosts(file: file)
            }, examine: { EntryExamination.examine($0, environment: environment) })
        surroundings.themes = themes
        return ConfigurationFile(named: config, surroundings)
    }

    /// The checked configuration, with every provider asked whether it can work with its settings.
    /// Ends the command with status 2 and every error on standard error where it is wrong.
    func load(_ file: ConfigurationFile) throws -> FleetConfiguration {
        do {
            return try file.load()
        } catch {
            standardError("\(error)\n")
            throw ExitCode(2)
        }
    }
}

extension SharedOptions {
    /// The sources that an entry stands for: one a host where it names many.
    static func sources(_ entry: ProviderSettings) -> [ProviderSettings] {
        Registry.provider(entry.provider)?.expand(entry) ?? []
    }
}

/// A number with its noun.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
}

extension Registry {
    /// The descriptors of all providers, in the order of the help.
    static var descriptors: [ProviderDescriptor] { providers.map { $0.descriptor } }
}

/// Writes to standard error; what cannot be written there is lost.
func standardError(_ text: String) {
    FileHandleText.write(text, to: 2)
}

/// Writes to standard output.
func standardOutput(_ text: String) {
    FileHandleText.write(text, to: 1)
}
