import Fleet
import Support
import Testing

/// One overloaded endpoint is one finding, however many ways it shows.
@Suite struct SymptomFolderTests {
    private var scene = HealthScene(
        [HealthScene.endpoint("chat"), HealthScene.endpoint("other")],
        board: HealthBoard(objectives: ["chat": Objective(latencyP95: 2, firstTokenP95: 0.5)]))

    @Test mutating func symptomsOfOneOverloadAreOneFinding() throws {
        for second in 0..<60 {
            scene.edit {
                $0.endpoints[.requestsWaiting, 0] = .value(Double(second * 3))
                $0.endpoints[.cacheUsage, 0] = .value(0.99)
                $0.endpoints[.latencyP95, 0] = .value(3)
                $0.endpoints[.firstTokenP95, 0] = .value(0.9)
            }
            scene.pass()
        }
        let finding = try #require(scene.snapshot.findings.first)
        #expect(scene.rules == ["overloaded"])
        #expect(finding.severity == .critical, "an objective is breached")
        #expect(finding.title == "queue 177 and rising")
        #expect(finding.subject.name == "chat")
        for part in ["p95 3000 ms, objective 2000 ms.", "TTFT 900 ms, objective 500 ms."] {
            #expect(finding.evidence.contains(part), "\(finding.evidence)")
        }
        #expect(finding.evidence.count { $0.hasPrefix("KV cache 99%") } == 1)

        // The last symptom keeps the name; what was acknowledged does not come back as another.
        scene.edit {
            $0.endpoints[.requestsWaiting, 0] = .value(0)
            $0.endpoints[.latencyP95, 0] = .value(1)
            $0.endpoints[.cacheUsage, 0] = .value(0.2)
        }
        for _ in 0..<40 { scene.pass() }
        #expect(scene.snapshot.findings.map(\.id) == [finding.id])
        #expect(scene.snapshot.findings.map(\.title) == ["TTFT 900 ms, objective 500 ms"])
        scene.edit { $0.endpoints[.firstTokenP95, 0] = .value(0.1) }
        for _ in 0..<40 { scene.pass() }
        #expect(scene.rules.isEmpty)
    }

    @Test mutating func oneSymptomAloneKeepsItsName() {
        for _ in 0..<30 {
            scene.edit { $0.endpoints[.latencyP95, 0] = .value(3) }
            scene.pass()
        }
        #expect(scene.rules == ["objective-latency_p95_seconds"])
    }
}
