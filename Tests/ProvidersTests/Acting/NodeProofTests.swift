import Collector
import Fleet
import Testing

@testable import Providers

/// GPUs that do not answer are not taken for empty, nor for back.
@Suite struct NodeProofTests {
    /// GPUs by node: `true` answers.
    private struct Witness: NodeWitness {
        var nodes: [String: [Bool]]
        var processes: [String: [String]] = [:]
        var isSliced = false
        var findings: [String]?

        func hardwareFindings(of node: String, site: String) async -> [String]? { findings }

        func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
            guard let answering = nodes[node] else { return nil }
            var gpus = answering.indices.map {
                AcceleratorIdentity(node: 0, index: $0, uuid: "GPU-\($0)", model: "H100")
            }
            if isSliced {
                var slice = gpus[0]
                slice.mig = MIGInstance(gpuInstance: 1, computeInstance: 0)
                gpus.append(slice)
            }
            var sample = Sample(
                inventory: Inventory(nodes: [NodeIdentity(name: node)], accelerators: gpus))
            for (row, answers) in answering.enumerated() {
                if !answers { sample.acceleratorStates[row] = .lost(Absence(.lost)) }
                sample.accelerators[.memoryUsed, row] = .value(0)
            }
            sample.processes = .value(
                (processes[node] ?? []).map {
                    ComputeProcess(accelerator: 0, pid: 1, name: $0, memory: .value(1))
                })
            let id = SourceID(provider: "nvidia-smi", instance: node)
            return .success(NodeSight(sample, node: 0, source: id))
        }
    }

    private let seven = Array(repeating: true, count: 7)

    private struct Proof {
        var node: NodeProof

        func empty(_ names: [String]) async -> ActionProof {
            var node = node
            return await node.empty(names)
        }

        func back(_ names: [String]) async -> ActionProof {
            var node = node
            return await node.back(names)
        }
    }

    private func proof(_ witness: Witness, _ expected: [String: Int] = [:]) -> Proof {
        Proof(node: NodeProof(witness: witness, site: "hall-b", expected: expected))
    }

    @Test func aGPUThatIsKnownToBeLostIsNotEmpty() async {
        let lost = proof(Witness(nodes: ["gpu-b17": seven + [false]]))
        #expect(
            await lost.empty(["gpu-b17"])
                == .noDataPlane(
                    "7 of 8 GPUs of gpu-b17 are empty, by nvidia-smi; 1 does not answer."))
        #expect(await lost.back(["gpu-b17"]) == .noDataPlane("7 of 8 GPUs of gpu-b17 answer."))
    }

    /// After a reboot nvidia-smi knows nothing of one that is off the bus.
    @Test func theSchedulerKnowsHowManyThereAre() async {
        let witness = Witness(nodes: ["n1": seven])
        let whole = proof(witness, ["n1": 7])
        #expect(await whole.back(["n1"]) == .shown("7 GPUs of n1 answer"))
        #expect(await whole.empty(["n1"]) == .shown("7 GPUs of n1 are empty, by nvidia-smi"))
        let less = proof(witness, ["n1": 8])
        #expect(await less.back(["n1"]) == .noDataPlane("7 of 8 GPUs of n1 answer."))
        let two = proof(witness, ["n1": 9])
        #expect(
            await two.empty(["n1"])
                == .noDataPlane("7 of 9 GPUs of n1 are empty, by nvidia-smi; 2 do not answer."))
    }

    /// A scheduler may count each MIG device.
    @Test func slicesAreNotTakenForGPUs() async {
        let sliced = proof(Witness(nodes: ["n1": seven], isSliced: true), ["n1": 49])
        #expect(await sliced.empty(["n1"]) == .shown("7 GPUs of n1 are empty, by nvidia-smi"))
    }

    @Test func everyNodeIsLookedAt() async {
        let witness = Witness(
            nodes: ["n1": seven + [false], "n2": seven], processes: ["n2": ["/opt/stray"]])
        #expect(
            await proof(witness).empty(["n0", "n1", "n2"])
                == .notYet("n2: /opt/stray is still on its GPUs"))
        #expect(
            await proof(witness).empty(["n0", "n1"])
                == .noDataPlane(
                    "SLURM has nothing on n0; no source watches its GPUs to prove it by. 7 of 8 "
                        + "GPUs of n1 are empty, by nvidia-smi; 1 does not answer."))
    }

    @Test func whoPutsANodeBackReadsWhatIsWrongWithIt() async {
        var one = ActionProposal(tier: .reversible, stages: [])
        await one.warnOfHardware(
            of: ["gpu-b17"], site: "hall-b",
            by: Witness(nodes: [:], findings: ["gpu-b17: GPU 5 lost (Xid 79)"]))
        #expect(one.tier == .disruptive)
        #expect(one.checks.map(\.verdict) == [.warn])
        #expect(
            one.checks.first?.sentence == "gpu-b17 has an open finding: GPU 5 lost (Xid 79).")
        for nothing: [String]? in [nil, []] {
            var sound = ActionProposal(tier: .reversible, stages: [])
            await sound.warnOfHardware(
                of: ["n1"], site: "", by: Witness(nodes: [:], findings: nothing))
            #expect(sound.tier == .reversible && sound.checks.isEmpty)
        }
        let names = (1...40).map { "n\($0)" }
        var all = ActionProposal(tier: .reversible, stages: [])
        await all.warnOfHardware(of: names, site: "", by: Witness(nodes: [:], findings: ["x"]))
        #expect(all.checks.map(\.sentence) == names.map { "\($0) has an open finding: x." })
        var many = ActionProposal(tier: .destructive, stages: [])
        await many.warnOfHardware(
            of: ["n1"], site: "", by: Witness(nodes: [:], findings: ["a", "b", "c", "d"]))
        #expect(many.tier == .destructive)
        #expect(many.checks.first?.sentence == "n1 has 4 open findings: a; b; c; and 1 more.")
    }
}
