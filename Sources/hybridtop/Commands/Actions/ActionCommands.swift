import Actions
import ArgumentParser
import Fleet

/// `hybridtop drain`.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Take targets out of use; what they do runs to its end.",
        discussion: ActionRun.help(
            """
            Examples:
              hybridtop drain chat/own --plan
              hybridtop drain chat/own --reason 'fan replacement'
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "What the source calls them: backend/server.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options).carryOut(.drain, targets)
    }
}

/// `hybridtop resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Put drained targets back to use.",
        discussion: ActionRun.help(
            """
            Examples:
              hybridtop resume chat/own
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "What the source calls them: backend/server.")
    var targets: [String]

    mutating func run() async throws {
        try await ActionRun(shared, options).carryOut(.resume, targets)
    }
}

/// `hybridtop reroute`.
struct RerouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reroute", abstract: "Change the shares that a router gives its targets.",
        discussion: ActionRun.help(
            """
            Examples:
              hybridtop reroute chat/own=20 chat/rented=80 --plan
              hybridtop reroute chat/own=20 chat/rented=80 --stages 5,25,50,100
            """))

    @OptionGroup var shared: SharedOptions
    @OptionGroup var options: ActionOptions

    @Argument(help: "Shares in percent that sum to 100: backend/server=share.")
    var shares: [String]

    @Option(help: "How far each stage goes, in percent of the way; the last is 100.")
    var stages = "100"

    mutating func run() async throws {
        var wanted: [String: Double] = [:]
        for text in shares {
            let parts = text.split(separator: "=")
            guard parts.count == 2, let percent = Double(parts[1]), (0...100).contains(percent)
            else { throw ValidationError("expected backend/server=share, found '\(text)'") }
            wanted[String(parts[0])] = percent / 100
        }
        try await ActionRun(shared, options).carryOut(
            .reroute, wanted.keys.sorted(), .shares(wanted, stages: try ways()))
    }

    private func ways() throws -> [Double] {
        let ways = stages.split(separator: ",").map { Double($0) }
        let sure = ways.compactMap { $0 }
        guard sure.count == ways.count, sure.last == 100, sure.allSatisfy({ $0 > 0 }),
            zip(sure, sure.dropFirst()).allSatisfy(<)
        else {
            throw ValidationError(
                "--stages: expected growing percents that end with 100, found '\(stages)'")
        }
        return sure.map { $0 / 100 }
    }
}
