import ArgumentParser
import Glibc

/// The entry of the program.
@main struct Hybridtop {
    static func main() async {
        do {
            var command = try HybridtopCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    /// Ends with what the error says: help and version with 0, wrong usage with 2.
    private static func leave(_ error: any Error) -> Never {
        let code = HybridtopCommand.exitCode(for: error)
        let text = HybridtopCommand.fullMessage(for: error)
        if !text.isEmpty {
            code.isSuccess ? standardOutput(text + "\n") : standardError(text + "\n")
        }
        exit(code == .validationFailure ? 2 : code.rawValue)
    }
}
