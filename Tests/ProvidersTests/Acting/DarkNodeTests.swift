import Collector
import Fleet
import Foundation
import Support
import Synchronization
import Testing

@testable import Providers

/// Nodes whose GPUs show nothing are waited for, and not without end.
@Suite struct DarkNodeTests {
    /// What there is to see of each node.
    private struct Eyes: NodeWitness {
        enum Sight { case none, failure, silent, untold, empty, stray }
        var nodes: [String: Sight]

        func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
            let sight = nodes[node] ?? .none
            switch sight {
            case .none: return nil
            case .failure: return .failure(SourceFailure(.timedOut, "ssh does not answer."))
            default: break
            }
            let gpu = AcceleratorIdentity(node: 0, index: 0, uuid: "GPU-0", model: "H100")
            var sample = Sample(
                inventory: Inventory(nodes: [NodeIdentity(name: node)], accelerators: [gpu]))
            if sight == .silent { sample.acceleratorStates[0] = .lost(Absence(.lost)) }
            sample.accelerators[.memoryUsed, 0] =
                sight == .untold ? .absent(.notReported) : .value(0)
            sample.processes =
                sight == .untold
                ? .absent(.notReported)
                : .value(
                    sight == .stray
                        ? [ComputeProcess(accelerator: 0, pid: 1, name: "x", memory: .value(1))]
                        : [])
            let id = SourceID(provider: "nvidia-smi", instance: node)
            return .success(NodeSight(sample, node: 0, source: id))
        }
    }

    private func look(
        _ nodes: [String: Eyes.Sight], _ dark: inout DarkNodes, at seconds: Int,
        isBack: Bool = false
    ) async -> ActionProof {
        var proof = NodeProof(witness: Eyes(nodes: nodes), site: "")
        dark.now = MonotonicTime(nanoseconds: 0) + .seconds(seconds)
        proof.dark = dark
        let names = nodes.keys.sorted()
        let answer = isBack ? await proof.back(names) : await proof.empty(names)
        dark = proof.dark
        return answer
    }

    @Test(arguments: [
        (Eyes.Sight.silent, "no GPU answers", "no GPU answers"),
        (
            .failure, "it cannot be looked at: ssh does not answer.",
            "it cannot be looked at: ssh does not answer"
        ),
        (
            .untold, "neither processes nor memory are told",
            "neither processes nor memory are told"
        ),
    ])
    private func aNodeThatShowsNothingEndsUnverified(
        _ sight: Eyes.Sight, _ first: String, _ last: String
    ) async {
        var dark = DarkNodes()
        for time in [0, 100, 299] {
            let now = await look(["n1": sight], &dark, at: time)
            #expect(now == .notYet("n1: \(first)"), "after \(time) s")
        }
        #expect(
            await look(["n1": sight], &dark, at: 300)
                == .noDataPlane("SLURM has nothing on n1; \(last) (waited for 5 minutes)."))
    }

    @Test func aRestartedNodeWithoutGPUsEndsUnverifiedToo() async {
        var dark = DarkNodes()
        #expect(
            await look(["n1": .silent], &dark, at: 0, isBack: true) == .notYet("n1: no GPU answers")
        )
        #expect(
            await look(["n1": .silent], &dark, at: 301, isBack: true)
                == .noDataPlane("n1 is back; no GPU answers (waited for 5 minutes)."))
    }

    /// What shows itself in between is waited for anew.
    @Test func onlyOneStretchCounts() async {
        var dark = DarkNodes()
        _ = await look(["n1": .silent], &dark, at: 0)
        #expect(await look(["n1": .stray], &dark, at: 200) == .notYet("n1: x is still on its GPUs"))
        #expect(await look(["n1": .silent], &dark, at: 400) == .notYet("n1: no GPU answers"))
        let empty = await look(["n1": .empty], &dark, at: 500)
        #expect(empty == .shown("the GPU of n1 is empty, by nvidia-smi"))
    }

    /// Each node by itself: what is still on one is waited for, however long another is dark.
    @Test func whatIsLeftElsewhereIsStillWaitedFor() async {
        var dark = DarkNodes()
        let both: [String: Eyes.Sight] = ["n1": .silent, "n2": .stray]
        _ = await look(both, &dark, at: 0)
        #expect(await look(both, &dark, at: 900) == .notYet("n2: x is still on its GPUs"))
        let end = await look(["n1": .silent, "n2": .empty], &dark, at: 901)
        #expect(
            end
                == .noDataPlane(
                    "SLURM has nothing on n1; no GPU answers (waited for 5 minutes). the GPU of n2 is "
                        + "empty, by nvidia-smi."))
    }

    /// It answers once all are asked: whoever asks one after another waits in vain.
    private final class Together: NodeWitness {
        private let count: Int
        private let asked = Mutex(0)

        init(_ count: Int) { self.count = count }

        private func areAllAsked() async -> Bool {
            asked.withLock { $0 += 1 }
            return await eventually(within: .seconds(5)) { asked.withLock { $0 } >= count }
        }

        func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
            await areAllAsked()
                ? await Eyes(nodes: [node: .empty]).look(at: node, site: site) : nil
        }

        func hardwareFindings(of node: String, site: String) async -> [String]? {
            await areAllAsked() ? [] : nil
        }
    }

    @Test func allNodesAreLookedAtAtOnce() async {
        var proof = NodeProof(witness: Together(3), site: "")
        let names = ["n1", "n2", "n3"]
        #expect(
            await proof.empty(names)
                == .shown(
                    names.map { "the GPU of \($0) is empty, by nvidia-smi" }.joined(separator: ", ")
                ))
    }

    @Test func aTimedDrainLooksAtAllNodesAtOnce() async throws {
        let slurm = ScriptedSlurm(
            nodes: ["n1", "n2", "n3"].map { "NodeName=\($0) State=IDLE Gres=gpu:8 Version=23.11.1" }
        )
        let provider = try slurm.provider(witness: Together(3))
        let plan = try await provider.propose(
            ActionOrder(.drain, targets: ["n[1-3]"], wish: .lasting(seconds: 600), id: "d1"))
        #expect(!plan.checks.contains { $0.sentence.contains("hardware") }, "\(plan.checks)")
        #expect(plan.stages.first?.steps.count == 3)
    }

    /// By the provider itself, whose clock it is.
    @Test func aDrainOfADarkNodeIsOver() async throws {
        let slurm = ScriptedSlurm(nodes: ["NodeName=n1 State=IDLE+DRAIN Gres=gpu:8"])
        let clock = MovedClock()
        let provider = try slurm.provider(witness: Eyes(nodes: ["n1": .silent]), clock: clock)
        let step = ActionStep(
            target: ActionTarget(source: slurm.source, uid: "n1", name: "n1", site: ""),
            field: "state", before: "IDLE", after: "DRAIN", token: "",
            request: ActionRequest(place: "local", words: [], shown: ""))
        #expect(await provider.prove([step]) == .notYet("n1: no GPU answers"))
        clock.pass(.seconds(299))
        #expect(await provider.prove([step]) == .notYet("n1: no GPU answers"))
        clock.pass(.seconds(1))
        #expect(
            await provider.prove([step])
                == .noDataPlane("SLURM has nothing on n1; no GPU answers (waited for 5 minutes)."))
    }
}
