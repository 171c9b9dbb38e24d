import ArgumentParser
import Dashboard
import Fleet

/// `hybridtop drain`.
struct DrainCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take targets out of use; what they do runs to its end.",
        discussion: ActionRun.help(
            """
              hybridtop drain chat/own --plan
              hybridtop drain chat/own --reason 'fan replacement'
            """))
    static let kind = ActionKind.drain

    @OptionGroup var acting: ActingOptions

    @Option(
        name: .customLong("for"),
        help: "Have SLURM (23.02 or newer) put the nodes back after so long: 2h.",
        transform: ActingOptions.wholeSeconds)
    var lasting: Duration?

    @Argument(help: "What the source calls them: backend/server, or a node.")
    var targets: [String]

    var wish: ActionOrder.Wish {
        lasting.map { .lasting(seconds: Int($0.components.seconds)) } ?? .plain
    }
}

/// `hybridtop resume`.
struct ResumeCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Put drained targets back to use.",
        discussion: ActionRun.help(
            """
              hybridtop resume chat/own
            """))
    static let kind = ActionKind.resume

    @OptionGroup var acting: ActingOptions

    @Argument(help: "What the source calls them: backend/server, or a node.")
    var targets: [String]
}

/// `hybridtop cordon`.
struct CordonCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "cordon", abstract: "Keep new work from nodes; what runs there stays.",
        discussion: ActionRun.help(
            """
              hybridtop cordon gpu-a01 --reason 'fan replacement'
              hybridtop resume gpu-a01
            """))
    static let kind = ActionKind.cordon

    @OptionGroup var acting: ActingOptions

    @Argument(help: "Nodes, as the source calls them.")
    var targets: [String]
}
