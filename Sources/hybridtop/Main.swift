import ArgumentParser
import Glibc
import Terminal

/// The entry: prepares the terminal before anything else, then runs the command.
@main
enum Main {
    static func main() async {
        TerminalStart.prepare()
        let words = Array(CommandLine.arguments.dropFirst())
        if RootHelp.answers(words) { return }
        do {
            var command = try HybridtopCommand.parseAsRoot(WordOrder.settled(words))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(error, after: words)
        }
    }

    /// Ends with a message and a status. What is wrong with the command line is 2, as everywhere in
    /// hybridtop, and not the 64 of the argument parser.
    private static func end(_ error: any Error, after words: [String]) -> Never {
        if HybridtopCommand.exitCode(for: error) == .validationFailure {
            let message = MistypedCommand.message(words)
            standardError((message ?? HybridtopCommand.fullMessage(for: error)) + "\n")
            exit(2)
        }
        HybridtopCommand.exit(withError: error)
    }
}
