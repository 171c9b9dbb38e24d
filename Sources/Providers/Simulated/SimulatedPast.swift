import Collector
package import Fleet
import Synchronization

/// The minutes before the simulated fleet began, for graphs that have something to show at once. They
/// are asked for as everything else is: the real providers decode what the fleet would have said.
package struct SimulatedPast: Sendable {
    private let start: Instant
    private let seed: UInt64

    /// How far back it goes.
    package static let length: Duration = .seconds(600)

    /// What was before `start`, when the fleet with that seed began.
    package init(start: Instant, seed: UInt64 = 1) {
        self.start = start
        self.seed = seed
    }

    /// The closed buckets of one source, oldest first; none where its provider cannot say.
    @concurrent
    package func buckets(of settings: ProviderSettings) async -> [FleetHistory.Bucket] {
        let clock = PastClock(start + (.zero - Self.length))
        let world = SimulatedWorld(seed: seed, clock: clock, start: start)
        guard let type = Registry.provider(settings.provider),
            let provider = try? type.init(
                settings, transports: SimulatedFleet.transports(world, clock: clock))
        else { return [] }
        let step = Answer.historyLength(interval: settings.interval)
        var buckets: [FleetHistory.Bucket] = []
        var recorder: HistoryRecorder?
        while clock.now().monotonic < start.monotonic, !Task.isCancelled {
            if let sample = await sample(provider) {
                // Hosts have no graphs of the past: asking on would be for nothing.
                guard sample.accelerators.rowCount + sample.endpoints.rowCount > 0 else {
                    return []
                }
                var recording =
                    recorder
                    ?? HistoryRecorder(
                        interval: settings.interval, accelerators: sample.accelerators.rowCount)
                if let bucket = recording.record(sample, at: clock.now().wall) {
                    buckets.append(bucket)
                }
                recorder = recording
            }
            clock.advance(by: step)
        }
        return buckets
    }

    private func sample(_ provider: any Provider) async -> Sample? {
        if let streaming = provider as? any StreamingProvider {
            return try? await streaming.pollFast().sample
        }
        return try? await provider.poll().sample
    }
}

/// A clock that is put forward by hand.
private final class PastClock: FleetClock {
    private let time: Mutex<Instant>

    init(_ start: Instant) { time = Mutex(start) }

    func now() -> Instant { time.withLock { $0 } }

    func advance(by interval: Duration) { time.withLock { $0 = $0 + interval } }
}
