import Collector
import Fleet
import Providers
import Settings

/// Asks the providers about entries of the configuration before anything runs.
enum EntryExamination {
    /// The sources that an entry stands for, and what its provider cannot work with.
    static func examine(
        _ entry: ProviderSettings, environment: [String: String]
    ) -> SourceExamination {
        guard let type = Registry.provider(entry.provider) else {
            return SourceExamination(sources: [entry.source])
        }
        let transports = Transports(
            http: NoTransport(), commands: NoTransport(), clock: SystemClock(),
            environment: environment)
        let sources = type.expand(entry)
        var errors: [SettingError] = []
        for settings in sources {
            // What is wrong with every host of an entry is told once.
            for error in objections(of: type, settings, transports) where !errors.contains(error) {
                errors.append(error)
            }
        }
        return SourceExamination(
            sources: sources.map(\.source), errors: errors + type.fileProblems(of: entry),
            claims: sources.compactMap { type.claim(of: $0) })
    }

    /// All that a provider objects to. It stops at the first thing that is wrong: what it has objected to
    /// is put right, until it is content or nothing helps.
    private static func objections(
        of type: any Provider.Type, _ settings: ProviderSettings, _ transports: Transports
    ) -> [SettingError] {
        let schemas = type.descriptor.settings
        var settings = settings
        for schema in schemas where schema.isRequired && settings.values[schema.key] == nil {
            settings.values[schema.key] = schema.soundValue
        }
        var errors: [SettingError] = []
        while true {
            do throws(SettingError) {
                _ = try type.init(settings, transports: transports)
                return errors
            } catch {
                if errors.contains(where: { $0.key == error.key }) { return errors }
                errors.append(error)
                settings.values[error.key] =
                    schemas.first { $0.key == error.key }?.soundValue ?? nil
            }
        }
    }
}

extension SettingSchema {
    /// A value that a provider can work with: that of its example, or none where it can do without.
    fileprivate var soundValue: SettingValue? {
        switch kind {
        case .url: .string(example)
        case .string: isRequired ? .string(example) : nil
        default: nil
        }
    }
}

/// Reaches nothing: providers are made to see whether they object, and never asked.
private struct NoTransport: HTTPTransport, CommandTransport {
    private var failure: SourceFailure {
        SourceFailure(.cancelled, "The configuration is only checked.")
    }

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse { throw failure }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw failure
    }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        throw failure
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) { throw failure }
}
