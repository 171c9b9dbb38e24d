import ArgumentParser
import Collector
import Fleet

/// `hybridtop scale`.
struct ScaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale", abstract: "Set how many replicas or instances serve.",
        discussion: ActionRun.help(
            """
              hybridtop scale chat/blue --to 4 --plan
              hybridtop scale chat/blue chat/green --to +2
              hybridtop scale chat/blue --to -1
              hybridtop scale chat/blue --to x0.5
            """))

    @OptionGroup var acting: ActingOptions

    @Argument(help: "What the source calls them.")
    var targets: [String]

    @Option(
        parsing: .unconditional,
        help: """
            How many, for each of them: 4; +2 or -1 for so many more or fewer than now; x0.5 for so \
            many times as many. The plan shows the numbers that it comes to.
            """,
        transform: ScaleCommand.wish)
    var to: ScaleWish

    mutating func run() async throws {
        let run = try await acting.start()
        try await run.carryOut(
            acting.order.of(.scale, targets, .plain), with: acting.order
        ) { [to] (order, provider) throws(ActionRefusal) in
            var order = order
            order.wish = try await Self.resolved(to, order.targets, provider)
            return order
        }
    }

    private static func wish(_ text: String) throws -> ScaleWish {
        guard let wish = ScaleWish(text) else {
            throw ValidationError(
                "expected a number up to 100000 such as 4, +2, -1 or x0.5, found "
                    + "'\(text)'")
        }
        return wish
    }

    /// The wish in absolute terms, by what each is set to now.
    private static func resolved(
        _ wish: ScaleWish, _ targets: [String], _ provider: any ActionableProvider
    ) async throws(ActionRefusal) -> ActionOrder.Wish {
        if case .exactly(let count) = wish { return .count(count) }
        let now = try await provider.counts(of: targets)
        var wanted: [String: Int] = [:]
        for target in targets {
            guard let count = wish.resolved(from: now[target]) else {
                throw ActionRefusal("How many \(target) has now is not known: give a number.")
            }
            wanted[target] = count
        }
        if let count = wanted.values.first, Set(wanted.values).count == 1 { return .count(count) }
        return .values(wanted.mapValues { "\($0)" })
    }
}
