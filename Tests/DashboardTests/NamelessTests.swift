import Fleet
import Support
import Testing

@testable import Dashboard

/// What has no name is not given one, and what has a number says it.
@Suite struct NamelessTests {
    @Test func sourcesWithoutASiteAreNoSiteCalledDefault() throws {
        var fleet = SampleFleet.usual()
        let first = try #require(fleet.sources.first?.site)
        for place in fleet.sources.indices where fleet.sources[place].site == first {
            fleet.sources[place].site = Site.unnamed.name
        }
        let text = Script(fleet).frame().text
        let row = try #require(text.split(separator: "\n").first { $0.contains("no site named") })
        #expect(!row.contains("default") && !row.contains("no site named  —"), "\(row)")
    }

    @Test func gpusOfOneNodeAreToldByTheirNumbers() throws {
        var fleet = SampleFleet.usual()
        let source = try #require(
            fleet.sources.first { ($0.sample?.inventory.accelerators.count ?? 0) >= 8 })
        let inventory = try #require(source.sample?.inventory)
        func subject(_ row: Int) -> Subject {
            let gpu = inventory.accelerators[row]
            return Subject(
                kind: .accelerator, source: source.id, site: source.site,
                name: inventory.nodes[gpu.node].name, accelerator: gpu.key)
        }
        let node = subject(0).name
        var finding = Finding(
            rule: "nvlink-down", severity: .critical, subject: subject(0), title: "NVLinks down",
            evidence: [], nextStep: "", since: SampleFleet.time.wall)
        finding.also = [subject(0), subject(3), subject(5)]
        fleet.findings = [finding]
        var script = Script(fleet)
        script.type("0")
        let text = script.frame().text
        let labels = [0, 3, 5].map { inventory.accelerators[$0].label }.joined(separator: " ")
        #expect(text.contains("also \(node) GPU \(labels) "), "\(text)")
    }

    /// Digits side by side would be a number.
    @Test func inASCIIOneGPUIsOneDigit() {
        let tiles = (0..<4).map { HeatTile(rawValue: UInt8($0 + 3)) }
        let map = HeatMap([.init(name: "hall-a", nodes: [.init(name: "n1", tiles: tiles[...])])])
        let layout = HeatMapLayout(map, width: 60, height: 4)
        #expect(layout.cells.allSatisfy { $0.width == 2 })
        for (isASCII, wanted) in [(true, "n1 3 4 5 6"), (false, "n1 ▃▃▄▄▅▅▆▆")] {
            var canvas = Canvas(width: 60, height: 4, theme: .fallback, isASCII: isASCII)
            layout.draw(on: &canvas, in: Canvas.Rect(column: 0, row: 0, width: 60, height: 4))
            #expect(canvas.frame.text.contains(wanted), "\(canvas.frame.text)")
        }
    }
}
