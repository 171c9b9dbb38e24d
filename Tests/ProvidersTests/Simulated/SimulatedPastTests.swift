import Collector
import Fleet
import Providers
import Support
import Testing

/// The minutes before the demo began, as the graphs get them.
@Suite struct SimulatedPastTests {
    private let past = SimulatedPast(start: SampleFleet.time)

    @Test func aNodeHasTenMinutesBeforeTheStart() async throws {
        let settings = try #require(Self.source("gpu-a18"))
        let buckets = await past.buckets(of: settings)
        #expect((295...300).contains(buckets.count))
        for (before, after) in zip(buckets, buckets.dropFirst()) {
            #expect(after.start.nanoseconds - before.start.nanoseconds == 2_000_000_000)
        }
        let last = try #require(buckets.last)
        #expect(last.start < SampleFleet.time.wall)
        #expect((0..<8).allSatisfy { last.value(.utilization, $0) != nil })
        #expect(Set(buckets.compactMap { $0.value(.power, 0) }).count > 50)
    }

    @Test func aServerHasRatesOnceTwoScrapesAreThere() async throws {
        let settings = try #require(Self.source("chat-70b-hall-a"))
        let buckets = await past.buckets(of: settings)
        #expect(buckets.first?.value(.requestRate, 0) == nil)
        #expect(buckets.suffix(250).allSatisfy { ($0.value(.requestRate, 0) ?? 0) > 1 })
        #expect(buckets.suffix(250).allSatisfy { ($0.value(.latencyP95, 0) ?? 0) > 0 })
    }

    @Test func thePastLeadsToThePresent() async throws {
        let settings = try #require(Self.source("gpu-a37"))
        let idle = await past.buckets(of: settings)
        #expect(idle.allSatisfy { ($0.value(.utilization, 0) ?? 1) < 0.02 })
    }

    private static func source(_ name: String) -> ProviderSettings? {
        for entry in SimulatedFleet.entries() {
            let sources = Registry.provider(entry.provider)?.expand(entry) ?? []
            if let found = sources.first(where: { $0.name == name }) { return found }
        }
        return nil
    }
}
