import ArgumentParser
import Fleet
import Settings

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

    @OptionGroup var acting: ActingOptions

    @Argument(help: "Shares in percent that sum to 100: backend/server=share.")
    var shares: [String]

    @Option(
        help: """
            How far each stage goes, in percent of the way; the last is 100. As the configuration says, \
            or 5,25,50,100.
            """)
    var stages: String?

    @Option(
        help: """
            How long the receiving side is watched after each stage, the only one too; 0s: not at all. \
            As configured, or 60s.
            """,
        transform: ActingOptions.duration)
    var hold: Duration?

    mutating func run() async throws {
        let wanted = try Self.shares(shares)
        let given = try stages.map(Self.stages)
        let run = try await acting.start(hold: hold)
        let wish = ActionOrder.Wish.shares(
            wanted, stages: given ?? run.configuration.staging.stages)
        try await run.carryOut(
            acting.order.of(.reroute, wanted.keys.sorted(), wish), with: acting.order)
    }

    private static func shares(_ texts: [String]) throws -> [String: Double] {
        var wanted: [String: Double] = [:]
        for text in texts {
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
        return wanted
    }

    private static func stages(_ text: String) throws -> [Double] {
        let texts = text.split(separator: ",").map { String($0) }
        guard let stages = StageList.parse(texts) else {
            throw ValidationError(
                "--stages: expected growing percents that end with 100, found '\(text)'")
        }
        return stages
    }
}
