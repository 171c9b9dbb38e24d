import ArgumentParser
import Fleet
import FoundationEssentials
import Glibc
import Providers
import Settings

/// `hybridtop config`: makes, shows and checks the configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Make, show and check the configuration.",
        subcommands: [Init.self, Print.self, Path.self, Check.self])

    /// Writes a commented sample.
    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a commented sample; to standard output with --output -.")

        @OptionGroup var shared: SharedOptions

        @Option(name: [.short, .long], help: "Where to; the usual place otherwise.")
        var output: String?

        @Option(parsing: .upToNextOption, help: "Hosts to name in it.")
        var host: [String] = []

        func run() throws {
            let text = SampleConfiguration(Registry.descriptors, hosts: host).text
            let path = output ?? shared.file().path
            if path == "-" { return standardOutput(text) }
            try write(text, to: path)
            standardError("wrote \(path)\n")
        }

        /// Makes the file, never over one that is there, and readable by its owner only: people put
        /// secrets into it.
        private func write(_ text: String, to path: String) throws {
            if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
                try? FileManager.default.createDirectory(
                    atPath: String(path[..<slash]), withIntermediateDirectories: true)
            }
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                let words = strerror(errno).map { String(cString: $0) } ?? ""
                standardError("\(path): \(words)\n")
                throw ExitCode(2)
            }
            FileHandleText.write(text, to: descriptor)
            close(descriptor)
        }
    }

    /// Prints what is in force.
    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what is in force, with defaults filled in and secrets left out.")
        @OptionGroup var shared: SharedOptions

        func run() throws { standardOutput(try shared.load().effectiveText) }
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
            abstract: "Check the configuration; everything wrong is listed, and the status is 2.")
        @OptionGroup var shared: SharedOptions

        func run() throws {
            let file = shared.file()
            let configuration = try shared.load()
            guard file.exists else {
                return standardOutput("\(file.path): no such file; nothing is configured\n")
            }
            let count = configuration.sources.count
            standardOutput("\(file.path): good, \(count) \(count == 1 ? "entry" : "entries")\n")
        }
    }
}
