import Dashboard
import Fleet
import Support
import Testing

/// Where there is no room for every row, it is told how many are left out, and what matters stays.
@Suite struct CutRowsTests {
    @Test func theSumOfAllSitesIsTheLastRowHoweverFewAreShown() throws {
        for (columns, rows) in [(60, 18), (80, 20), (40, 10)] {
            let script = Script(columns: columns, rows: rows)
            let lines = script.frame().text.split(separator: "\n").map(String.init)
            let top = try #require(lines.firstIndex { $0.contains(" Sites ") })
            let bottom = try #require(lines[top...].firstIndex { $0.hasPrefix("└") })
            #expect(lines[bottom - 1].contains("│ all "), "\(columns)x\(rows)")
            let shown = bottom - top - 2
            #expect(shown == 4 || lines[top].contains("\(4 - shown) more"), "\(lines[top])")
        }
    }

    @Test func aListThatIsCutSaysHowManyMore() {
        let script = Script(columns: 80, rows: 18)
        #expect(script.frame().text.contains("┌ Endpoints 4 "))
        #expect(script.frame().text.contains(" 3 more · 3 all "), "\(script.frame().text)")
    }

    @Test func whatCanBeDoneWhereNothingIsFoundIsInSight() {
        var fleet = SampleFleet.empty()
        fleet.generation = 1
        let options = DashboardOptions(lookedFor: (1...12).map { "a server at port \($0)" })
        for rows in [12, 16, 24] {
            let text = Script(fleet, columns: 80, rows: rows, options: options).frame().text
            #expect(text.contains("D  look at the simulated fleet"), "\(text)")
            #expect(text.contains("hybridtop config init"), "\(text)")
            #expect(text.contains("port 12") || text.contains("· and "), "\(text)")
        }
    }

    @Test func partOfTheEndpointsIsCountedInRows() {
        var fleet = SampleFleet.usual()
        let place = fleet.sources.count - 1
        let parts = ["a", "b"].map { EndpointIdentity(name: "fraud", variant: $0, kind: "triton") }
        fleet.sources[place].sample = Sample(inventory: Inventory(endpoints: parts))
        var script = Script(fleet)
        script.type("3")
        #expect(script.frame().text.contains("Endpoints 4 · 2 variants"))
        script.type("/fraud")
        script.press(.enter)
        #expect(script.frame().text.contains("Endpoints 2 of 5 rows"))
        script.press(.escape)
        script.type("1")
        #expect(script.frame().text.contains("Endpoints 4 · 2 variants"))
    }

    /// A finding with more evidence than fits, in a terminal of the usual size and less.
    @Test(arguments: [(80, 24), (80, 20), (60, 18), (120, 24), (200, 20)])
    func whatIsToBeDoneIsNeverCut(_ columns: Int, _ rows: Int) {
        var fleet = SampleFleet.usual()
        let first = fleet.findings[0]
        fleet.findings[0].evidence = (1...14).map { "Fact number \($0) of this finding." }
        fleet.findings[0].nextStep = "Drain it first, then reset it, and boot it at the end."
        for copy in 0..<20 {
            var other = first
            other.id += "\(copy)"
            fleet.findings.append(other)
        }
        var script = Script(fleet, columns: columns, rows: rows)
        script.type("0")
        let text = script.frame().text
        #expect(text.contains("→ Drain it first, then"), "\(text)")
        #expect(text.contains("at the end."), "\(text)")
        #expect(text.contains("Fact number 1 "), "\(text)")
        let facts = (1...14).count { text.contains("Fact number \($0) ") }
        #expect(facts == 14 || text.contains("  \(14 - facts) more"), "\(text)")
        let lists = text.split(separator: "\n")[1]
        #expect(lists.contains(" more "), "\(lists)")
    }
}
