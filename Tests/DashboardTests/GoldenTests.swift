import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// Screens as plain text, compared with the files in `Frames`. `HYBRIDTOP_RECORD=1` writes them anew; a
/// change of a file is to be looked at like any other change.
@Suite struct GoldenTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        var name: String
        var keys: String
        var columns = 120
        var rows = 24
        var isASCII = false
        var testDescription: String { name }
    }

    static let scenes = [
        Scene(name: "nodes", keys: "2"),
        Scene(name: "nodes-80", keys: "2", columns: 80),
        Scene(name: "nodes-40", keys: "2", columns: 40, rows: 10),
        Scene(name: "nodes-ascii", keys: "2", isASCII: true),
        Scene(name: "nodes-by-site", keys: "2:group site\n"),
        Scene(name: "nodes-filtered", keys: "2/util<60\n"),
        Scene(name: "endpoints", keys: "3"),
        Scene(name: "endpoints-by-kind", keys: "3:group kind\n"),
        Scene(name: "sources", keys: "8jj"),
        Scene(name: "attention", keys: "0"),
        Scene(name: "attention-80", keys: "0", columns: 80),
        Scene(name: "later", keys: "6", columns: 80, rows: 12),
        Scene(name: "help", keys: "2?", columns: 80),
        Scene(name: "help-search", keys: "2?snooze", columns: 80),
        Scene(name: "palette", keys: "2:so", columns: 80),
        Scene(name: "sort-menu", keys: "2o", columns: 80),
        Scene(name: "filter-error", keys: "2/util<", columns: 80, rows: 12),
    ]

    @Test(arguments: scenes)
    func frame(_ scene: Scene) throws {
        var script = Script(columns: scene.columns, rows: scene.rows)
        for character in scene.keys {
            script.press(character == "\n" ? .enter : .character(character))
        }
        script.state.notice = nil
        try Self.compare(script.frame(isASCII: scene.isASCII).text, with: scene.name)
    }

    @Test func nothingFound() throws {
        var fleet = SampleFleet.empty()
        fleet.generation = 1
        var options = DashboardOptions(
            lookedFor: [
                "nvidia-smi on this machine: no such command",
                "an endpoint on port 8000, 30000, 8080 or 9400: connection refused",
            ])
        options.configurationPath = "/home/kim/.config/hybridtop/config.yaml"
        let script = Script(fleet, columns: 80, rows: 24, options: options)
        try Self.compare(script.frame().text, with: "nothing-found")
    }

    static func compare(_ text: String, with name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Frames/\(name).txt")
        if ProcessInfo.processInfo.environment["HYBRIDTOP_RECORD"] == "1" {
            try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(text + "\n" == expected, "\(name) differs; HYBRIDTOP_RECORD=1 records it anew")
    }
}
