import ArgumentParser
import Fleet
import Settings

/// `hybridtop drain`.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take targets out of use; what they do runs to its end.",
        discussion: ActionRun.help(
            """
              hybridtop drain chat/own --plan
              hybridtop drain chat/own --reason 'fan replacement'
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Option(
        name: .customLong("for"),
        help: "Have SLURM (23.02 or newer) put the nodes back after so long: 2h.",
        transform: RerouteCommand.wholeSeconds)
    var lasting: Duration?

    @Argument(help: "What the source calls them: backend/server, or a node.")
    var targets: [String]

    mutating func run() async throws {
        let wish = lasting.map { ActionOrder.Wish.lasting(seconds: Int($0.components.seconds)) }
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.drain, targets, wish ?? .plain), with: order)
    }
}

/// `hybridtop resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Put drained targets back to use.",
        discussion: ActionRun.help(
            """
              hybridtop resume chat/own
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "What the source calls them: backend/server, or a node.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.resume, targets), with: order)
    }
}

/// `hybridtop cordon`.
struct CordonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cordon", abstract: "Keep new work from nodes; what runs there stays.",
        discussion: ActionRun.help(
            """
              hybridtop cordon gpu-a01 --reason 'fan replacement'
              hybridtop resume gpu-a01
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Nodes, as the source calls them.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options).carryOut(order.of(.cordon, targets), with: order)
    }
}

/// `hybridtop scale`.
struct ScaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale", abstract: "Set how many replicas or instances serve.",
        discussion: ActionRun.help(
            """
              hybridtop scale chat/blue --to 4 --plan
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "What the source calls them.")
    var targets: [String]

    @Option(help: "How many, for each of them.")
    var to: Int

    func validate() throws {
        if to < 0 { throw ValidationError("--to: not less than 0") }
    }

    mutating func run() async throws {
        try await ActionRun(shared, options, isDemo: order.demo).carryOut(
            order.of(.scale, targets, .count(to)), with: order)
    }
}

/// `hybridtop reroute`.
struct RerouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reroute", abstract: "Change the shares that a router gives its targets.",
        discussion: ActionRun.help(
            """
              hybridtop reroute chat/own=20 chat/rented=80 --plan
              hybridtop reroute chat/own=20 chat/rented=80 --stages 5,25,50,100 --hold 2m
              hybridtop reroute chat/own=100 chat/rented=0 --stages 100
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Shares in percent that sum to 100: backend/server=share.")
    var shares: [String]

    @Option(
        help: """
            How far each stage goes, in percent of the way; the last is 100. As the configuration says, \
            or 5,25,50,100.
            """)
    var stages: String?

    @Option(
        help: "How long the receiving side is watched after each stage. As configured, or 60s.",
        transform: RerouteCommand.duration)
    var hold: Duration?

    mutating func run() async throws {
        var wanted: [String: Double] = [:]
        for text in shares {
            let parts = text.split(separator: "=")
            guard parts.count == 2, let percent = Double(parts[1]), (0...100).contains(percent)
            else { throw ValidationError("expected backend/server=share, found '\(text)'") }
            guard wanted[String(parts[0])] == nil else {
                throw ValidationError("\(parts[0]) is given two shares")
            }
            wanted[String(parts[0])] = percent / 100
        }
        let sum = wanted.values.reduce(0, +)
        guard abs(sum - 1) < 0.001 else {
            throw ValidationError(
                "shares sum to \(Int((sum * 100).rounded())) %, not to 100 %")
        }
        let given = try stages.map(Self.stages)
        let run = try await ActionRun(shared, options, isDemo: order.demo, hold: hold)
        let wish = ActionOrder.Wish.shares(
            wanted, stages: given ?? run.configuration.staging.stages)
        try await run.carryOut(order.of(.reroute, wanted.keys.sorted(), wish), with: order)
    }

    private static func stages(_ text: String) throws -> [Double] {
        let texts = text.split(separator: ",").map { String($0) }
        guard let stages = StageList.parse(texts) else {
            throw ValidationError(
                "--stages: expected growing percents that end with 100, found '\(text)'")
        }
        return stages
    }

    /// A time that is told to a control plane in seconds.
    static func wholeSeconds(_ text: String) throws -> Duration {
        let duration = try duration(text)
        guard duration >= .seconds(1) else {
            throw ValidationError("not less than 1s, found '\(text)'")
        }
        return .seconds(duration.components.seconds)
    }

    static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("expected a duration such as 30s or 2m, found '\(text)'")
        }
        return duration
    }
}

extension OrderOptions {
    /// An order of this kind.
    func of(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, reason: reason, id: ActionDesk.newID())
    }
}
