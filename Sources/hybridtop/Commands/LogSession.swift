import ArgumentParser
import Collector
import Fleet
import Glibc
import Headless
import Settings

/// One run of `hybridtop log`: ticks, progress, and the exit code.
struct LogSession {
    let options: LogOptions
    let interval: Duration
    let clock: any FleetClock

    /// Logs until it ends by itself or is cancelled; the exit code is for the process.
    func run(
        _ snapshots: AsyncStream<FleetSnapshot>, reopen: AsyncStream<Void>,
        askAgain: @escaping @Sendable ([SourceID]) -> Void
    ) async throws -> Int32 {
        // A reader that goes away, and a file at its limit, are results of write(2) and no deaths.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let isTerminal = isatty(STDERR_FILENO) == 1
        let runner: LogRunner
        do throws(OutputFailure) {
            runner = try LogRunner(
                options, clock: clock, report: { standardError("hybridtop: \($0)\n") },
                progress: { summary in
                    if isTerminal { standardError("\r\(Self.line(summary))\u{1b}[K") }
                },
                askAgain: { sources in
                    if isTerminal { standardError("asking \(sources.count) again for rates") }
                    askAgain(sources)
                })
        } catch {
            standardError("hybridtop: \(error)\n")
            return 2
        }
        let summary = await runner.run(snapshots: snapshots, ticks: ticks(), reopen: reopen)
        if isTerminal { standardError("\r\(Self.line(summary))\u{1b}[K\n") }
        return summary.exitCode
    }

    /// What standard error shows of the log.
    static func line(_ summary: LogSummary) -> String {
        let lost = summary.lost > 0 ? ", \(summary.lost) lost" : ""
        return "\(summary.ticks) ticks, \(summary.records) records\(lost), "
            + "\(summary.live) of \(summary.sources) sources live"
    }

    /// A tick each interval by the steady clock; a late one is not made up for.
    private func ticks() -> AsyncStream<Instant> {
        let (stream, queue) = AsyncStream<Instant>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let task = Task { [interval, clock] in
            var due = ContinuousClock.now + interval
            while !Task.isCancelled {
                try? await Task.sleep(until: due, clock: .continuous)
                queue.yield(clock.now())
                due = max(due + interval, ContinuousClock.now)
            }
            queue.finish()
        }
        queue.onTermination = { _ in task.cancel() }
        return stream
    }
}
