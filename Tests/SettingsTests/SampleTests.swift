import Fleet
import Testing

@testable import Settings

@Suite struct SampleTests {
    @Test func isValidAsItIs() throws {
        let text = SampleConfiguration(LiteralProviders.all).text
        #expect(try LiteralProviders.read(text).sources.isEmpty)
    }

    @Test func isValidWithEveryLineUncommented() throws {
        let text = SampleConfiguration(LiteralProviders.all).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("# ") && !line.hasPrefix("# hybridtop watches")
                ? line.dropFirst(2) : line
        }
        // The heading is prose.
        let body = lines.drop { !$0.hasPrefix("##") }.joined(separator: "\n")
        let configuration = try LiteralProviders.read(
            body.replacing("site: local", with: "site: hall-a"))
        #expect(configuration.sources.map(\.provider) == LiteralProviders.all.map(\.id))
        #expect(configuration.sites.count == 2 && configuration.workloads.count == 1)
        #expect(configuration.options.theme == "dark")
    }

    @Test func hostsOfTheSSHConfigurationBecomeAnEntry() throws {
        let text = SampleConfiguration(LiteralProviders.all, hosts: ["gpu01", "gpu02"]).text
        let configuration = try LiteralProviders.read(text)
        #expect(configuration.sources.count == 1)
        #expect(configuration.sources[0].strings("hosts") == ["gpu01", "gpu02"])
    }
}
