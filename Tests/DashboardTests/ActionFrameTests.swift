import Fleet
import Foundation
import Support
import Testing

@testable import Dashboard

/// The plan screen, the forms and 7 Actions as plain text, compared with the files in `Frames`;
/// `HYBRIDTOP_RECORD=1` writes them anew, `HYBRIDTOP_PICTURES` their colours.
@Suite struct ActionFrameTests {
    private static func scenes(_ columns: Int, _ rows: Int) -> [(String, Script)] {
        var share = SampleAction.script(columns: columns, rows: rows)
        share.type("3/chat/rented")
        share.press(.enter)
        share.type("r45")
        var scale = SampleAction.script(columns: columns, rows: rows)
        scale.type("3")
        scale.state.selection["endpoints"] = .endpoint(
            source: SampleAction.source, label: "chat/own")
        scale.type("sx2")
        var shift = ActingTests.planned(columns: columns, rows: rows)
        shift.type("n")
        var plan = SampleAction.shift()
        plan.state = .checked
        plan.isConfirmed = false
        ActingTests.answer(&shift, plan)
        ActingTests.see(&shift)
        var quit = ActionsViewTests.script(columns: columns, rows: rows)
        quit.type("q")
        let unknown = ActingTests.planned(
            more: [
                .init(.ownership, .unknown, "Nobody says who owns it."),
                .init(
                    .residency, .block, "patient stays on own hardware, and us-east-1 is rented."),
            ], columns: columns, rows: rows)
        var menu = SampleAction.script(columns: columns, rows: rows)
        menu.send(.actionsRecalled([ActionsViewTests.left()]))
        menu.type("7")
        menu.press(.enter)
        var attention = SampleAction.script(columns: columns, rows: rows)
        attention.send(.actionsRecalled([ActionsViewTests.left()]))
        attention.type("0")
        var stop = ActionsViewTests.script(columns: columns, rows: rows)
        stop.type("jc")
        return [
            ("left-menu", menu), ("left-attention", attention), ("stop", stop),
            ("left-plan", ActionsLeftTests.shown(columns: columns, rows: rows)),
            ("plan", ActingTests.planned(columns: columns, rows: rows)), ("plan-stages", shift),
            ("plan-refused", unknown),
            (
                "plan-destructive",
                ActingTests.planned(tier: .destructive, columns: columns, rows: rows)
            ),
            ("shares", share), ("scale", scale), ("quit", quit),
            ("actions", ActionsViewTests.script(columns: columns, rows: rows)),
            (
                "actions-none",
                {
                    var script = SampleAction.script(columns: columns, rows: rows);
                    script.type("7"); return script
                }()
            ),
        ]
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func frames(columns: Int, rows: Int) throws {
        let environment = ProcessInfo.processInfo.environment
        for (name, script) in Self.scenes(columns, rows) {
            var script = script
            script.state.notice = nil
            let text = script.frame().text + "\n"
            let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Frames/acting-\(name)-\(columns).txt")
            if environment["HYBRIDTOP_RECORD"] != nil {
                try text.write(to: path, atomically: true, encoding: .utf8)
            }
            if let folder = environment["HYBRIDTOP_PICTURES"] {
                try FrameText.ansi(script.frame()).write(
                    toFile: "\(folder)/acting-\(name)-\(columns).ansi", atomically: true,
                    encoding: .utf8)
            }
            #expect(text == (try? String(contentsOf: path, encoding: .utf8)), "\(name)\n\(text)")
        }
    }

    @Test func everySizeIsWhole() {
        for (columns, rows) in [(40, 10), (41, 11), (60, 12), (2, 2), (200, 60)] {
            for (name, script) in Self.scenes(120, 40) {
                var script = script
                script.send(.resized(columns: columns, rows: rows))
                script.press(.down, .pageDown, .end, .up)
                for isASCII in [true, false] {
                    let frame = script.frame(isASCII: isASCII)
                    #expect(frame.width == columns && frame.height == rows, "\(name)")
                    if isASCII { #expect(frame.text.utf8.allSatisfy { $0 < 0x80 }, "\(name)") }
                }
            }
        }
    }
}
