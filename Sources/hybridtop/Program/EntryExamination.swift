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
            do throws(SettingError) {
                _ = try type.init(settings, transports: transports)
            } catch {
                // What is wrong with every host of an entry is told once.
                if !errors.contains(error) { errors.append(error) }
            }
        }
        return SourceExamination(sources: sources.map(\.source), errors: errors)
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
