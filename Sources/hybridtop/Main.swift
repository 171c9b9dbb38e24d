import ArgumentParser
import Glibc
import Terminal

/// The entry: prepares the terminal before anything else, then runs the command.
@main
enum Main {
    static func main() async {
        TerminalStart.prepare()
        do {
            var command = try HybridtopCommand.parseAsRoot(
                WordOrder.settled(Array(CommandLine.arguments.dropFirst())))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(error)
        }
    }

    /// Ends with a message and a status. What is wrong with the command line is 2, as everywhere in
    /// hybridtop, and not the 64 of the argument parser.
    private static func end(_ error: any Error) -> Never {
        if HybridtopCommand.exitCode(for: error) == .validationFailure {
            standardError(HybridtopCommand.fullMessage(for: error) + "\n")
            exit(2)
        }
        HybridtopCommand.exit(withError: error)
    }
}
