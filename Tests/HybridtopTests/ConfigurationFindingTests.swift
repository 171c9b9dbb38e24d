import Fleet
import Settings
import Testing

@testable import hybridtop

/// The finding about a configuration that cannot be taken over.
@Suite struct ConfigurationFindingTests {
    private let path = "/home/ada/fleet.yaml"

    private func error(_ line: Int) -> ConfigurationError {
        ConfigurationError(
            ConfigurationPlace(path, line: line, column: 3), path: "sites", message: "no \u{1b}[31m"
        )
    }

    private func told(_ outcome: ReloadOutcome, after last: Finding? = nil, at second: Int = 0)
        -> Finding?
    {
        ConfigurationFinding(path: path, last: last)
            .finding(outcome, WallTime(nanoseconds: Int64(second) * 1_000_000_000))
    }

    @Test func everyErrorHasItsPlaceAndNoEscape() throws {
        let finding = try #require(told(.refused([error(2), error(7)])))
        #expect(finding.evidence.count == 2)
        #expect(finding.evidence[0].hasPrefix("fleet.yaml:2:3: sites: no "))
        #expect(finding.evidence[1].hasPrefix("fleet.yaml:7:3: "))
        #expect(!finding.evidence.joined().contains("\u{1b}"))
        #expect(finding.title.hasPrefix("2 errors in fleet.yaml"))
        #expect(finding.nextStep.contains(path))
    }

    @Test func itIsOneFromTheFirstRefusalToTheLast() throws {
        let first = try #require(told(.refused([error(2)]), at: 5))
        let second = try #require(told(.refused([error(3)]), after: first, at: 9))
        #expect(second.id == first.id && second.since == first.since)
        let gone = try #require(told(.gone(path: path), after: second, at: 12))
        #expect(gone.id != second.id && gone.since > second.since)
        let counts = ReloadCounts(from: [], to: [])
        #expect(told(.taken(counts, FleetOptions()), after: gone) == nil)
    }

    @Test func thousandsOfErrorsAreCounted() throws {
        let finding = try #require(told(.refused((1...5000).map(error))))
        #expect(finding.evidence.count == 101)
        #expect(finding.evidence.last == "And 4900 more.")
    }
}
