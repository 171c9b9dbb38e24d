import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// The endless answers, through a real pipe and the real decoder.
@Suite struct SimulatedStreamTests {
    private let fleet = AskedFleet()

    /// Reads from a pipe, decodes, and returns how many samples came within the first `rounds` reads.
    private func samples(
        _ descriptor: Int32, _ decoder: inout any StreamDecoder, rounds: Int
    ) -> [Sample] {
        var samples: [Sample] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<rounds {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 5000) > 0 else { break }
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            let events = buffer.withUnsafeBytes {
                decoder.consume(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            for case .sample(let sample) in events { samples.append(sample) }
        }
        return samples
    }

    @Test func theFirstRoundComesAtOnceAndMoreFollow() async throws {
        let clock = SystemClock()
        let transports = SimulatedFleet.transports(clock: clock)
        var settings = try #require(SimulatedFleet.entries().first { $0.provider == "nvidia-smi" })
        settings.interval = .milliseconds(100)
        let type = try #require(Registry.provider("nvidia-smi"))
        let source = try #require(type.expand(settings).first)
        let provider = try #require(
            try type.init(source, transports: transports) as? any StreamingProvider)
        let plan = try await provider.openStream()

        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { _ = close(ends[0]) }
        let (reader, writer) = (ends[0], ends[1])
        let begun = clock.now().monotonic
        let running = Task { try await transports.commands.stream(plan.command, to: writer) }
        var decoder = plan.decoder
        let first = samples(reader, &decoder, rounds: 1)
        #expect(first.count == 1)
        #expect(clock.now().monotonic - begun < .seconds(2))
        #expect(first.first?.inventory.accelerators.count == 8)
        let more = samples(reader, &decoder, rounds: 3)
        #expect(more.count == 3)
        #expect(Set(more.map { $0.accelerators.value(.power, 0) }).count > 1, "it moves")

        running.cancel()
        let ended = try await running.value
        #expect(!ended.status.isSuccess)
        var rest = [UInt8](repeating: 0, count: 65_536)
        while read(reader, &rest, rest.count) > 0 {}
        #expect(read(reader, &rest, 1) == 0, "the pipe is closed")
    }

    @Test func aReaderThatGoesAwayEndsTheStream() async throws {
        let transports = SimulatedFleet.transports(clock: SystemClock())
        let host = try #require(RemoteHost("gpu-a01"))
        let command = Command(
            "nvidia-smi", ["--query-gpu=index,uuid,power.draw", "-lms", "100"], host: host)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let writer = ends[1]
        _ = close(ends[0])
        let ended = try await transports.commands.stream(command, to: writer)
        #expect(!ended.status.isSuccess)
    }

    @Test func anUnknownHostIsNotStarted() async throws {
        let transports = SimulatedFleet.transports(clock: SystemClock())
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { _ = close(ends[0]) }
        let writer = ends[1]
        let failure = await #expect(throws: SourceFailure.self) {
            _ = try await transports.commands.stream(
                Command("nvidia-smi", host: RemoteHost("elsewhere")), to: writer)
        }
        #expect(failure?.kind == .nameNotFound)
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 0, "its descriptor is closed")
    }
}
