import ArgumentParser

/// What is wrong with the words of a command, with the usage of that command.
enum CommandUsage {
    /// The parser's own errors know their command; what a command finds out later does not.
    static func message(_ error: any Error, of type: any ParsableCommand.Type) -> String {
        guard let fault = error as? ValidationError,
            let path = path(to: type, from: HybridtopCommand.self)
        else { return HybridtopCommand.fullMessage(for: error) }
        return "Error: \(fault.message)\nUsage: \(HybridtopCommand.usageString(for: type))\n"
            + "  See '\(path) --help' for more information."
    }

    /// `hybridtop actions undo`; `nil` for what is no command of it.
    private static func path(
        to type: any ParsableCommand.Type, from root: any ParsableCommand.Type
    ) -> String? {
        if type == root { return root._commandName }
        for command in root.configuration.subcommands {
            if let rest = path(to: type, from: command) { return "\(root._commandName) \(rest)" }
        }
        return nil
    }
}
