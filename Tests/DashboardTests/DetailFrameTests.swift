import Fleet
import Foundation
import Support
import Testing

@testable import Dashboard

/// The overview and the two detail views as plain text, compared with the files in `Frames`;
/// `HYBRIDTOP_RECORD=1` writes them anew.
@Suite struct DetailFrameTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        var name: String
        var location = Location(.overview)
        var columns = 120
        var rows = 40
        var nodes = 8
        var gpus = 8
        var hasTrouble = true
        var isASCII = false
        var testDescription: String { name }
    }

    static let node = Location(
        .node,
        .node(source: SourceID(provider: "nvidia-smi", instance: "gpu-a01"), name: "gpu-a01"))
    static let endpoint = Location(
        .endpoint,
        .endpoint(
            source: SourceID(provider: "prometheus-scrape", instance: "vllm"), label: "chat-70b"))

    static let scenes = [
        Scene(name: "overview", nodes: 64),
        Scene(name: "overview-80", columns: 80, rows: 24),
        Scene(name: "overview-40", columns: 40, rows: 10),
        Scene(name: "overview-200", columns: 200, rows: 60, nodes: 64),
        Scene(name: "overview-ascii", isASCII: true),
        Scene(name: "overview-healthy", columns: 80, rows: 24, nodes: 1, hasTrouble: false),
        Scene(name: "overview-large", nodes: 300),
        Scene(name: "node", location: node),
        Scene(name: "node-80", location: node, columns: 80, rows: 24),
        Scene(
            name: "node-1-gpu", location: node, columns: 80, rows: 24, nodes: 1, gpus: 1,
            hasTrouble: false),
        Scene(name: "node-16-gpus", location: node, gpus: 16),
        Scene(name: "node-64-gpus", location: node, columns: 80, rows: 24, gpus: 64),
        Scene(name: "endpoint", location: endpoint),
        Scene(name: "endpoint-80", location: endpoint, columns: 80, rows: 24),
    ]

    @Test(arguments: scenes)
    func frame(_ scene: Scene) throws {
        let text = Self.script(scene).frame(isASCII: scene.isASCII).text + "\n"
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Frames/\(scene.name).txt")
        if ProcessInfo.processInfo.environment["HYBRIDTOP_RECORD"] != nil {
            try text.write(to: path, atomically: true, encoding: .utf8)
        }
        #expect(text == (try? String(contentsOf: path, encoding: .utf8)), "\(text)")
    }

    static func script(_ scene: Scene, theme: Theme = .fallback) -> Script {
        var fleet = MadeFleet()
        fleet.nodes = scene.nodes
        fleet.gpus = scene.gpus
        fleet.hasTrouble = scene.hasTrouble
        var script = Script(
            fleet.snapshot(), columns: scene.columns, rows: scene.rows,
            options: DashboardOptions(themes: [theme]))
        script.state.go(to: scene.location)
        return script
    }

    /// Busy is good: on a healthy fleet no cell has the colour of what is broken, however full it is.
    @Test(arguments: [node, endpoint, Location(.overview)])
    func aHealthyFleetShowsNoRedCell(_ location: Location) {
        let scene = Scene(name: "", location: location, nodes: 20, hasTrouble: false)
        #expect(Self.critical(scene).isEmpty)
    }

    @Test func aLostGPUIsTheRedOfTheOverview() {
        let found = Self.critical(Scene(name: "", nodes: 20))
        #expect(found.contains("✖"))
        #expect(!found.contains("▇"))
    }

    /// Graphs of what is old have the colour of what is old, whatever they show.
    @Test(arguments: [node, endpoint])
    func theGraphsOfWhatIsOldAreDim(_ location: Location) {
        func dots(isLive: Bool) -> Int {
            var theme = Theme.fallback
            let old = Style(foreground: Color(rgb: 0x010203))
            theme[.stale] = old
            var fleet = MadeFleet().snapshot()
            for place in fleet.sources.indices where !isLive {
                fleet.sources[place].status = .stale(SourceFailure(.silent, ""))
            }
            var script = Script(fleet, options: DashboardOptions(themes: [theme]))
            script.state.go(to: location)
            let frame = script.frame()
            return frame.cells.count { cell in
                (0x2801...0x28ff).contains(cell.scalar) && frame.styles[Int(cell.style)] == old
            }
        }
        #expect(dots(isLive: true) == 0)
        #expect(dots(isLive: false) > 50)
    }

    /// The characters drawn in the colour of what is broken.
    private static func critical(_ scene: Scene) -> Set<Character> {
        var theme = Theme.fallback
        let red = Style(foreground: Color(rgb: 0xff0001))
        theme[.critical] = red
        let frame = script(scene, theme: theme).frame()
        var found = Set<Character>()
        for cell in frame.cells where frame.styles[Int(cell.style)] == red {
            if let scalar = Unicode.Scalar(cell.scalar) { found.insert(Character(scalar)) }
        }
        return found
    }

    /// Tab reaches the panes and Enter goes in.
    @Test func tabAndEnterLeadFromTheOverviewToADetail() {
        var script = Self.script(Scene(name: ""))
        script.press(.enter)
        #expect(script.state.location == Self.node)
        script.press(.escape, .tab, .tab, .tab)
        #expect(script.state.focusedPane(script.state.panes)?.id == "overview.endpoints")
        script.press(.down, .enter)
        #expect(script.state.location == Self.endpoint)
        script.press(.escape, .character("v"))
        #expect(script.state.metric == .memoryUsed)
    }
}
