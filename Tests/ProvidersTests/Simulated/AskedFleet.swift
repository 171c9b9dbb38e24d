import Collector
import Fleet
import Providers
import Support
import Synchronization
import Testing

/// The simulated fleet as the real providers of the registry see it.
struct AskedFleet {
    /// A clock that stands until it is moved.
    final class HandClock: FleetClock {
        private let instant = Mutex(SampleFleet.time)

        func now() -> Instant { instant.withLock { $0 } }
        func move(_ interval: Duration) { instant.withLock { $0 = $0 + interval } }
    }

    /// A provider of the registry for one source.
    func provider(_ name: String, _ transports: Transports) throws -> any Provider {
        for entry in SimulatedFleet.entries() {
            let type = try #require(Registry.provider(entry.provider))
            for source in type.expand(entry) where source.name == name {
                return try type.init(source, transports: transports)
            }
        }
        throw SourceFailure(.notConfigured, "no source \(name)")
    }

    /// Both beats of a node, so long after the simulation began.
    func node(_ name: String, at time: Duration) async throws -> Sample {
        let clock = HandClock()
        let transports = SimulatedFleet.transports(clock: clock)
        clock.move(time)
        let streaming = try #require(
            try provider(name, transports) as? any StreamingProvider)
        let fast = try await streaming.pollFast().sample
        let slow = try await streaming.poll().sample
        return streaming.combine(fast: fast, slow: slow, previous: nil)
    }

    /// What a server's source says at the last of these seconds, having been asked at all of them.
    func endpoint(_ name: String, polls: [Int]) async throws -> Sample {
        let clock = HandClock()
        let provider = try provider(name, SimulatedFleet.transports(clock: clock))
        var sample: Sample?
        var time = 0
        for poll in polls {
            clock.move(.seconds(poll - time))
            time = poll
            sample = try await provider.poll().sample
        }
        return try #require(sample)
    }
}
