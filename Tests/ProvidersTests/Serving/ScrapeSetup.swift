import Collector
import Fleet

@testable import Providers

/// A scrape provider over canned pages, and what its last poll says.
enum ScrapeSetup {
    /// A provider of a few settings.
    static func provider(
        _ http: any HTTPTransport, step: Duration = .seconds(10),
        values: [String: SettingValue] = [:]
    ) throws -> PrometheusScrapeProvider {
        let settings = ProviderSettings(
            provider: "prometheus-scrape", name: "server", interval: .seconds(5),
            deadline: .seconds(4),
            values: ["url": .string(CannedHTTP.url)].merging(values) { $1 })
        return try PrometheusScrapeProvider(
            settings,
            transports: Transports(
                http: http, commands: NoCommands(), clock: SteppingClock(step: step, asks: 2),
                environment: [:]))
    }

    /// The sample after each page was polled once, 10 s apart.
    static func sample(
        pages: [[UInt8]], values: [String: SettingValue] = [:]
    ) async throws -> Sample {
        let provider = try provider(CannedHTTP(pages: pages), values: values)
        var sample = Sample(inventory: .empty)
        for _ in pages { sample = try await provider.poll().sample }
        return sample
    }

    /// The same with fixtures of one name, `NAME.1.prom` and `NAME.2.prom`.
    static func sample(fixture: String, values: [String: SettingValue] = [:]) async throws -> Sample
    {
        try await sample(
            pages: [
                Fixture.bytes("exposition/\(fixture).1.prom"),
                Fixture.bytes("exposition/\(fixture).2.prom"),
            ], values: values)
    }
}

extension Reading<Double> {
    /// Whether the reading is a value close to `expected`.
    func isNear(_ expected: Double) -> Bool {
        value.map { abs($0 - expected) <= 1e-9 * max(1, abs(expected)) } ?? false
    }
}
