import ArgumentParser
import Fleet

/// `hybridtop reboot`.
struct RebootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reboot", abstract: "Restart nodes once nothing runs there any more.",
        discussion: ActionRun.help(
            """
              hybridtop reboot gpu-a01 --reason 'new driver' --plan
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Nodes, as their scheduler calls them.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.reboot, targets), with: order)
    }
}

/// `hybridtop requeue`.
struct RequeueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "End jobs and put them back into their queue.",
        discussion: ActionRun.help(
            """
              hybridtop requeue 88120 --plan
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Numbers of jobs.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.requeue, targets), with: order)
    }
}

/// `hybridtop move`.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Send jobs that wait to another queue.",
        discussion: ActionRun.help(
            """
              hybridtop move 88120 --to infer --plan
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Numbers of jobs.")
    var targets: [String]

    @Option(help: "The partition that they are to go to.")
    var to: String

    mutating func run() async throws {
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.move, targets, .queue(to)), with: order)
    }
}
