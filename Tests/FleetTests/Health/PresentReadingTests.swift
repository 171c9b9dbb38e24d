import Fleet
import Support
import Testing

/// A finding says what the reading is now, also while it stays for a while after the reading is back.
@Suite struct PresentReadingTests {
    private static let chat = ["chat": Objective(latencyP95: 12)]
    private var scene = HealthScene(
        [HealthScene.endpoint("chat")], board: HealthBoard(objectives: chat))

    private mutating func latency(_ seconds: Double, for passes: Int) {
        scene.edit { $0.endpoints[.latencyP95, 0] = .value(seconds) }
        for _ in 0..<passes { scene.pass() }
    }

    private var finding: Finding? { scene.snapshot.findings.first }

    @Test mutating func anObjectiveThatIsMetAgainIsNotSaidToBeBreached() throws {
        latency(14, for: 20)
        #expect(finding?.title == "p95 14000 ms, objective 12000 ms")
        #expect(finding?.severity == .critical)
        let id = finding?.id
        latency(11.98, for: 3)
        #expect(finding?.title == "p95 11980 ms, within its objective of 12000 ms")
        #expect(finding?.id == id && finding?.severity == .warning)
        #expect(
            finding?.evidence == [
                "It was: p95 14000 ms, objective 12000 ms, 3 s ago.", "It clears below 11400 ms.",
            ])
        latency(8, for: 2)
        #expect(
            finding?.title == "p95 8000 ms, within its objective of 12000 ms, clearing")
        #expect(finding?.evidence.first?.hasSuffix("objective 12000 ms, 5 s ago.") == true)
        #expect(finding?.evidence.last == "It clears in 13 s if it stays so.")
        latency(7, for: 1)
        #expect(finding?.title.hasPrefix("p95 7000 ms") == true, "told anew at each look")
        latency(13, for: 1)
        #expect(finding?.title == "p95 13000 ms, objective 12000 ms" && finding?.id == id)
        latency(7, for: 20)
        #expect(scene.snapshot.findings.isEmpty)
    }

    @Test mutating func oneThatClearsTheWholeWayDownStillClears() {
        latency(14, for: 20)
        latency(1, for: 14)
        #expect(finding?.title.contains("p95 1000 ms") == true)
        latency(1, for: 2)
        #expect(scene.snapshot.findings.isEmpty, "what is over does not hold it")
    }

    @Test mutating func aQueueThatIsLowAgainSaysSo() {
        for second in 0..<60 {
            scene.edit { $0.endpoints[.requestsWaiting, 0] = .value(Double(second * 3)) }
            scene.pass()
        }
        #expect(finding?.title == "queue 177 and rising")
        scene.edit { $0.endpoints[.requestsWaiting, 0] = .value(1) }
        scene.pass()
        #expect(finding?.title == "queue 1, low again, clearing")
        #expect(finding?.evidence.first == "It was: queue 177 and rising, 1 s ago.")
    }

    @Test mutating func errorsAreThoseOfNow() {
        scene.edit { $0.endpoints[.errorRatio, 0] = .value(0.2) }
        for _ in 0..<6 { scene.pass() }
        #expect(finding?.title == "20% of requests fail")
        scene.edit { $0.endpoints[.errorRatio, 0] = .value(0.001) }
        scene.pass()
        #expect(finding?.title == "0.1% of requests fail, clearing")
        #expect(finding?.severity == .warning)
    }

    @Test func whatHasNoReadingSaysThatItIsOver() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.edit { $0.accelerators[.throttleReasons, 0] = .value(0x40) }
        for _ in 0..<8 { scene.pass() }
        #expect(scene.snapshot.findings.first?.title == "GPU 0 slowed by heat")
        scene.edit { $0.accelerators[.throttleReasons, 0] = .value(0) }
        for _ in 0..<4 { scene.pass() }
        let finding = scene.snapshot.findings.first
        #expect(finding?.title == "GPU 0 slowed by heat, clearing")
        #expect(finding?.evidence.first == "It has not been so for 4 s.")
        #expect(finding?.evidence.contains("Then: Temperature 62 °C.") == true)
        #expect(finding?.evidence.last == "It clears in 16 s if it stays so.")
    }

    @Test func temperatureIsThatOfNow() {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        scene.edit { $0.accelerators[.temperature, 3] = .value(91) }
        for _ in 0..<8 { scene.pass() }
        scene.edit { $0.accelerators[.temperature, 3] = .value(84) }
        scene.pass()
        #expect(scene.snapshot.findings.first?.title == "GPU 3 at 84 °C")
        #expect(
            scene.snapshot.findings.first?.evidence.first == "It was: GPU 3 at 91 °C, 1 s ago.")
        scene.edit { $0.accelerators[.temperature, 3] = .value(60) }
        scene.pass()
        #expect(scene.snapshot.findings.first?.title == "GPU 3 at 60 °C, clearing")
    }

    /// Only the reading that is held is told, and only of its own GPU.
    @Test func otherReadingsOfAHeldRuleAreNotTold() {
        var scene = HealthScene([HealthScene.node("gpu-01"), HealthScene.node("gpu-02")])
        scene.edit(0) { $0.accelerators[.temperature, 3] = .value(91) }
        for _ in 0..<40 { scene.pass() }
        #expect(scene.snapshot.findings.map(\.subject.accelerator) == ["GPU-gpu-01-3"])
    }
}
