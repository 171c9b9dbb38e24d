import ArgumentParser
import Fleet
import Settings

/// A command that has one kind of thing done to targets, and how it does so.
protocol ActingCommand: AsyncParsableCommand {
    /// What is done.
    static var kind: ActionKind { get }
    var acting: ActingOptions { get }
    /// What the source calls them.
    var targets: [String] { get }
    /// What is wanted of them, where the kind does not say it all.
    var wish: ActionOrder.Wish { get }
}

extension ActingCommand {
    var wish: ActionOrder.Wish { .plain }

    mutating func run() async throws {
        try await acting.start().carryOut(
            acting.order.of(Self.kind, targets, wish), with: acting.order)
    }
}

/// What every command takes that has something done.
struct ActingOptions: ParsableArguments {
    @OptionGroup var shared: SharedOptions
    @OptionGroup var order: OrderOptions
    @OptionGroup var options: ActionOptions

    /// What it is done with.
    func start(hold: Duration? = nil) async throws -> ActionRun {
        try await ActionRun(shared, options.asked, isDemo: order.demo, hold: hold)
    }

    /// A time, as the configuration takes it.
    static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("expected a duration such as 30s or 2m, found '\(text)'")
        }
        return duration
    }

    /// A time that is told to a control plane in seconds.
    static func wholeSeconds(_ text: String) throws -> Duration {
        let duration = try duration(text)
        guard duration >= .seconds(1) else {
            throw ValidationError("not less than 1s, found '\(text)'")
        }
        return .seconds(duration.components.seconds)
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
