import Collector
import Fleet
import Synchronization

@testable import Providers

/// Commands that run as ever, but for the first that asks the host: it returns when the test says so and
/// hears nothing before.
final class StuckHost: CommandTransport {
    private let real = SubprocessCommandTransport()
    private let waiting: Task<Void, Never>
    private let count = Mutex(0)

    /// Holds up the first until `returned` is at its end.
    init(returned: AsyncStream<Void>) {
        waiting = Task { for await _ in returned {} }
    }

    /// How often the host was asked.
    var hosts: Int { count.withLock { $0 } }

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        if command.arguments.contains(NodeScripts.host) {
            let number = count.withLock { number in
                number += 1
                return number
            }
            if number == 1 { await waiting.value }
        }
        return try await real.run(command, limit: limit)
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        try await real.stream(command, to: descriptor)
    }
}
