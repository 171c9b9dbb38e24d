import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// Where the overview tells of objectives, and in what colour.
@Suite struct ObjectiveFrameTests {
    private static let kept: [String: Objective] = [
        "chat-70b": Objective(latencyP95: 1, firstTokenP95: 0.5), "embed": Objective(latencyP95: 1),
    ]

    private static let red = Color(rgb: 0xff0001)

    private func drawn(
        _ objectives: [String: Objective], columns: Int = 200, rows: Int = 60,
        _ change: (inout FleetSnapshot) -> Void = { _ in }
    ) -> Frame {
        var snapshot = MadeFleet().snapshot()
        snapshot.objectives = objectives
        change(&snapshot)
        var theme = Theme.fallback
        theme[.critical] = Style(foreground: Self.red)
        return Script(
            snapshot, columns: columns, rows: rows, options: DashboardOptions(themes: [theme])
        ).frame()
    }

    private func lines(_ frame: Frame) -> [String] {
        frame.text.split(separator: "\n").map(String.init)
    }

    private func row(_ name: String, _ frame: Frame) -> String? {
        lines(frame).first { $0.hasPrefix("│ \(name) ") }
    }

    /// `chat-70b` is there twice, at two sites, with two limits each.
    @Test func theHeaderAndTheSitesCountThem() throws {
        let frame = drawn(Self.kept)
        #expect(frame.text(row: 0).contains("objectives 5/5 "))
        #expect(!frame.text(row: 0).contains("known"))
        #expect(lines(frame).contains { $0.contains(" obj ") })
        #expect(try #require(row("hall-a", frame)).contains(" 3/3"))
        #expect(try #require(row("us-east-1", frame)).contains(" 2/2"))
        #expect(try #require(row("all", frame)).contains(" 5/5"))
    }

    @Test func whatIsNotKnownIsSaid() throws {
        let frame = drawn(Self.kept) { snapshot in
            for place in snapshot.sources.indices where snapshot.sources[place].site == "us-east-1"
            {
                snapshot.sources[place].status = .stale(SourceFailure(.silent, "Nothing heard."))
            }
        }
        #expect(frame.text(row: 0).contains("objectives 3/3 (3 of 5 known)"))
        #expect(try #require(row("all", frame)).contains(" 3/3 of 5"))
        #expect(try #require(row("us-east-1", frame)).contains("—"))
    }

    @Test func whereNobodyHasOneThereIsNone() {
        let frame = drawn([:])
        #expect(!frame.text(row: 0).contains("obj"))
        #expect(!lines(frame).contains { $0.contains(" obj ") })
    }

    /// A narrow screen leaves it out before capacity and load.
    @Test func itGoesFirstWhereThereIsNoRoom() {
        let narrow = drawn(Self.kept, columns: 60, rows: 24)
        #expect(!narrow.text.contains("obj"))
        #expect(narrow.text(row: 0).contains("sources"))
    }

    /// What is measured is not red before a finding says so.
    @Test func colourOnlyWhereAFindingSaysThatOneIsBreached() {
        var strict = Self.kept
        strict["embed"] = Objective(latencyP95: 0.1)
        let breach = Finding(
            rule: "objective-latency_p95_seconds", severity: .critical,
            subject: Subject(kind: .endpoint, site: "hall-a", name: "embed"),
            title: "p95 120 ms, objective 100 ms", evidence: [], nextStep: "",
            since: SampleFleet.time.wall)
        let cases: [([String: Objective], [Finding], String, Bool)] = [
            (Self.kept, [], "5/5", false), (strict, [], "4/5", false),
            (strict, [breach], "4/5", true),
        ]
        for (objectives, findings, text, isBad) in cases {
            let frame = drawn(objectives) { $0.findings = findings }
            for row in 0..<frame.height {
                let line = frame.text(row: row)
                guard let place = line.range(of: " \(text) ") else { continue }
                let column = line.distance(from: line.startIndex, to: place.lowerBound) + 1
                let colour = frame.styles[Int(frame[column, row].style)].foreground
                #expect((colour == Self.red) == isBad, "\(line)")
            }
        }
    }
}
