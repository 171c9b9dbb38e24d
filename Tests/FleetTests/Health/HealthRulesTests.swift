import Fleet
import Support
import Testing

/// Each rule on and off: a healthy fleet, one thing put wrong, and put right again.
@Suite struct HealthRulesTests {
    /// One thing put wrong, and the rule that has to see it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var rule: String
        var severity: Severity
        var isEndpoint = false
        /// How long it has to last before it is told.
        var after = Duration.seconds(1)
        var apply: @Sendable (inout Sample) -> Void

        var testDescription: String { rule }

        init(
            _ rule: String, _ severity: Severity, after: Duration = .seconds(1),
            isEndpoint: Bool = false, apply: @escaping @Sendable (inout Sample) -> Void
        ) {
            self.rule = rule
            self.severity = severity
            self.after = after
            self.isEndpoint = isEndpoint
            self.apply = apply
        }
    }

    static let acceleratorFaults: [Fault] = [
        Fault("gpu-lost", .critical) { $0.acceleratorStates[3] = .lost(Absence(.lost, .gpuLost)) },
        Fault("gpu-failed", .critical) {
            $0.acceleratorStates[3] = .failed(Absence(.lost, .requiresReset))
        },
        Fault("gpu-recovery", .critical) { $0.accelerators[.recoveryAction, 3] = .value(1) },
        Fault("xid-95", .critical) { $0.accelerators[.lastXid, 3] = .value(95) },
        Fault("xid-94", .warning) { $0.accelerators[.lastXid, 3] = .value(94) },
        Fault("xid-31", .notice) { $0.accelerators[.lastXid, 3] = .value(31) },
        Fault("ecc-uncorrected", .critical) { $0.accelerators[.eccUncorrected, 3] = .value(2) },
        Fault("remap-pending", .warning) { $0.accelerators[.remapPending, 3] = .value(1) },
        Fault("remap-failed", .critical) { $0.accelerators[.remapFailure, 3] = .value(1) },
        Fault("retired-pages", .warning) { $0.accelerators[.retiredPages, 3] = .value(40) },
        Fault("throttled", .warning, after: .seconds(6)) {
            $0.accelerators[.throttleReasons, 3] = .value(0x40)
        },
        Fault("throttled", .warning, after: .seconds(6)) {
            $0.accelerators[.throttleReasons, 3] = .value(0x80)
        },
        Fault("hot", .warning, after: .seconds(6)) {
            $0.accelerators[.temperature, 3] = .value(90)
        },
        Fault("hot-memory", .warning, after: .seconds(6)) {
            $0.accelerators[.memoryTemperature, 3] = .value(101)
        },
        Fault("pcie-degraded", .warning, after: .seconds(21)) {
            $0.accelerators[.pcieWidth, 3] = .value(8)
            $0.accelerators[.pcieWidthMax, 3] = .value(16)
        },
        Fault("nvlink-down", .warning, after: .seconds(6)) {
            $0.accelerators[.nvlinksActive, 3] = .value(17)
            $0.accelerators[.nvlinksTotal, 3] = .value(18)
        },
        Fault("persistence-off", .warning) { $0.accelerators[.persistenceMode, 3] = .value(0) },
        Fault("gpu-idle", .notice, after: .seconds(601)) {
            $0.accelerators[.utilization, 3] = .value(0)
        },
    ]

    static let nodeFaults: [Fault] = [
        Fault("disk-full", .warning) { $0.nodes[.diskUsed, 0] = .value(0.93) },
        Fault("disk-full", .critical) { $0.nodes[.diskUsed, 0] = .value(0.98) },
        Fault("ib-down", .critical, after: .seconds(6)) {
            $0.nodes[.infinibandPorts, 0] = .value(8)
            $0.nodes[.infinibandActive, 0] = .value(7)
        },
        Fault("nic-down", .warning, after: .seconds(6)) {
            $0.nodes[.networkPortsDown, 0] = .value(1)
        },
    ]

    static let endpointFaults: [Fault] = [
        Fault("endpoint-failed", .critical, isEndpoint: true) { $0.endpointStates[0] = .failed },
        Fault("endpoint-degraded", .warning, isEndpoint: true) { $0.endpointStates[0] = .degraded },
        Fault("cold-start", .notice, isEndpoint: true) { $0.endpointStates[0] = .starting },
        Fault("errors", .warning, after: .seconds(5), isEndpoint: true) {
            $0.endpoints[.errorRatio, 0] = .value(0.02)
        },
        Fault("errors", .critical, after: .seconds(5), isEndpoint: true) {
            $0.endpoints[.errorRatio, 0] = .value(0.2)
        },
        Fault("replicas-short", .warning, after: .seconds(61), isEndpoint: true) {
            $0.endpoints[.replicasReady, 0] = .value(2)
            $0.endpoints[.replicasDesired, 0] = .value(3)
        },
        Fault("replicas-short", .critical, after: .seconds(61), isEndpoint: true) {
            $0.endpoints[.replicasReady, 0] = .value(0)
            $0.endpoints[.replicasDesired, 0] = .value(3)
        },
        Fault("certificate", .warning, isEndpoint: true) {
            $0.endpoints[.certificateExpiry, 0] = .value(10 * 86_400)
        },
        Fault("certificate", .critical, isEndpoint: true) {
            $0.endpoints[.certificateExpiry, 0] = .value(-5)
        },
        Fault("kv-saturated", .warning, after: .seconds(11), isEndpoint: true) {
            $0.endpoints[.cacheUsage, 0] = .value(0.99)
            $0.endpoints[.requestsWaiting, 0] = .value(3)
        },
    ]

    @Test(arguments: acceleratorFaults + nodeFaults + endpointFaults)
    func foundWhileItLastsAndNotBefore(_ fault: Fault) throws {
        let source =
            fault.isEndpoint ? HealthScene.endpoint("chat") : HealthScene.node("gpu-01")
        var scene = HealthScene([source])
        #expect(scene.pass().isEmpty, "a healthy fleet has no finding")
        let healthy = try #require(scene.snapshot.sources[0].sample)

        scene.edit { fault.apply(&$0) }
        scene.pass()
        if fault.after > .seconds(1) { #expect(scene.rules.isEmpty, "too early") }
        scene.pass(fault.after)
        #expect(scene.rules == [fault.rule])
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.severity == fault.severity)
        #expect(!finding.title.isEmpty && !finding.nextStep.isEmpty && !finding.evidence.isEmpty)
        #expect(finding.since == SampleFleet.time.wall + .seconds(2), "since the rule first held")

        scene.edit { $0 = healthy }
        scene.pass()
        scene.pass(.seconds(61))
        #expect(scene.rules.isEmpty, "gone")
    }

    @Test func theLostAcceleratorTellsItsXidOnce() throws {
        var scene = HealthScene([HealthScene.node("gpu-01")])
        let time = SampleFleet.time.wall + .seconds(-240)
        scene.edit { sample in
            sample.acceleratorStates[5] = .lost(Absence(.lost, .gpuLost))
            sample.kernelEvents = .value([
                KernelEvent(xid: 79, accelerator: 5, node: 0, time: time, text: "off the bus")
            ])
        }
        scene.pass()
        #expect(scene.rules == ["gpu-lost"])
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.title == "GPU 5 lost (Xid 79)")
        #expect(finding.evidence.first == "7 of 8 GPUs answer.")
        #expect(finding.since == time)
        #expect(finding.subject.accelerator == "GPU-gpu-01-5")
    }

    @Test func idleIsWasteOnlyWhereRentedOrHeld() {
        var scene = HealthScene([
            HealthScene.node("gpu-free"), HealthScene.node("gpu-rented", site: "cloud"),
        ])
        for place in 0...1 {
            scene.edit(place) { sample in
                for row in 0..<8 {
                    sample.accelerators[.utilization, row] = .value(0)
                    sample.accelerators[.memoryUsed, row] = .value(0.5e9)
                }
            }
        }
        scene.pass()
        scene.pass(.seconds(601))
        #expect(scene.rules == ["rented-idle"])
        #expect(scene.snapshot.findings.first?.subject.name == "gpu-rented")
    }

    @Test func aRentedEndpointWithoutRequestsIsAmber() {
        var scene = HealthScene([
            HealthScene.endpoint("own"), HealthScene.endpoint("rented", site: "cloud"),
        ])
        for place in 0...1 { scene.edit(place) { $0.endpoints[.requestRate, 0] = .value(0) } }
        scene.pass()
        scene.pass(.seconds(601))
        #expect(scene.snapshot.findings.map(\.subject.name) == ["rented"])
        #expect(scene.snapshot.findings.map(\.severity) == [.warning])
    }

    @Test func driversThatDifferAreOneNotice() throws {
        var scene = HealthScene([
            HealthScene.node("a"), HealthScene.node("b"),
            HealthScene.node("c", driver: "570.172.08"),
        ])
        scene.pass()
        let finding = try #require(scene.snapshot.findings.first)
        #expect(scene.rules == ["driver-differs"])
        #expect(finding.title == "1 node runs driver 570.172.08, the rest 580.105.08")
        #expect(finding.also.map(\.name) == ["c"])
        #expect(
            finding.evidence == ["570.172.08: 1 node, c.", "580.105.08: 2 nodes, a, b."])
    }

    @Test func objectivesAreJudgedByEndpointName() {
        let board = HealthBoard(objectives: ["chat": Objective(latencyP95: 0.6)])
        var scene = HealthScene(
            [HealthScene.endpoint("chat"), HealthScene.endpoint("other")], board: board)
        for place in 0...1 { scene.edit(place) { $0.endpoints[.latencyP95, 0] = .value(0.8) } }
        scene.pass()
        scene.pass(.seconds(16))
        #expect(scene.rules == ["objective-latency_p95_seconds"])
        #expect(scene.snapshot.findings.first?.title == "p95 800 ms, objective 600 ms")
        #expect(scene.snapshot.findings.first?.severity == .critical)
    }
}
