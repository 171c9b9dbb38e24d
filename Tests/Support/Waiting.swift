package import Fleet
import Glibc

/// Waits until a condition holds, looking again every few milliseconds, at most `limit`. Returns whether
/// it came to hold.
package func eventually(
    within limit: Duration = .seconds(10), _ condition: () async -> Bool
) async -> Bool {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < limit {
        if await condition() { return true }
        usleep(2000)
        await Task.yield()
    }
    return await condition()
}

/// The failure that `body` throws; `nil` if it throws none, or something else.
package func failureOf(_ body: () async throws -> Void) async -> SourceFailure? {
    do {
        try await body()
        return nil
    } catch { return error as? SourceFailure }
}
