import ArgumentParser
import Dashboard
import Settings

/// `hybridtop config`: makes, shows and checks the configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Make, show and check the configuration.",
        subcommands: [Init.self, Print.self, Path.self, Check.self])

    /// Prints what is in force.
    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what is in force, with defaults filled in and secrets left out.")
        @OptionGroup var shared: SharedOptions

        func run() throws { standardOutput(try shared.load(shared.file()).effectiveText) }
    }

    /// Prints which file it is.
    struct Path: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print which file is read.")
        @OptionGroup var shared: SharedOptions

        func run() { standardOutput("\(shared.file().path)\n") }
    }

    /// Checks it.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the configuration; everything wrong is listed, and the status is 2.",
            discussion: """
                What is well enough to go by, and most likely not meant so, is a warning: the status is 0.

                Every provider is asked whether it can work with its settings. Nothing is reached: a \
                source that is down is no mistake of the configuration.
                """)
        @OptionGroup var shared: SharedOptions

        func run() throws {
            let themes = ThemeFiles.all(ProcessEnvironment.current).map(\.name)
            let file = shared.file(themes: themes)
            let configuration = try shared.load(file)
            guard file.exists else {
                return standardOutput("\(file.path): no such file; nothing is configured\n")
            }
            let sources = configuration.sources.flatMap(SharedOptions.sources).count
            let warnings = configuration.warnings
            for warning in warnings {
                standardError("\(file.path): warning: \(warning)\n")
            }
            let found =
                warnings.isEmpty
                ? "no problems" : counted(warnings.count, "warning", "warnings")
            standardOutput(
                "\(file.path): \(counted(sources, "source", "sources")), "
                    + "\(counted(configuration.sites.count, "site", "sites")), \(found)\n")
        }
    }
}
