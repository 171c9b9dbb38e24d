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
        var type: any ParsableCommand.Type = HybridtopCommand.self
        do {
            var command = try HybridtopCommand.parseAsRoot(WordOrder.settled(words))
            type = Swift.type(of: command)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(error, of: type, after: words)
        }
    }

    /// Ends with a message and a status. What is wrong with the command line is 2, as everywhere in
    /// hybridtop, and not the 64 of the argument parser.
    private static func end(
        _ error: any Error, of type: any ParsableCommand.Type, after words: [String]
    ) -> Never {
        if HybridtopCommand.exitCode(for: error) == .validationFailure {
            let message = MistypedCommand.message(words)
            standardError((message ?? CommandUsage.message(error, of: type)) + "\n")
            exit(2)
        }
        HybridtopCommand.exit(withError: error)
    }
}
