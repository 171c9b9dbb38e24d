import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// 5 Jobs, as it is drawn.
@Suite struct JobFrameTests {
    private func script(_ keys: String = "", columns: Int = 120, rows: Int = 24) -> Script {
        var script = Script(SampleJobs.fleet(), columns: columns, rows: rows)
        for character in "5" + keys {
            script.press(character == "\n" ? .enter : .character(character))
        }
        script.state.notice = nil
        return script
    }

    private func jobs(_ script: Script) -> [String] {
        let ids = ["88120", "88207", "88198_3", "88301", "88302", "88303_[1-8]", "88001"]
        let lines = script.frame().text.split(separator: "\n")
        return lines.compactMap { line in
            ids.first { id in line.contains("│ ") && line.contains(" \(id) ") }
        }
    }

    @Test(arguments: [("jobs-80", 80), ("jobs", 120), ("jobs-200", 200)])
    func frame(_ name: String, _ columns: Int) throws {
        try GoldenTests.compare(script(columns: columns).frame().text, with: name)
    }

    @Test func byUser() throws {
        try GoldenTests.compare(script(":group user\n").frame().text, with: "jobs-by-user")
    }

    @Test func whatIsWrongComesFirstAndWhatIsOverNotAtAll() {
        #expect(
            jobs(script()) == ["88198_3", "88120", "88207", "88301", "88302", "88303_[1-8]"])
    }

    @Test(arguments: [
        ("idletime>15m", ["88198_3"]), ("user=ada", ["88120", "88302"]),
        ("user=ada & idletime>15m", []),
        ("state=pending", ["88302", "88303_[1-8]"]), ("node=gpu-a02", ["88207"]),
        ("left<1h", ["88207", "88301"]), ("gpus>=4 & util>50", ["88120"]), ("idle", ["88198_3"]),
        ("partition=eval", ["88207"]), ("sweep", ["88198_3", "88303_[1-8]"]),
    ])
    func filters(_ filter: String, _ expected: [String]) {
        #expect(jobs(script("/\(filter)\n")) == expected)
    }

    @Test func nodesShowWhatTheSchedulerSays() {
        var script = Script(SampleJobs.fleet(), columns: 200, rows: 30)
        script.type("2")
        let line = script.frame().text.split(separator: "\n").first { $0.contains(" gpu-a02 ") }
        #expect(line?.contains(" draining ") == true, "\(line ?? "")")
        script.type("/partition=eval")
        script.press(.enter)
        let text = script.frame().text
        #expect(text.contains(" gpu-a02 ") && !text.contains(" gpu-a01 "))
    }
}
