import Fleet
import Support
import Testing

/// A fault that several sources know is one finding.
@Suite struct FindingJoinerTests {
    /// `gpu-01` over ssh and through an exporter, which calls it by its full name.
    private static func scene(
        uuids: Bool = true, _ change: (inout Sample) -> Void
    ) -> HealthScene {
        var smi = HealthScene.node("gpu-01")
        var dcgm = HealthScene.node("gpu-01")
        dcgm.id = SourceID(provider: "promql", instance: "prod")
        dcgm.interval = .seconds(15)
        let gpus = smi.sample?.inventory.accelerators ?? []
        let told = gpus.map { gpu in
            var gpu = gpu
            if !uuids { gpu.uuid = "" }
            return gpu
        }
        var sample = Sample(
            inventory: Inventory(
                nodes: [NodeIdentity(name: "gpu-01.example.com")], accelerators: told))
        sample.accelerators = dcgm.sample?.accelerators ?? sample.accelerators
        change(&sample)
        dcgm.sample = sample
        if var own = smi.sample {
            change(&own)
            smi.sample = own
        }
        return HealthScene([dcgm, smi])
    }

    @Test(arguments: [true, false])
    func aFaultOfOneGPUIsToldOnce(uuids: Bool) throws {
        var scene = Self.scene(uuids: uuids) { $0.accelerators[.eccUncorrected, 1] = .value(1) }
        scene.pass()
        #expect(scene.rules == ["ecc-uncorrected"])
        let finding = try #require(scene.snapshot.findings.first)
        #expect(finding.evidence.last == "It is also told by nvidia-smi/gpu-01.")
        #expect(finding.subject.name == "gpu-01.example.com")
    }

    @Test func anotherGPUIsAnotherFinding() {
        var scene = Self.scene(uuids: false) { _ in }
        scene.edit(0) { $0.accelerators[.eccUncorrected, 1] = .value(1) }
        scene.edit(1) { $0.accelerators[.eccUncorrected, 2] = .value(1) }
        scene.pass()
        #expect(scene.rules == ["ecc-uncorrected", "ecc-uncorrected"])
    }

    @Test func itKeepsItsNameWhenOneFallsSilent() throws {
        var scene = Self.scene { $0.accelerators[.throttleReasons, 2] = .value(0x40) }
        for _ in 0..<8 { scene.pass() }
        let before = try #require(scene.snapshot.findings.first)
        #expect(scene.rules == ["throttled"])
        scene.snapshot.sources[0].status = .stale(SourceFailure(.silent, ""))
        for _ in 0..<30 { scene.pass() }
        let after = try #require(scene.snapshot.findings.first { $0.rule == "throttled" })
        #expect(after.id == before.id && after.since == before.since)
        #expect(after.evidence.last == "It is told by nvidia-smi/gpu-01.")
    }

    @Test func aFaultOfTheNodeIsToldOnce() {
        var scene = Self.scene { $0.nodes[.diskUsed, 0] = .value(0.98) }
        scene.pass()
        #expect(scene.rules == ["disk-full"])
    }

    @Test func anXidOfALostGPUIsNoNews() {
        var scene = Self.scene { _ in }
        scene.edit(1) { $0.acceleratorStates[3] = .lost(Absence(.lost)) }
        scene.edit(0) { $0.accelerators[.lastXid, 3] = .value(79) }
        scene.pass()
        #expect(scene.rules == ["gpu-lost"])
        scene.edit(0) { $0.accelerators[.lastXid, 4] = .value(79) }
        scene.pass()
        #expect(Set(scene.rules) == ["gpu-lost", "xid-79"], "that is another GPU")
    }

    @Test func sourcesThatFailAreToldEach() {
        var scene = Self.scene { _ in }
        scene.pass()
        scene.snapshot.sources[0].status = .stale(SourceFailure(.timedOut, ""))
        scene.snapshot.sources[1].status = .stale(SourceFailure(.hung, ""))
        scene.pass(.seconds(3))
        #expect(scene.rules == ["source-stale", "source-stale"])
    }

    @Test func theSameNameAtAnotherSiteIsAnotherNode() {
        var scene = Self.scene(uuids: false) { $0.nodes[.diskUsed, 0] = .value(0.98) }
        scene.snapshot.sources[0].site = "cloud"
        scene.pass()
        #expect(scene.rules == ["disk-full", "disk-full"])
    }
}
