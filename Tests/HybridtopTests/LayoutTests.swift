import Dashboard
import FoundationEssentials
import Support
import Testing

@testable import hybridtop

@Suite struct LayoutFileTests {
    @Test func aLayoutIsReadBackAsItWasKept() throws {
        let folder = try TestFolder()
        let file = LayoutFile(path: "\(folder.path)/a/b/layout.json")
        #expect(try file.read() == nil)
        let layout = SavedLayout(
            theme: "nordic",
            tables: [
                "nodes": SavedLayout.Table(
                    sortColumn: "util", isDescending: true, hidden: ["age"], shown: ["clock"],
                    group: "label:rack"),
                "sources": SavedLayout.Table(
                    sortColumn: nil, isDescending: false, hidden: [], shown: [], group: nil),
            ])
        try file.write(layout)
        #expect(try file.read() == layout)
        #expect(
            folder.run("test $(stat -c %a a/b/layout.json) = 600 && test $(stat -c %a a) = 700")
                == 0)
        #expect(folder.run("jq -e '.tables.nodes.sort == \"util\"' a/b/layout.json > out") == 0)
    }

    @Test func everyPartMayBeMissing() throws {
        let folder = try TestFolder()
        try folder.write(
            "{\"tables\":{\"nodes\":{\"sort\":\"\\u001bmem\"}},\"later\":1}", "layout.json")
        let layout = try LayoutFile(path: "\(folder.path)/layout.json").read()
        #expect(layout?.theme == "")
        #expect(layout?.tables["nodes"]?.sortColumn?.contains("\u{1b}") == false)
    }

    @Test(arguments: ["", "{", "[]", "{\"theme\":1}", "{\"tables\":[]}", "\u{0}"])
    func whatIsNoLayoutIsAProblem(text: String) throws {
        let folder = try TestFolder()
        try folder.write(text, "layout.json")
        #expect(throws: LayoutFile.Problem.self) {
            try LayoutFile(path: "\(folder.path)/layout.json").read()
        }
    }
}

extension RealProgramTests {
    /// What is kept from one start to the next.
    @Suite struct Memory {
        @Test func themeAndSortingComeBack() throws {
            let program = try ProgramRun()
            let first = try program.screen(["--demo"])
            try first.write("2:sort temp desc\r")
            try first.wait { $0.row(2).contains("temp▼") }
            try first.write(":theme mono\r:save\r")
            try first.wait(for: "are kept for the next start")
            try first.write("q")
            #expect(try first.waitForExit() == .code(0))
            #expect(program.folder.text("state/hybridtop/layout.json").contains("\"mono\""))
            let second = try program.screen(["--demo"])
            try second.write("2")
            // The other columns depend on what the nodes have told so far.
            try second.wait { $0.row(2).contains("temp▼") }
            // A theme that is asked for goes over the one that was kept.
            try second.write(":save\rq")
            #expect(try second.waitForExit() == .code(0))
            #expect(program.folder.text("state/hybridtop/layout.json").contains("\"mono\""))
            let third = try program.screen(["--demo", "--theme", "nordic"])
            try third.write(":save\rq")
            #expect(try third.waitForExit() == .code(0))
            #expect(program.folder.text("state/hybridtop/layout.json").contains("\"nordic\""))
        }

        @Test func aBrokenLayoutIsPassedOverAndSaid() throws {
            let program = try ProgramRun()
            _ = program.folder.run(
                "mkdir -p state/hybridtop && echo '{' > state/hybridtop/layout.json")
            let words = "layout.json is no layout of hybridtop and is passed over"
            let terminal = try program.screen(["--demo"], columns: 200, until: words)
            #expect(terminal.screen.isAlternate)
        }

        @Test func aThemeThatIsNotThereIsSaid() throws {
            let terminal = try ProgramRun().screen(
                ["--demo", "--theme", "no-such"], until: "There is no theme 'no-such'; there are")
            #expect(terminal.screen.isAlternate)
        }

        @Test func anAcknowledgementIsKeptWhereThereWasNoFolder() throws {
            let program = try ProgramRun(
                "sources: [{ prometheus-scrape: { url: \"http://127.0.0.1:9/metrics\" } }]")
            let terminal = try program.screen()
            try terminal.write("0")
            try terminal.wait(for: "Why, and what to do")
            try terminal.wait(for: "never answered")
            try terminal.write("x\r")
            try terminal.wait("a file") { _ in
                program.folder.text("state/hybridtop/acknowledgements.jsonl").contains("ada")
            }
        }
    }
}
