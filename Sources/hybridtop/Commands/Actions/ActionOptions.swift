import ArgumentParser
import Collector
import Fleet
import Providers
import Settings

/// What every command that acts takes.
struct ActionOptions: ParsableArguments {
    @Option(help: "The source that acts, where several could: 'edge' or 'haproxy/edge'.")
    var source: String?

    @Option(help: "Why; kept in the journal, and where the control plane keeps one.")
    var reason = ""

    @Flag(help: "Show the plan, its checks and the literal requests, and do nothing.")
    var plan = false

    @Flag(help: "Do not ask. Needed where standard input is not a terminal.")
    var yes = false

    @Flag(help: "Tell the plan and its outcome as JSON.")
    var json = false

    /// The source that is meant, ready to act. Ends the command where there is none, or several.
    func provider(
        of configuration: FleetConfiguration, for kind: ActionKind
    ) throws -> any ActionableProvider {
        let plan = FleetPlan.configured(
            configuration, environment: ProcessEnvironment.current)
        let found = try plan.sources().compactMap { source -> (SourceID, any ActionableProvider)? in
            guard let provider = source.provider as? any ActionableProvider,
                type(of: provider).actions.contains(kind), isMeant(source.settings.source)
            else { return nil }
            return (source.settings.source, provider)
        }
        if let only = found.first, found.count == 1 { return only.1 }
        let names = found.map { "\($0.0)" }.joined(separator: ", ")
        throw ValidationError(
            found.isEmpty
                ? "no configured source can \(kind.rawValue)"
                    + (source.map { " as '\($0)'" } ?? "") + "; see 'hybridtop providers'"
                : "several sources can \(kind.rawValue): give --source, one of \(names)")
    }

    private func isMeant(_ id: SourceID) -> Bool {
        source.map { $0 == id.instance || $0 == id.description } ?? true
    }
}
