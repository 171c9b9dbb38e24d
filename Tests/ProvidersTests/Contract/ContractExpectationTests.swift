import Collector
import Fleet
import Settings
import Testing

@testable import Providers

/// What providers expect before they have asked anybody.
@Suite struct ContractExpectationTests {
    private func expectation(_ settings: ProviderSettings) throws -> Sample? {
        let type = try #require(Registry.provider(settings.provider))
        let provider = try type.init(settings, transports: ContractWorld(nil).transports)
        return provider.expectation
    }

    private func names(_ text: String) throws -> [String] {
        try ContractEntry.settings("sources: [\(text)]").flatMap { entry in
            let type = try #require(Registry.provider(entry.provider))
            return try type.expand(entry).flatMap { settings in
                let inventory = try expectation(settings)?.inventory ?? .empty
                return inventory.nodes.map { "node:\($0.name)" }
                    + inventory.endpoints.map { "endpoint:\($0.label)" }
            }
        }
    }

    @Test func nothingIsClaimedBeforeItIsKnown() throws {
        for type in Registry.providers {
            let text = ContractEntry(descriptor: type.descriptor).text()
            let entries = try ContractEntry.settings(text).flatMap { type.expand($0) }
            for settings in entries {
                guard let sample = try expectation(settings) else { continue }
                let place = type.descriptor.id
                #expect(sample.isExpected, "\(place)")
                #expect(ContractReadings.values(sample).isEmpty, "\(place)")
                #expect(sample.inventory.accelerators.isEmpty, "\(place)")
                #expect(!sample.endpointStates.contains { $0 != .unknown }, "\(place)")
                for text in ContractReadings.texts(sample) {
                    #expect(text == CleanText.clean(text, limit: 600), "\(place)")
                    #expect(!text.contains(ContractEntry.secret), "\(place)")
                }
            }
        }
    }

    @Test func hostsAndEndpointsAreNamedAsTheyWillBe() throws {
        #expect(
            try names("{ nvidia-smi: { hosts: 'gpu[01-02]' } }") == ["node:gpu01", "node:gpu02"])
        #expect(
            try names("{ http-probe: { url: 'http://a:1/x', endpoint: chat } }")
                == ["endpoint:chat"])
        #expect(
            try names("{ prometheus-scrape: { url: 'http://a:8000/metrics', endpoint: chat } }")
                == ["endpoint:chat"])
        #expect(
            try names("{ prometheus-scrape: { url: 'http://vllm-1:8000/metrics' } }")
                == ["endpoint:vllm-1"])
        #expect(
            try names("{ prometheus-scrape: { url: 'http://gpu03:9400/metrics' } }")
                == ["node:gpu03"])
    }
}
