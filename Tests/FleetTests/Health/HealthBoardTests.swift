import Fleet
import Support
import Testing

/// What holds of the board as a whole: steadiness, folding, order, changes, acknowledgements.
@Suite struct HealthBoardTests {
    @Test func aReadingThatWaversAroundTheLineIsOneFinding() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        var seen: Set<WallTime> = []
        for second in 0..<120 {
            let celsius = second % 2 == 0 ? 86.4 : 85.1
            scene.edit { $0.accelerators[.temperature, 0] = .value(celsius) }
            for finding in scene.pass() { seen.insert(finding.since) }
            if second > 10 { #expect(scene.rules == ["hot"], "second \(second)") }
        }
        #expect(seen.count == 1, "raised once")
        scene.edit { $0.accelerators[.temperature, 0] = .value(70) }
        scene.pass()
        #expect(scene.rules == ["hot"], "lingers")
        scene.pass(.seconds(21))
        #expect(scene.rules.isEmpty)
    }

    @Test func whatStandsIsToldUntilItIsTakenAway() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        let own = Finding(
            rule: "own", severity: .warning, subject: Subject(kind: .fleet, name: "program"),
            title: "", evidence: [], nextStep: "", since: scene.snapshot.time.wall)
        scene.board.standing = [own]
        #expect(scene.pass(.seconds(3600)).map(\.id) == [own.id])
        let seen = Acknowledgement(by: "ada", at: scene.snapshot.time.wall)
        scene.board.acknowledgements.set(seen, for: own.id)
        #expect(scene.look().first?.acknowledgement == seen)
        scene.board.standing = []
        #expect(scene.look().isEmpty)
    }

    @Test func aSpikeIsNoFinding() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        for second in 0..<60 {
            let reasons = second % 10 == 0 ? 0x40 : 0.0
            scene.edit { $0.accelerators[.throttleReasons, 0] = .value(reasons) }
            #expect(scene.pass().isEmpty, "second \(second)")
        }
    }

    @Test func aGrowingQueueIsFoundAndOneThatStandsIsNot() {
        var scene = HealthScene([HealthScene.endpoint("chat"), HealthScene.endpoint("steady")])
        scene.edit(1) { $0.endpoints[.requestsWaiting, 0] = .value(40) }
        for second in 0..<60 {
            scene.edit(0) { $0.endpoints[.requestsWaiting, 0] = .value(Double(second * 3)) }
            scene.pass()
        }
        #expect(scene.rules == ["queue-growing"])
        #expect(scene.snapshot.findings.first?.title == "queue 177 and rising")
        scene.edit(0) { $0.endpoints[.requestsWaiting, 0] = .value(0) }
        scene.pass()
        scene.pass(.seconds(11))
        #expect(scene.rules.isEmpty)
    }

    @Test func silenceIsAmberAndThenRed() throws {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.pass()
        scene.snapshot.sources[0].status = .stale(SourceFailure(.timedOut, "ssh: timed out"))
        scene.pass(.seconds(10))
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.rule == "source-stale" && finding.severity == .warning)
        #expect(finding.title == "no data: timed out")
        #expect(finding.subject.kind == .node && finding.subject.name == "gpu-01")
        #expect(finding.since == SampleFleet.time.wall + .seconds(1), "since the last sample")
        scene.pass(.seconds(120))
        #expect(scene.snapshot.findings.first?.severity == .critical)
        #expect(scene.snapshot.findings.first?.id == finding.id)
    }

    @Test func aSilentSourceKeepsLastingFaultsAndDropsMomentaryOnes() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.edit { sample in
            sample.accelerators[.throttleReasons, 0] = .value(0x40)
            sample.accelerators[.eccUncorrected, 1] = .value(1)
        }
        scene.pass()
        scene.pass(.seconds(6))
        #expect(Set(scene.rules) == ["ecc-uncorrected", "throttled"])
        scene.snapshot.sources[0].status = .stale(SourceFailure(.silent, ""))
        scene.pass()
        scene.pass(.seconds(30))
        #expect(Set(scene.rules) == ["ecc-uncorrected", "source-stale"])
    }

    @Test func aDeadSwitchIsOneFinding() throws {
        let names = (1...20).map { "gpu-\($0)" }
        var scene = HealthScene(
            names.enumerated().map { place, name in
                HealthScene.node(name, labels: ["rack": place < 8 ? "r1" : "r2"])
            })
        scene.pass()
        for place in 0..<8 {
            scene.snapshot.sources[place].status = .stale(SourceFailure(.unreachable, "no route"))
        }
        scene.pass(.seconds(3))
        #expect(scene.rules == ["source-stale"])
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.title == "8 nodes in rack r1: no data: unreachable")
        #expect(finding.subject == Subject(kind: .site, site: "hall", name: "hall"))
        #expect(Set(finding.also.map(\.name)) == Set(names.prefix(8)))

        for place in 2..<8 { scene.snapshot.sources[place].status = .live }
        scene.pass(.seconds(3))
        #expect(scene.snapshot.findings.map(\.id) == [finding.id], "stays one while two are left")
        scene.snapshot.sources[1].status = .live
        scene.pass(.seconds(3))
        #expect(scene.snapshot.findings.map(\.subject.name) == ["gpu-1"])
    }

    @Test func differentCausesAreNotFolded() {
        let kinds: [SourceFailure.Kind] = [.unreachable, .timedOut, .sshAuthentication]
        var scene = HealthScene(kinds.indices.map { HealthScene.node("gpu-\($0)") })
        scene.pass()
        for (place, kind) in kinds.enumerated() {
            scene.snapshot.sources[place].status = .stale(SourceFailure(kind, ""))
        }
        scene.pass()
        #expect(scene.snapshot.findings.count == 3)
    }

    @Test func allGPUsOfANodeAreOneFinding() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.edit { sample in
            for row in 0..<8 { sample.acceleratorStates[row] = .lost(Absence(.lost, .gpuLost)) }
        }
        scene.pass()
        #expect(scene.snapshot.findings.map(\.title) == ["8 GPUs: lost"])
        #expect(scene.snapshot.findings.first?.subject.kind == .node)
    }

    @Test func mostSevereFirstThenLatest() {
        var scene = HealthScene([HealthScene.node("a"), HealthScene.node("b")])
        scene.edit(0) { $0.accelerators[.remapPending, 0] = .value(1) }
        scene.pass()
        scene.edit(1) { $0.accelerators[.remapPending, 0] = .value(1) }
        scene.pass()
        scene.edit(0) { $0.accelerators[.eccUncorrected, 1] = .value(1) }
        scene.pass()
        #expect(scene.rules == ["ecc-uncorrected", "remap-pending", "remap-pending"])
        #expect(scene.snapshot.findings.map(\.subject.name) == ["a", "b", "a"])
    }

    @Test func theSameSnapshotsGiveTheSameFindings() {
        func run() -> [[Finding]] {
            var scene = HealthScene((1...5).map { HealthScene.node("gpu-\($0)") })
            return (0..<40).map { second in
                scene.edit(second % 5) {
                    $0.accelerators[.temperature, second % 8] = .value(Double(60 + second))
                    if second == 20 { $0.acceleratorStates[1] = .lost(.notReported) }
                }
                return scene.pass()
            }
        }
        #expect(run() == run())
        #expect(run().contains { !$0.isEmpty })
    }

    @Test func idsAreUniqueInEveryPass() {
        var scene = HealthScene((1...4).map { HealthScene.node("gpu-\($0)") })
        for second in 0..<60 {
            scene.edit(second % 4) { sample in
                sample.accelerators[.temperature, second % 8] = .value(91)
                sample.accelerators[.eccUncorrected, second % 8] = .value(1)
                sample.accelerators[.lastXid, second % 8] = .value(48)
            }
            let findings = scene.pass()
            #expect(Set(findings.map(\.id)).count == findings.count)
        }
        #expect(!scene.snapshot.findings.isEmpty)
    }

    @Test func aBusySourceCostsNothingToTheOthers() {
        var scene = HealthScene((0..<3).map { HealthScene.node("gpu-\($0)") })
        scene.edit(0) { $0.accelerators[.eccUncorrected, 0] = .value(1) }
        scene.pass()
        #expect(scene.rules == ["ecc-uncorrected"])
        // Its readings change without a new sample: nobody may look.
        scene.edit(0) { $0.accelerators[.eccUncorrected, 0] = .value(0) }
        scene.look()
        #expect(scene.rules == ["ecc-uncorrected"])
    }
}
