import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// 4 Workloads, as it is drawn.
@Suite struct WorkloadFrameTests {
    static func script(_ keys: String = "", columns: Int = 120, rows: Int = 40) -> Script {
        var script = SampleWorkloads.script(columns: columns, rows: rows)
        for character in keys {
            script.press(character == "\n" ? .enter : .character(character))
        }
        script.state.notice = nil
        return script
    }

    private func names(_ script: Script) -> [String] {
        let all = ["chat-70b", "fraud", "embed", "speech", "search", "vision"]
        let lines = script.frame().text.split(separator: "\n").prefix { !$0.contains("Sides of") }
        return lines.compactMap { line in
            all.first { line.hasPrefix("│ ") && line.contains(" \($0) ") }
        }
    }

    @Test(arguments: [
        ("workloads-80", 80, 24), ("workloads", 120, 40), ("workloads-200", 200, 60),
    ])
    func frame(_ name: String, _ columns: Int, _ rows: Int) throws {
        var script = Self.script(columns: columns, rows: rows)
        script.send(.actionChanged(SampleAction.shift()))
        try GoldenTests.compare(script.frame().text, with: name)
    }

    @Test(arguments: [("workloads-shifted", 120, 40), ("workloads-shifted-200", 200, 60)])
    func graphsShowWhetherTheFiguresFollow(_ name: String, _ columns: Int, _ rows: Int) throws {
        let script = SampleWorkloads.script(
            columns: columns, rows: rows, SampleWorkloads.shifted())
        try GoldenTests.compare(script.frame().text, with: name)
    }

    @Test func whatNothingTellsOfComesLastAndSaysSo() {
        var script = Self.script()
        #expect(names(script).last == "speech")
        script.press(.end)
        let text = script.frame().text
        #expect(text.contains("Sides of speech"))
        #expect(text.contains("no source tells of haproxy/speech"))
    }

    /// Among the services that nobody claims.
    @Test(arguments: [
        ("haproxy/serach", "haproxy/edge/search"), ("edge/search", "haproxy/edge/search"),
        ("haproxy/fraud2", nil), ("haproxy/speech", nil),
    ])
    func whatWasProbablyMeantIsNamed(router: String, meant: String?) {
        var snapshot = SampleWorkloads.fleet()
        snapshot.declaredWorkloads.removeAll { $0.name == "speech" }
        snapshot.declaredWorkloads.append(WorkloadDeclaration(name: "speech", router: router))
        snapshot.workloads = WorkloadSurvey.of(snapshot)
        var script = SampleWorkloads.script(columns: 200, rows: 60, snapshot)
        script.press(.end)
        let text = script.frame().text
        #expect(text.contains("no source tells of \(router)"))
        #expect(text.contains("did you mean") == (meant != nil))
        if let meant { #expect(text.contains(": did you mean `\(meant)`?")) }
    }

    @Test func asciiAndWithoutColours() throws {
        let script = Self.script(columns: 100, rows: 24)
        try GoldenTests.compare(script.frame(isASCII: true).text, with: "workloads-ascii")
    }

    @Test func theSidesAreOfTheSelectedOne() {
        var script = Self.script("/fraud\n")
        #expect(script.frame().text.contains("Sides of fraud"))
        script.press(.escape)
        script.type("/vision\n")
        script.press(.enter)
        let text = script.frame().text
        #expect(text.contains("Sides of vision") && text.contains("green"))
    }

    @Test(arguments: [
        ("label:data_class=patient", ["fraud"]), ("site=us-east-1", ["chat-70b", "vision"]),
        ("rented", ["chat-70b", "vision"]), ("owned", ["chat-70b", "fraud", "embed"]),
        ("rate>1000", ["chat-70b", "embed"]), ("err>1%", ["vision"]),
        ("p95<100ms", ["fraud", "embed"]),
        ("provider=haproxy", ["chat-70b", "fraud", "search"]), ("endpoint=green", ["vision"]),
        ("state=draining", ["fraud"]), ("chat", ["chat-70b"]),
    ])
    func filters(_ filter: String, _ expected: [String]) {
        var script = Self.script(":sort none\n/\(filter)\n")
        script.press(.home)
        #expect(names(script) == expected)
    }

    @Test func marksAndTheCursorStayWithTheirWorkload() {
        var script = Self.script(":sort none\n")
        script.press(.home)
        script.type("j ")
        #expect(script.state.marks == [.workload("fraud")])
        #expect(script.state.selection["workloads"] == .workload("embed"), "the next after it")
        script.type(":sort rate")
        script.press(.enter)
        #expect(script.state.selection["workloads"] == .workload("embed"))
        #expect(script.state.marks == [.workload("fraud")])
    }

    @Test func enterGoesToTheSidesAndFromThereToTheEndpoint() {
        var script = Self.script("/chat-70b\n")
        script.press(.enter)
        #expect(script.state.focus[.workloads] == "workload.sides")
        script.press(.down, .enter)
        #expect(script.state.view == .endpoint)
        let source = SourceID(provider: "prometheus-scrape", instance: "chat-70b.us-east-1")
        #expect(
            script.state.location.subject == .endpoint(source: source, label: "chat-70b"),
            "where the server is watched for itself")
        script.press(.escape, .escape)
        #expect(script.state.view == .workloads)
        #expect(script.state.focus[.workloads] == "workloads")
    }

    @Test func nothingRoutedIsSaid() {
        var script = Script(columns: 80, rows: 24)
        script.type("4")
        #expect(script.frame().text.contains("No workload is configured"))
    }

    @Test func whatIsOldIsNotShownAsCurrent() {
        var fleet = SampleWorkloads.fleet()
        for place in fleet.sources.indices where fleet.sources[place].id == SampleWorkloads.router {
            fleet.sources[place].status = .stale(
                SourceFailure(.timedOut, "no answer in 5 s", nextStep: ""))
        }
        fleet.workloads = WorkloadSurvey.of(fleet)
        let script = SampleWorkloads.script(fleet)
        let text = script.frame().text
        #expect(text.contains("no answer in 5 s"))
    }
}
