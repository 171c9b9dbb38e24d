import ArgumentParser

/// Puts a subcommand before the options that were typed ahead of it, because the argument parser would
/// take these for the options of the command that opens the screen: `--config X config check` becomes
/// `config check --config X`.
enum WordOrder {
    /// The words as the parser wants them; they are left alone where no subcommand follows the options.
    static func settled(_ words: [String]) -> [String] {
        var place = 0
        while place < words.count, let length = optionLength(words[place]) { place += length }
        guard place > 0, place < words.count else { return words }
        var end = place
        var commands = HybridtopCommand.configuration.subcommands
        while end < words.count, let next = commands.first(where: { $0._commandName == words[end] })
        {
            commands = next.configuration.subcommands
            end += 1
        }
        return Array(words[place..<end] + words[..<place] + words[end...])
    }

    /// The words from the first on that is no option of the screen.
    static func withoutLeadingOptions(_ words: [String]) -> ArraySlice<String> {
        var place = 0
        while place < words.count, let length = optionLength(words[place]) { place += length }
        return words.dropFirst(place)
    }

    private static let valued = [
        "-c", "--config", "--context", "--interval", "--theme", "--colors", "--graphs",
    ]
    private static let flags = ["--demo", "--chaos", "--write", "--ascii", "--no-mouse"]

    /// How many words an option that may stand first takes; `nil` for any other word.
    private static func optionLength(_ word: String) -> Int? {
        if valued.contains(word) { return 2 }
        let name = word.prefix { $0 != "=" }
        let hasValue = name.count < word.count && valued.contains(String(name))
        return hasValue || flags.contains(word) ? 1 : nil
    }
}
