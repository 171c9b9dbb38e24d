import Collector
import Fleet

/// Runs configured commands, and tells what their ends mean.
struct CommandRunner: Sendable {
    let settings: CommandSettings
    private let transports: Transports

    init(_ settings: CommandSettings, transports: Transports) {
        self.settings = settings
        self.transports = transports
    }

    /// How a command that only looks has ended.
    enum Look: Sendable, Hashable {
        /// Exit 0, 75, or anything else, with the first line that it said.
        case yes(String)
        case underWay(String)
        case no(String)
    }

    /// The status that says "not yet" (EX_TEMPFAIL of sysexits.h).
    private static let underWay = 75

    /// Runs a command that only looks.
    func look(
        _ words: [String], asking question: BoundedCommand? = nil
    ) async throws(SourceFailure) -> Look {
        let output = try await run(words, question, settings.lookLimit).get()
        let line = Self.firstLine(output.output)
        switch output.status {
        case .exited(0): return .yes(line)
        case .exited(Self.underWay): return .underWay(line.isEmpty ? "under way" : line)
        default: return .no(Self.words(output, settings.place))
        }
    }

    /// How a command that changes something has ended.
    enum Change: Sendable, Hashable {
        case taken
        /// It was never begun.
        case unbegun(String)
        /// It ended with another status than 0: whether it changed something has to be looked for.
        case failed(String)
        case lost(String)
    }

    /// Runs a command that changes something, once.
    func change(_ words: [String]) async -> Change {
        switch await run(words, nil, settings.limit) {
        case .failure(let failure): return Self.change(failure)
        case .success(let output):
            let said = Self.words(output, settings.place)
            switch output.status {
            case .exited(0): return .taken
            case .exited where output.isUnbegun: return .unbegun("nothing was done: \(said)")
            case .exited: return .failed(said)
            case .signalled: return .lost(said)
            }
        }
    }

    /// A question that is asked again and again.
    func question(_ title: String) -> BoundedCommand {
        BoundedCommand(title, late: .timedOut, thread: transports.thread)
    }

    private func run(
        _ words: [String], _ question: BoundedCommand?, _ limit: Duration
    ) async -> Result<CommandOutput, SourceFailure> {
        let command = Command(words[0], Array(words.dropFirst()), host: settings.host)
        let title = words[0].split(separator: "/").last.map(String.init) ?? words[0]
        return await (question ?? self.question(CleanText.clean(title, limit: 60)))
            .run(command, by: transports.commands, within: limit)
    }

    /// What never got there has changed nothing; of the rest nobody knows.
    private static func change(_ failure: SourceFailure) -> Change {
        switch failure.kind {
        case .commandNotFound, .unreachable, .refused, .nameNotFound, .sshAuthentication,
            .hostKeyUnknown, .hostKeyChanged, .loginPolicy, .notConfigured, .permission:
            .unbegun("nothing was done: \(failure.message)")
        default: .lost(failure.message)
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix(4096).prefix { $0 != 0x0a && $0 != 0x0d }
        let text = CleanText.clean(String(decoding: line, as: UTF8.self), limit: 200)
        return text.split(separator: " ").joined(separator: " ")
    }

    /// How it ended, and what it said, on one line.
    private static func words(_ output: CommandOutput, _ place: String) -> String {
        let said =
            output.errors.isEmpty
            ? firstLine(output.output) : firstLine(Array(output.errors.utf8))
        let end =
            switch output.status {
            case .exited(126) where output.isUnbegun: "it may not be run (exit 126)"
            case .exited(127) where output.isUnbegun: "it is not there (exit 127)"
            case .exited(let status): "exit \(status)"
            case .signalled(let signal): "it was ended by signal \(signal)"
            }
        return said.isEmpty ? end : "\(end): \(said)"
    }
}
