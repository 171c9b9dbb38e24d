import Fleet
import Foundation
import Testing

@testable import Providers

/// Nodes in states that a small cluster does not bring about.
@Suite struct KubeNodeTests {
    private func node(
        spec: String = "{}", ready: String = "True", conditions: String = "", usable: Int = 8,
        meta: String = ""
    ) throws -> KubeNode {
        let text =
            #"{"metadata":{"name":"n","uid":"u"\#(meta)},"spec":\#(spec),"status":{"capacity":{"cpu":"64","#
            + #""nvidia.com/gpu":"8"},"allocatable":{"nvidia.com/gpu":"\#(usable)"},"conditions":["#
            + #"{"type":"Ready","status":"\#(ready)","reason":"KubeletNotReady","message":"no runtime"}"#
            + #"\#(conditions)]}}"#
        return try JSONDecoder().decode(KubeNode.self, from: Data(text.utf8))
    }

    private func load(_ gpus: Int = 0, movable: Int = 0, isWhole: Bool = true) -> KubeNode.Load {
        KubeNode.Load(accelerators: gpus, movable: movable, isWhole: isWhole)
    }

    @Test func use() throws {
        #expect(try node().schedule(load()).use == .idle)
        #expect(try node().schedule(load(3, movable: 1)).use == .mixed)
        #expect(try node().schedule(load(8, movable: 1)).use == .allocated)
        let cordoned = try node(spec: #"{"unschedulable":true}"#)
        #expect(cordoned.schedule(load(0, movable: 1)).use == .draining)
        #expect(cordoned.schedule(load()).use == .drained)
        // Who does not see all pods cannot say that there is none.
        #expect(cordoned.schedule(load(isWhole: false)).use == .draining)
        #expect(try node().schedule(load(isWhole: false)).use == .unknown)
        for ready in ["False", "Unknown"] {
            let schedule = try node(ready: ready).schedule(load(8))
            #expect(schedule.use == .down && schedule.reason == "KubeletNotReady: no runtime")
        }
    }

    @Test func whatIsWrongIsTold() throws {
        let pressed = try node(
            conditions:
                #",{"type":"DiskPressure","status":"True","reason":"KubeletHasDiskPressure"}"#)
        #expect(pressed.schedule(load()).reason == "DiskPressure: KubeletHasDiskPressure")
        #expect(try node(usable: 7).schedule(load()).reason == "7 of 8 GPUs can be given out")
        let leaving = try node(
            spec: #"{"taints":[{"key":"karpenter.sh/disrupted","effect":"NoSchedule"}]}"#)
        #expect(leaving.schedule(load(1)).use == .changing)
        #expect(leaving.schedule(load()).reason == "to be taken away: karpenter.sh/disrupted")
        #expect(try node().schedule(load()).reason.isEmpty)
    }

    /// What was built in, whatever of it can be given out, and in how many shares.
    @Test(arguments: [
        (#""nvidia.com/gpu.count":"8""#, 8), (#""nvidia.com/gpu.count":"7""#, 8),
        (#""nvidia.com/gpu.count":"2","nvidia.com/gpu.sharing-strategy":"time-slicing""#, 2),
        (#""nvidia.com/gpu.count":"2","nvidia.com/gpu.replicas":"4""#, 2), ("", nil),
    ])
    func howManyGPUsAreInIt(_ labels: String, _ count: Int?) throws {
        #expect(try node(usable: 6, meta: #","labels":{\#(labels)}"#).physicalGPUs == count)
    }

    @Test func whyItIsCordonedIsToldWhereWeDidIt() throws {
        let meta = #","annotations":{"hybridtop/cordoned-by":"fan\u001b[2J is loud [op:7f3a]"}"#
        let ours = try node(spec: #"{"unschedulable":true}"#, meta: meta)
        #expect(ours.schedule(load()).reason == "fan is loud [op:7f3a]")
        // What is left of an earlier cordon says nothing of now.
        #expect(try node(meta: meta).schedule(load()).reason.isEmpty)
        #expect(try node(spec: #"{"unschedulable":true}"#).schedule(load()).reason.isEmpty)
    }

    @Test func whatItIsCalledElsewhere() throws {
        let meta =
            #","labels":{"nvidia.com/gpu.product":"NVIDIA-L40S","karpenter.sh/nodepool":"gpu","#
            + #""karpenter.sh/capacity-type":"spot","topology.kubernetes.io/region":"eu-west-1"}"#
        let node = try node(
            spec: #"{"taints":[{"key":"dedicated","value":"ml","effect":"NoSchedule"},"#
                + #"{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule"}]}"#,
            meta: meta)
        let labels = node.identity(["zone": "mine"]).labels
        #expect(
            labels == [
                "zone": "mine", "gpu": "NVIDIA-L40S", "pool": "gpu", "capacity": "spot",
                "region": "eu-west-1", "taints": "dedicated=ml:NoSchedule",
            ])
        #expect(node.schedule(load()).partitions == ["gpu"])
    }
}
