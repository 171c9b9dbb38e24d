import Collector
import Fleet

/// Whatever can be told to change by a command of the operator's own: the escape hatch. What a command
/// means is declared, and checked as far as the configuration gives something to check it by.
actor ConfiguredCommandProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "command", title: "Command",
        summary:
            "Scales, drains and reroutes what your own commands know, and observes it by them.",
        settings: CommandSettings.schema, interval: .seconds(60), deadline: .seconds(10),
        capabilities: [.endpoints])

    nonisolated let transport: String
    let settings: CommandSettings
    let runner: CommandRunner
    /// What is known of requests that were planned here.
    var requests: [ActionRequest: RequestUnderWay] = [:]
    private var questions: [[String]: BoundedCommand] = [:]
    private let inventory: Inventory

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let settings = try CommandSettings(settings)
        self.settings = settings
        transport = settings.host == nil ? "command" : "ssh"
        runner = CommandRunner(settings, transports: transports)
        inventory = Inventory(
            endpoints: settings.targets.map { name in
                var identity = EndpointIdentity(
                    name: CleanText.clean(name), kind: "command", labels: settings.labels)
                identity.site = settings.sites[name]
                return identity
            })
    }

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        CommandPlace.fileProblems(of: entry)
    }

    nonisolated var expectation: Sample? { Sample(expecting: inventory) }

    func poll() async throws(SourceFailure) -> Answer {
        var sample = Sample(inventory: inventory)
        guard settings.observer != nil else { return Answer(sample: sample, bytes: 0) }
        var bytes = 0
        var isAnyTold = false
        for (row, target) in settings.targets.enumerated() {
            for kind in [ActionKind.scale, .reroute, .drain] where isOfInterest(kind) {
                switch try await present(target, kind, isAskedAgain: true) {
                case .yes(let text):
                    isAnyTold = true
                    bytes += text.utf8.count
                    Self.write(text, kind, row, &sample)
                case .underWay: isAnyTold = true
                case .no(let why): sample.notes.append("\(target): \(why)")
                }
            }
        }
        if !isAnyTold, let why = sample.notes.first {
            throw SourceFailure(.commandFailed, "observe: \(why)")
        }
        return Answer(sample: sample, bytes: bytes)
    }

    /// Whether what a kind changes is looked at: draining, cordoning and resuming change one thing.
    private func isOfInterest(_ kind: ActionKind) -> Bool {
        let kinds: [ActionKind] = kind == .drain ? [.drain, .resume, .cordon] : [kind]
        return kinds.contains { settings.templates[$0] != nil }
    }

    private static func write(
        _ text: String, _ kind: ActionKind, _ row: Int, _ sample: inout Sample
    ) {
        switch kind {
        case .scale:
            guard let count = Double(text), count >= 0, count.isFinite else { return }
            sample.endpoints[.replicasDesired, row] = .value(count)
        case .reroute:
            guard let percent = Double(text), (0...100).contains(percent) else { return }
            sample.endpoints[.share, row] = .value(percent / 100)
        default:
            sample.endpointStates[row] =
                switch text {
                case "ready": .serving
                case "drained", "cordoned": .draining
                default: .unknown
                }
        }
    }

    /// How a target stands by the observing command.
    func present(
        _ target: String, _ kind: ActionKind, isAskedAgain: Bool = false
    ) async throws(SourceFailure) -> CommandRunner.Look {
        guard let observer = settings.observer else {
            throw SourceFailure(
                .notConfigured, "No `observe` is configured for \(settings.source).")
        }
        let words = try Self.filled(observer, [.target: target, .kind: kind.rawValue])
        guard isAskedAgain else { return try await runner.look(words) }
        // One that hangs is not started on top of itself.
        let question = questions[words] ?? runner.question("observe")
        questions[words] = question
        return try await runner.look(words, asking: question)
    }

    static func filled(
        _ template: CommandTemplate, _ values: [CommandTemplate.Placeholder: String]
    ) throws(SourceFailure) -> [String] {
        do throws(ActionRefusal) { return try template.filled(values) } catch {
            throw SourceFailure(.notConfigured, error.sentence)
        }
    }
}
