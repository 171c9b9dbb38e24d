import ArgumentParser

/// The root of the command line. It has no options of its own: they would be taken from what follows a
/// subcommand; ``RootHelp`` shows those that may stand there. Without a subcommand the screen opens.
struct HybridtopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybridtop",
        abstract: "One screen for owned GPU nodes and rented cloud endpoints; headless logs too.",
        discussion: """
            Examples:
              hybridtop --demo                      a simulated fleet; needs no hardware
              hybridtop                             what is configured, or found here
              hybridtop config init                 write a configuration to fill in
              hybridtop config init --ssh-hosts 'gpu*'
              hybridtop --theme light --ascii       options of the screen need no command
              hybridtop log --once                  everything once, as JSON lines
              hybridtop log -o fleet.jsonl --rotate-size 100M
              hybridtop log --kind accelerator --filter 'util<10 & site=hall-a'
            """,
        version: "0.1.0",
        subcommands: [
            ScreenCommand.self, LogCommand.self, ConfigCommand.self, ProvidersCommand.self,
            ThemesCommand.self, ActionsCommand.self, DrainCommand.self, CordonCommand.self,
            ResumeCommand.self, RerouteCommand.self, ScaleCommand.self, RebootCommand.self,
            RequeueCommand.self, MoveCommand.self, CompletionsCommand.self, ManCommand.self,
        ], defaultSubcommand: ScreenCommand.self)
}

/// `hybridtop`: the screen.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Open the screen; this is what hybridtop does unasked.")

    @OptionGroup var shared: SharedOptions
    @OptionGroup var screen: ScreenOptions

    mutating func run() async throws {
        try await FullScreen.open(self)
    }
}

/// What the screen takes beside the configuration.
struct ScreenOptions: ParsableArguments {
    @Flag(help: "Show the simulated fleet. It obeys, and what is done to it is kept nowhere.")
    var demo = false

    @Flag(
        help: """
            With --demo: some of what is done goes wrong. Answers are lost; shifts breach, or meet \
            another operator; the jobs of some nodes never end; for some scale-ups there are no \
            machines; some restarts fail. A finding says how often.
            """)
    var chaos = false

    @Flag(help: "Start unlocked, where the configuration does not pin it to read-only.")
    var write = false

    @Option(help: "Time between polls where an entry does not say, such as 2s.")
    var interval: String?

    @Option(
        help: "Name of a theme; see 'hybridtop themes'.",
        completion: .shellCommand("hybridtop themes --names"))
    var theme: String?

    @Option(
        help: "auto, truecolor, 256, 16, 8 or mono.",
        completion: .list(["auto", "truecolor", "256", "16", "8", "mono"]))
    var colors: String?

    @Option(
        help: "What graphs are drawn with: braille, block or ascii.",
        completion: .list(["braille", "block", "ascii"]))
    var graphs: String?

    @Flag(help: "Draw with ASCII alone.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    func validate() throws {
        if chaos && !demo { throw ValidationError("--chaos is of use with --demo only") }
    }

    /// The options that were given as flags, for the configuration.
    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["interval"] = interval
        flags["theme"] = theme
        flags["colors"] = colors
        flags["graphs"] = graphs
        if ascii { flags["ascii"] = "true" }
        if noMouse { flags["mouse"] = "false" }
        return flags
    }
}
