import Dashboard
import Fleet
import Support
import Testing

/// What stands where there is no figure: a dash, a blank, or the mean in the place of a percentile.
@Suite struct MissingFigureTests {
    /// The row of a name on a view, from the name on.
    private func row(_ name: String, _ keys: String, _ fleet: FleetSnapshot, isASCII: Bool = false)
        -> String
    {
        var script = Script(fleet, columns: 120, rows: 40)
        script.type(keys)
        let lines = script.frame(isASCII: isASCII).text.split(separator: "\n")
        return lines.first { $0.contains(name) }.map(String.init) ?? ""
    }

    private func means() -> FleetSnapshot {
        var fleet = SampleFleet.usual()
        let place = fleet.sources.count - 1
        fleet.sources[place].sample?.endpointStates = [.serving]
        fleet.sources[place].sample?.endpoints[.requestRate, 0] = .value(1271)
        fleet.sources[place].sample?.endpoints[.latencyMean, 0] = .value(0.0124)
        fleet.sources[place].sample?.endpoints[.latencyP95, 0] = .absent(.notReported)
        return fleet
    }

    @Test(arguments: ["1", "3"])
    func aMeanStandsForAPercentileThatIsNotTold(_ view: String) {
        #expect(row("fraud", view, means()).contains(" ø12 "))
        #expect(row("fraud", view, means(), isASCII: true).contains(" @12 "))
        #expect(!row("embed", view, means()).contains("ø"))
    }

    /// Beyond the highest bucket the percentile is long; a mean would say that all is well.
    @Test func aPercentileBeyondTheBucketsIsNoMean() {
        var fleet = means()
        let place = fleet.sources.count - 1
        fleet.sources[place].sample?.endpoints[.latencyP95, 0] = .absent(
            Absence(.notReported, .aboveHighestBucket))
        #expect(!row("fraud", "3", fleet).contains("ø"))
    }

    /// Rate, errors and latency apply to whatever serves; a time to the first token to language models.
    @Test(arguments: ["1", "3"])
    func aDashAppliesAndABlankDoesNot(_ view: String) {
        var fleet = SampleFleet.usual()
        let place = fleet.sources.count - 1
        fleet.sources[place].sample?.endpoints[.requestRate, 0] = .absent(.unsupported)
        fleet.sources[place].sample?.endpoints[.firstTokenP95, 0] = .absent(.unsupported)
        #expect(row("fraud", view, fleet).filter { $0 == "—" }.count == 4 + (view == "1" ? 1 : 0))
        fleet.sources[place].sample?.endpoints[.firstTokenP95, 0] = .absent(.notReported)
        #expect(row("fraud", view, fleet).filter { $0 == "—" }.count == 5 + (view == "1" ? 1 : 0))
    }
}
