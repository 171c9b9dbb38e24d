import ArgumentParser
import Collector
import Fleet

/// What every command takes that carries an action out.
struct ActionOptions: ParsableArguments {
    @Flag(help: "Show the plan, its checks and the literal requests, and do nothing.")
    var plan = false

    @OptionGroup var saying: SayingOptions

    @Flag(
        inversion: .prefixedNo,
        help: """
            Wait until it is verified (--wait), or leave once every request is answered (--no-wait): \
            then 'hybridtop actions watch' tells how it ended.
            """)
    var wait = true

    @OptionGroup var knowing: KnowingOptions

    /// What is asked for.
    var asked: ActionAsked {
        ActionAsked(
            plan: plan, yes: saying.yes, json: saying.json, wait: wait,
            acknowledge: knowing.acknowledge)
    }
}

/// What a command takes that decides about an action that is not over.
struct DecisionOptions: ParsableArguments {
    @Flag(help: "Show what is left to send, its checks and the literal requests, and do nothing.")
    var plan = false

    @OptionGroup var saying: SayingOptions
    @OptionGroup var knowing: KnowingOptions

    /// What is asked for, as of any command that acts.
    var asked: ActionAsked {
        ActionAsked(
            plan: plan, yes: saying.yes, json: saying.json, acknowledge: knowing.acknowledge)
    }
}

/// How a command that sends something asks, and tells.
struct SayingOptions: ParsableArguments {
    @Flag(help: "Do not ask. Needed where standard input is not a terminal.")
    var yes = false

    @Flag(help: "Tell the plan and its outcome as JSON, one object a line.")
    var json = false
}

/// What a command that sends something goes on without.
struct KnowingOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: "Go on though this check has no answer: the plan names it. May be repeated.",
        completion: .list(ActionCheck.Kind.allCases.map(\.rawValue)))
    var acknowledge: [ActionCheck.Kind] = []
}

/// What a command takes that sends nothing.
struct TellingOptions: ParsableArguments {
    @Flag(help: "Tell how it stands as JSON, one object a line.")
    var json = false

    /// What is asked for, as of any command that acts.
    var asked: ActionAsked { ActionAsked(json: json) }
}

/// What was asked for on the command line, whichever command took it.
struct ActionAsked: Sendable {
    var plan = false
    var yes = false
    var json = false
    var wait = true
    var acknowledge: [ActionCheck.Kind] = []
}

/// What a command takes that makes a new plan.
struct OrderOptions: ParsableArguments {
    @Option(help: "The source that acts, where several could: 'edge' or 'haproxy/edge'.")
    var source: String?

    @Option(help: "Why; kept in the journal, and where the control plane keeps one.")
    var reason = ""

    @Flag(help: "Do it to a simulated fleet, which is gone with the command.")
    var demo = false

    /// The source that is meant: where several could, the one that has the targets. Ends the command
    /// where there is none, or several.
    func provider(
        at desk: ActionDesk, for order: ActionOrder, resolving: ActionRun.Resolution
    ) async throws -> any ActionableProvider {
        let found = desk.providers.filter { id, provider in
            provider.abilities.contains(order.kind) && isMeant(id)
        }
        if let only = found.first, found.count == 1 { return only.value }
        guard !found.isEmpty else {
            throw ValidationError(
                "no configured source can \(order.kind.rawValue)"
                    + (source.map { " as '\($0)'" } ?? "") + "; "
                    + Self.instead(of: order.kind, at: desk) + "see 'hybridtop providers'")
        }
        var having: [any ActionableProvider] = []
        var refusals: [String] = []
        var mayHave = false
        for (id, provider) in found.sorted(by: { $0.key < $1.key }) {
            do throws(ActionRefusal) {
                _ = try await provider.propose(try await resolving(order, provider))
                having.append(provider)
            } catch {
                refusals.append("\(id): \(ActionText.clean(error.sentence))")
                if !error.isOfNoTarget { mayHave = true }
            }
        }
        // Which source acts is not to hang on which of them answers.
        if let only = having.first, having.count == 1, !mayHave { return only }
        let why = refusals.map { "\n  \($0)" }.joined()
        let names = found.keys.sorted().map(\.description).joined(separator: ", ")
        guard !having.isEmpty else {
            let text = "each of \(found.count) sources that can \(order.kind.rawValue) declines:"
            if mayHave { throw ActionRun.refused(text + why) }
            throw ValidationError(text + why)
        }
        guard !mayHave else {
            throw ActionRun.refused(
                "which source has these targets is not certain: give --source, one of \(names)\(why)"
            )
        }
        throw ValidationError(
            "more than one source has these targets: give --source, one of \(names)\(why)")
    }

    /// What comes nearest to what nobody here can do; empty for nothing.
    private static func instead(of kind: ActionKind, at desk: ActionDesk) -> String {
        let drains = desk.providers.filter { $0.value.abilities.contains(.drain) }.keys.sorted()
        guard kind == .cordon, !drains.isEmpty else { return "" }
        return "Kubernetes nodes are cordoned, and a drain keeps new work from what "
            + "\(drains.map(\.description).joined(separator: ", ")) "
            + (drains.count == 1 ? "has: " : "have: ")
    }

    private func isMeant(_ id: SourceID) -> Bool {
        source.map { $0 == id.instance || $0 == id.description } ?? true
    }
}

extension ActionCheck.Kind: ExpressibleByArgument {}
