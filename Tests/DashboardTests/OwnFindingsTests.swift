import Fleet
import Support
import Testing

@testable import Dashboard

/// Findings where they are looked for: on the page of what they are about, with the site where a name
/// is not enough, and counted where they are quiet.
@Suite struct OwnFindingsTests {
    private static func finding(
        _ endpoint: SourceState, rule: String = "queue-growing", severity: Severity = .warning
    ) -> Finding {
        Finding(
            rule: rule, severity: severity,
            subject: Subject(
                kind: .endpoint, source: endpoint.id, site: endpoint.site, name: "chat-70b"),
            title: "queue 143 and rising", evidence: ["12 waited 30 s ago, 143 now."],
            nextStep: "Add a replica.", since: SampleFleet.time.wall + .seconds(-90))
    }

    /// `chat-70b` in a hall and in a cloud, and both are overloaded.
    private static var script: Script {
        var hall = HealthScene.endpoint("chat-70b", site: "hall")
        hall.id = SourceID(provider: "prometheus-scrape", instance: "hall")
        var cloud = HealthScene.endpoint("chat-70b", site: "cloud")
        cloud.id = SourceID(provider: "prometheus-scrape", instance: "cloud")
        let only = HealthScene.endpoint("embed", site: "hall")
        var fleet = FleetSnapshot(
            generation: 1, time: SampleFleet.time, sources: [hall, cloud, only],
            sites: [Site(name: "hall"), Site(name: "cloud")])
        fleet.findings = [finding(hall), finding(cloud)]
        fleet.changes = fleet.findings.map {
            Change(time: SampleFleet.time.wall, subject: $0.subject, text: "replicas 2 -> 3")
        }
        return Script(fleet)
    }

    private func open(_ instance: String, _ script: inout Script) {
        let source = SourceID(provider: "prometheus-scrape", instance: instance)
        script.state.go(to: Location(.endpoint, .endpoint(source: source, label: "chat-70b")))
        script.state.settle()
    }

    @Test func aNameThatTwoSitesHaveIsToldWithItsSite() {
        var script = Self.script
        script.type("1")
        #expect(script.frame().text.contains("chat-70b (hall)   queue 143"))
        #expect(script.frame().text.contains("chat-70b (cloud)  queue 143"))
        script.type("0")
        let text = script.frame().text
        #expect(text.contains("chat-70b (hall)   queue 143"))
        #expect(text.contains("chat-70b (cloud)  replicas 2 -> 3"), "\(text)")
    }

    @Test func aNameThatOneSiteHasIsEnough() {
        var script = Self.script
        var fleet = script.state.snapshot
        fleet.generation += 1
        fleet.sources[1].site = "hall"
        script.send(.snapshotArrived(fleet))
        script.type("1")
        #expect(script.frame().text.contains("chat-70b  queue 143"))
    }

    @Test func aPageShowsItsOwnWithEvidenceAndNextStep() {
        var script = Self.script
        open("hall", &script)
        let text = script.frame().text
        #expect(text.contains("Attention 1"))
        #expect(text.contains("· 12 waited 30 s ago, 143 now."))
        #expect(text.contains("→ Add a replica."))
        let rows = text.split(separator: "\n").map(String.init)
        let heading = rows.firstIndex { $0.contains("Attention 1") } ?? 99
        let facts = rows.firstIndex { $0.contains("Endpoint chat-70b") } ?? 0
        #expect(heading < facts, "above everything else")
    }

    @Test func aPageWithoutFindingsHasNoSuchPane() {
        var script = Self.script
        let source = SourceID(provider: "prometheus-scrape", instance: "embed")
        script.state.go(to: Location(.endpoint, .endpoint(source: source, label: "embed")))
        script.state.settle()
        #expect(!script.frame().text.contains("Attention 1"))
        #expect(!script.frame().text.contains("Add a replica"))
    }

    @Test func whatIsFoldedIsShownOnEachPage() {
        var fleet = SampleFleet.usual()
        let nodes = fleet.sources.prefix(3).compactMap { source -> Subject? in
            source.sample.map {
                Subject(
                    kind: .node, source: source.id, site: source.site,
                    name: $0.inventory.nodes[0].name)
            }
        }
        fleet.findings = [
            Finding(
                rule: "hot", severity: .warning, subject: Subject(kind: .site, name: "hall-a"),
                title: "3 nodes: hot", evidence: [], nextStep: "Check the chillers.",
                since: fleet.time.wall, also: nodes)
        ]
        var script = Script(fleet)
        script.type("2")
        script.inFleetOrder()
        script.press(.enter)
        #expect(script.frame().text.contains("3 nodes: hot"), "\(script.frame().text)")
        #expect(script.frame().text.contains("→ Check the chillers."))
    }

    @Test func theOverviewCountsWhatIsQuiet() {
        var script = Self.script
        var fleet = script.state.snapshot
        fleet.generation += 1
        let seen = Acknowledgement(by: "ada", at: SampleFleet.time.wall)
        fleet.findings[0].acknowledgement = seen
        script.send(.snapshotArrived(fleet))
        script.type("1")
        #expect(script.frame().text.contains("1 quiet · 0 all"))
        fleet.generation += 1
        fleet.findings[1].acknowledgement = seen
        script.send(.snapshotArrived(fleet))
        #expect(script.frame().text.contains("nothing new needs attention · 2 quiet"))
        open("hall", &script)
        #expect(script.frame().text.contains("1 quiet"), "\(script.frame().text)")
    }
}
