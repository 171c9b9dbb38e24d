import ArgumentParser
import Fleet
import Settings

/// What to say of a word that stands where a command belongs and is none.
enum MistypedCommand {
    /// Names the word, the command that was probably meant, and all there are; `nil` where the words have
    /// another fault.
    static func message(_ words: [String]) -> String? {
        var path = "hybridtop"
        var commands = HybridtopCommand.configuration.subcommands
        for word in WordOrder.withoutLeadingOptions(WordOrder.settled(words)) {
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let command = commands.first(where: { $0._commandName == word }) else {
                return message(word, path, commands.map { $0._commandName })
            }
            path += " \(word)"
            commands = command.configuration.subcommands
        }
        return nil
    }

    private static func message(_ word: String, _ path: String, _ names: [String]) -> String {
        let nearest = NearestName.of(word, among: names).map { " Did you mean '\($0)'?" }
        return "Error: '\(CleanText.clean(word, limit: 60))' is not a command of \(path)."
            + "\(nearest ?? "")\nCommands: \(names.joined(separator: ", "))\n"
            + "See '\(path) --help' for more information."
    }
}
