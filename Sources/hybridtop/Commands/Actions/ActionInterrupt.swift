import Actions
import Fleet
import Glibc
import Synchronization

extension ActionRun {
    /// Runs a body during which the first SIGINT cancels an action, which then goes back where it can,
    /// and the second leaves it as it stands, as SIGTERM does at once: nobody who ends programs means the
    /// opposite change. The journal has it for the next start. A terminal that is gone ends nothing.
    func interruptible(
        _ id: String, _ body: () async throws(ActionRefusal) -> ActionMachine
    ) async throws(ActionRefusal) -> ActionMachine {
        let counter = InterruptCount()
        let signals = HeadlessSignals(
            reopen: {},
            terminate: {
                standardError(
                    "hybridtop: it is left as it stands: hybridtop actions watch \(id)\n")
                _exit(Self.notOver)
            },
            end: { [executor] in
                guard counter.isFirst() else { _exit(Self.notOver) }
                standardError("hybridtop: it is cancelled; once more leaves it as it stands\n")
                Task { await executor.cancel(id) }
            })
        defer { withExtendedLifetime(signals) {} }
        return try await body()
    }
}

/// Counts from any thread.
private final class InterruptCount: Sendable {
    private let count = Mutex(0)

    /// Whether nobody was here before.
    func isFirst() -> Bool {
        count.withLock { count in
            count += 1
            return count == 1
        }
    }
}
