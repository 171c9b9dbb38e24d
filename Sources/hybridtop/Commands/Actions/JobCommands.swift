import ArgumentParser
import Fleet

/// `hybridtop reboot`.
struct RebootCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reboot", abstract: "Restart nodes once nothing runs there any more.",
        discussion: ActionRun.help(
            """
              hybridtop reboot gpu-a01 --reason 'new driver' --plan
            """))
    static let kind = ActionKind.reboot

    @OptionGroup var acting: ActingOptions

    @Argument(help: "Nodes, as their scheduler calls them.")
    var targets: [String]
}

/// `hybridtop requeue`.
struct RequeueCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "End jobs and put them back into their queue.",
        discussion: ActionRun.help(
            """
              hybridtop requeue 88120 --plan
            """))
    static let kind = ActionKind.requeue

    @OptionGroup var acting: ActingOptions

    @Argument(help: "Numbers of jobs.")
    var targets: [String]
}

/// `hybridtop move`.
struct MoveCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Send jobs that wait to another queue.",
        discussion: ActionRun.help(
            """
              hybridtop move 88120 --to infer --plan
            """))
    static let kind = ActionKind.move

    @OptionGroup var acting: ActingOptions

    @Argument(help: "Numbers of jobs.")
    var targets: [String]

    @Option(help: "The partition that they are to go to.")
    var to: String

    var wish: ActionOrder.Wish { .queue(to) }
}
