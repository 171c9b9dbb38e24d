import Dashboard
import Fleet
import Support
import Testing

/// Nothing traps, nothing overlaps, and nothing leaves the screen: every view, layer and fleet at sizes
/// from 1x1 to 400x120.
@Suite struct EverySizeTests {
    static let sizes: [(Int, Int)] =
        [
            (0, 0), (1, 1), (2, 2), (5, 3), (39, 9), (40, 10), (41, 11), (60, 12), (79, 23),
            (80, 24),
            (80, 10), (40, 60), (99, 30), (100, 31), (120, 40), (133, 50), (200, 60), (400, 120),
        ]
    static let keys = ["", "?", ":s", "/util<", "o", "c", "b", "t", "x"]

    @Test(arguments: ViewID.allCases)
    func everyView(_ view: ViewID) {
        for (name, snapshot) in SampleHostility.all() {
            for (columns, rows) in Self.sizes {
                var script = Script(snapshot, columns: columns, rows: rows)
                let subject = subject(view, script)
                script.state.trail = [Location(view, subject)]
                script.press(.down, .right, .end, .tab, .down)
                let frame = script.frame()
                #expect(frame.width == columns && frame.height == rows, "\(name)")
                checkPanes(script, "\(view) \(name) \(columns)x\(rows)")
                checkCells(frame, "\(view) \(name) \(columns)x\(rows)")
            }
        }
    }

    /// A detail view is about the first thing that it could be about.
    private func subject(_ view: ViewID, _ script: Script) -> Identity? {
        switch view {
        case .node:
            Identity.node(
                source: SourceID(provider: "nvidia-smi", instance: "gpu-b17"), name: "gpu-b17")
        case .endpoint:
            Identity.endpoint(
                source: SourceID(provider: "prometheus-scrape", instance: "chat-70b.hall-a"),
                label: "chat-70b")
        default: nil
        }
    }

    @Test(arguments: keys)
    func everyLayer(_ keys: String) {
        for (_, snapshot) in SampleHostility.all() {
            for (columns, rows) in [(2, 2), (40, 10), (41, 11), (80, 24), (120, 40)] {
                for view in ["2", "0", "8"] {
                    var script = Script(snapshot, columns: columns, rows: rows)
                    script.type(view + keys)
                    script.press(.down, .down, .up, .pageDown)
                    checkCells(script.frame(), "\(keys) \(columns)x\(rows)")
                    script.send(.resized(columns: rows, rows: columns))
                    checkCells(script.frame(), "\(keys) turned \(columns)x\(rows)")
                }
            }
        }
    }

    /// Panes do not overlap and stay between the header and the key bar.
    private func checkPanes(_ script: Script, _ name: String) {
        guard script.state.columns >= 40, script.state.rows >= 10 else { return }
        let panes = script.state.panes
        let body = DashboardView.body(columns: script.state.columns, rows: script.state.rows)
        for (place, pane) in panes.enumerated() {
            let rect = pane.rect
            #expect(rect.column >= body.column && rect.row >= body.row, "\(name) \(pane.id)")
            #expect(
                rect.column + rect.width <= body.column + body.width
                    && rect.row + rect.height <= body.row + body.height, "\(name) \(pane.id)")
            for other in panes.dropFirst(place + 1) {
                let apart =
                    other.rect.column >= rect.column + rect.width
                    || rect.column >= other.rect.column + other.rect.width
                    || other.rect.row >= rect.row + rect.height
                    || rect.row >= other.rect.row + other.rect.height
                #expect(apart, "\(name): \(pane.id) and \(other.id) overlap")
            }
        }
    }

    /// Wide characters have their second column, and nothing is a control character.
    private func checkCells(_ frame: Frame, _ name: String) {
        for row in 0..<frame.height {
            for column in 0..<frame.width {
                let cell = frame[column, row]
                if cell.width == 2 {
                    #expect(
                        column + 1 < frame.width && frame[column + 1, row].width == 0, "\(name)")
                }
                #expect(cell.width == 0 || cell.scalar >= 0x20, "\(name) \(column),\(row)")
                #expect(!(0x7f..<0xa0).contains(cell.scalar), "\(name) \(column),\(row)")
            }
        }
    }

    @Test func asciiIsComplete() {
        for view in ViewID.allCases {
            for (columns, rows) in [(80, 24), (120, 40)] {
                var script = Script(SampleHostility.hostile(), columns: columns, rows: rows)
                script.state.trail = [Location(view, subject(view, script))]
                script.send(.ticked(SampleFleet.time))
                for keys in ["", "?"] {
                    script.type(keys)
                    let text = script.frame(isASCII: true).text
                    #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(view)")
                }
            }
        }
    }

    @Test func belowTheLeastSizeOneLineSaysWhatIsNeeded() {
        var script = Script(columns: 39, rows: 9)
        #expect(script.frame().text.contains("needs 40x10, this is 39x9"))
        script.send(.resized(columns: 40, rows: 10))
        #expect(!script.frame().text.contains("needs"))
    }
}
