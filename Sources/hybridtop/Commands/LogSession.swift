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
        _ snapshots: AsyncStream<FleetSnapshot>, reopen: AsyncStream<Void>, fleet: LogFleet
    ) async throws -> Int32 {
        // A reader that goes away, and a file at its limit, are results of write(2) and no deaths.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let isTerminal = isatty(STDERR_FILENO) == 1
        var fleet = fleet
        fleet.askAgain = { [askAgain = fleet.askAgain] sources in
            if isTerminal { standardError("asking \(sources.count) again for rates") }
            askAgain(sources)
        }
        let runner: LogRunner
        do throws(OutputFailure) {
            runner = try LogRunner(
                options, clock: clock, fleet: fleet,
                report: { standardError("hybridtop: \($0)\n") },
                progress: { summary in
                    if isTerminal { standardError("\r\(Self.line(summary))\u{1b}[K") }
                })
        } catch {
            standardError("hybridtop: \(error)\n")
            return 2
        }
        if isTerminal, options.files.count > 1 {
            standardError("writing a file a kind: \(options.files.joined(separator: ", "))\n")
        }
        let summary = await runner.run(snapshots: snapshots, ticks: ticks(), reopen: reopen)
        if isTerminal { standardError("\r\(Self.line(summary))\u{1b}[K\n") }
        for line in Self.silence(summary) { standardError("hybridtop: \(line)\n") }
        return summary.exitCode
    }

    /// Which sources did not answer at the end, as far as that can be read; the records name all.
    private static func silence(_ summary: LogSummary) -> [String] {
        let shown = summary.silent.prefix(20).map { CleanText.clean($0, limit: 400) }
        let more = summary.silent.count - shown.count
        return more > 0 ? shown + ["and \(more) more sources do not answer"] : shown
    }

    /// What standard error shows of the log.
    static func line(_ summary: LogSummary) -> String {
        let lost = summary.lost > 0 ? ", \(summary.lost) lost" : ""
        return "\(summary.ticks) ticks, \(summary.records) records\(lost), "
            + "\(summary.live) of \(summary.sources) sources live"
    }

    /// A log of one tick has nothing to do with the interval, but to wait no longer than the usual one.
    private static let longestWait = Duration.seconds(15)

    /// A tick each interval by the steady clock, until the duration is over; a late one is not made up
    /// for.
    private func ticks() -> AsyncStream<Instant> {
        let (stream, queue) = AsyncStream<Instant>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let interval = options.isOnce ? max(interval, Self.longestWait) : interval
        let task = Task { [clock, options] in
            var due = ContinuousClock.now + interval
            let end = options.duration.map { ContinuousClock.now + $0 }
            while !Task.isCancelled {
                if let end, end < due {
                    try? await Task.sleep(until: end, clock: .continuous)
                    break
                }
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
