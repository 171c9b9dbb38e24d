import ArgumentParser

/// The command line as help, manual and completions show it: with the options of the screen at the root,
/// where they may be typed. Words are parsed by ``HybridtopCommand``, whose root has none: the parser
/// would take them from what follows a subcommand.
struct RootHelp: ParsableCommand {
    static let configuration = HybridtopCommand.configuration

    @OptionGroup var shared: SharedOptions
    @OptionGroup var screen: ScreenOptions

    /// Answers `--help` at the root; returns whether that was asked for.
    static func answers(_ words: [String]) -> Bool {
        guard words == ["--help"] || words == ["-h"] || words == ["help"] else { return false }
        standardOutput(helpMessage() + "\n")
        return true
    }
}
