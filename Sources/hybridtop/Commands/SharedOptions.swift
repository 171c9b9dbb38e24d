import ArgumentParser
import Collector
import Fleet
import FoundationEssentials
import Headless
import Providers
import Settings

/// What every command that reads the configuration takes.
struct SharedOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The configuration file.", completion: .file())
    var config: String?

    @Option(help: "Name of this fleet, shown and logged.")
    var context: String?

    /// The options that were given as flags, for the configuration.
    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["context"] = context
        return flags
    }

    /// The configuration file that is meant, with what it is checked against.
    func file(flags more: [String: String] = [:], sshHosts: [String] = []) -> ConfigurationFile {
        ConfigurationFile(
            named: config,
            Surroundings(
                environment: ProcessInfo.processInfo.environment,
                flags: flags.merging(more) { $1 }, descriptors: Registry.descriptors,
                sshHosts: sshHosts))
    }

    /// The checked configuration, with every provider asked whether it can work with its settings.
    /// Ends the command with status 2 and every error on standard error where it is wrong.
    func load(flags more: [String: String] = [:]) throws -> FleetConfiguration {
        do {
            return try file(flags: more).load()
        } catch {
            standardError("\(error)\n")
            throw ExitCode(2)
        }
    }
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
