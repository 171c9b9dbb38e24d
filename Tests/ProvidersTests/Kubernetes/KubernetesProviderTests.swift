import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// The provider against the API server of the tests and its small cluster.
@Suite(.serialized, .timeLimit(.minutes(1))) final class KubernetesProviderTests {
    private let lab: KubernetesLab

    init() throws { lab = try KubernetesLab() }

    deinit { lab.end() }

    private func provider(
        _ context: String = "viewer", _ values: [String: SettingValue] = [:]
    ) throws -> KubernetesProvider {
        var all = values
        all["kubeconfig"] = .string(lab.place.kubeconfig)
        all["context"] = .string(context)
        return try KubernetesProvider(
            ProviderSettings(
                provider: "kubernetes", name: "lab", site: "hall-a", interval: .seconds(10),
                deadline: .seconds(20), labels: ["rack": "r1"], values: all),
            transports: Transports(
                http: AsyncHTTPTransport(), commands: NoCommands(), clock: SystemClock(),
                environment: [:]))
    }

    /// Waits until the cluster has placed what it begins with.
    private func settled() async throws {
        let isSettled = await eventually {
            (try? self.lab.value(
                "/apis/apps/v1/namespaces/chat/deployments/own", "status", "readyReplicas")) == "2"
                && (try? self.lab.value(
                    "/apis/leaderworkerset.x-k8s.io/v1/namespaces/chat/leaderworkersets/llama",
                    "status", "readyReplicas")) == "1"
        }
        try #require(isSettled)
    }

    private func row(_ name: String, _ sample: Sample) throws -> Int {
        try #require(sample.inventory.nodes.firstIndex { $0.name == name })
    }

    @Test func nodesAreReadWithTheirGPUs() async throws {
        try await settled()
        let sample = try await provider().poll().sample
        #expect(sample.inventory.nodes.map(\.name) == ["cpu-c01", "gpu-a01", "gpu-a02", "gpu-b01"])
        let one = sample.inventory.nodes[1]
        #expect(one.labels["gpu"] == "NVIDIA-H100-80GB-HBM3" && one.labels["zone"] == "hall-a-1")
        #expect(one.labels["rack"] == "r1" && one.labels["instance"] == "dgx-h100")
        #expect(sample.nodes[.acceleratorsSchedulable, 1] == .value(8))
        #expect(sample.nodes[.acceleratorsSchedulable, 0].value == nil)
        #expect(sample.nodes[.memoryTotal, 1] == .value(540_615_901_184))
        #expect(sample.schedules[0].words == "Ready")
        // 4 for `own`, 1 for `rented`, 2 for `embed`, 1 for `batch`, 2 for the group.
        let held = (0..<4).compactMap { sample.nodes[.acceleratorsAllocated, $0].value }
        #expect(held.reduce(0, +) == 10)
    }

    @Test func podsWithGPUsAreJobs() async throws {
        try await settled()
        let jobs = try #require(try await provider().poll().sample.jobs.value)
        let pods = try ["gpu-a01", "gpu-a02", "gpu-b01"].flatMap { node in
            try lab.pods(on: node).keys.map { "\(node) \($0)" }
        }
        let own = jobs.filter { $0.name == "Deployment/own" }
        #expect(own.count == 2 && own.allSatisfy { $0.gpus == 2 && $0.state == .running })
        #expect(own.allSatisfy { $0.user == "chat" && $0.id.hasPrefix("chat/own-") })
        for job in jobs {
            let name = job.id.dropFirst("chat/".count)
            #expect(pods.contains("\(job.nodes.first ?? "") \(name)"), "\(job)")
        }
        #expect(!jobs.contains { $0.id.contains("dcgm") || $0.id.contains("finished") })
    }

    /// Which of eight GPUs two are, the API does not tell; which all eight are needs no telling.
    @Test func aPodThatHoldsAllOfANodeHoldsKnownGPUs() async throws {
        try await settled()
        for (name, gpus) in [("whole", 8), ("part", 7)] {
            try lab.say("create", "/api/v1/nodes", Self.node(name))
            try lab.say("create", "/api/v1/namespaces/chat/pods", Self.pod(name, gpus))
        }
        let jobs = try #require(try await provider().poll().sample.jobs.value)
        let whole = try #require(jobs.first { $0.id == "chat/whole" })
        #expect(whole.shares == [Job.Share(node: "whole", indices: [0, 1, 2, 3, 4, 5, 6, 7])])
        #expect(whole.name == "whole" && whole.word == "Running")
        #expect(jobs.first { $0.id == "chat/part" }?.shares == [])
    }

    private static func node(_ name: String) -> String {
        #"{"metadata":{"name":"\#(name)","labels":{"nvidia.com/gpu.count":"8"}},"status":{"#
            + #""allocatable":{"nvidia.com/gpu":"8"},"capacity":{"nvidia.com/gpu":"8"},"#
            + #""conditions":[{"type":"Ready","status":"True"}]}}"#
    }

    private static func pod(_ name: String, _ gpus: Int) -> String {
        #"{"metadata":{"name":"\#(name)"},"spec":{"nodeName":"\#(name)","containers":[{"name":"a","#
            + #""resources":{"limits":{"nvidia.com/gpu":"\#(gpus)"}}}]},"#
            + #""status":{"phase":"Running"}}"#
    }

    @Test func workloadsWithGPUsAreEndpoints() async throws {
        try await settled()
        let sample = try await provider().poll().sample
        let labels = sample.inventory.endpoints.filter { $0.kind != "httproute" }.map(\.label)
        #expect(
            labels == ["chat/batch", "chat/embed", "chat/own", "chat/rented", "chat/llama"])
        let llama = sample.inventory.endpoints[4]
        #expect(llama.kind == "leaderworkerset" && llama.labels["gpus"] == "2")
        #expect(sample.inventory.endpoints.allSatisfy { $0.acceleratorCount == nil })
        #expect(sample.inventory.endpoints[1].labels["hpa"] == "1-4")
        #expect(sample.endpoints[.replicasDesired, 2] == .value(2))
        #expect(sample.endpointStates[2] == .serving)
    }

    @Test func routesTellTheSharesOfTheirBackends() async throws {
        func shares() async throws -> [String] {
            let sample = try await provider().poll().sample
            return sample.inventory.endpoints.enumerated().filter { $1.kind == "httproute" }.map {
                let share = sample.endpoints.value(.share, $0).map { "\($0)" } ?? "none"
                return "\($1.label) \(share) \(sample.endpointStates[$0])"
            }
        }
        #expect(
            try await shares() == [
                "chat/chat/own 1.0 unknown", "chat/chat/rented 0.0 draining",
                "chat/plain/own 0.5 unknown", "chat/plain/rented 0.5 unknown",
            ])
        try lab.say(
            "patch", "/apis/gateway.networking.k8s.io/v1/namespaces/chat/httproutes/chat",
            #"{"spec":{"rules":[{"backendRefs":[{"name":"own","weight":0},"#
                + #"{"name":"rented","weight":0}]}]}}"#)
        #expect(try await shares().first == "chat/chat/own none unknown")
    }

    @Test func whatWaitsSaysWhy() async throws {
        try await settled()
        try lab.say(
            "patch", "/apis/apps/v1/namespaces/chat/deployments/own", #"{"spec":{"replicas":20}}"#)
        let provider = try provider()
        var waiting: [Job] = []
        let waits = await eventually {
            waiting = ((try? await provider.poll().sample.jobs.value) ?? []).filter {
                $0.state == .pending
            }
            return !waiting.isEmpty
        }
        #expect(waits)
        #expect(waiting.first?.nodes == [] && waiting.first?.reason.isEmpty == false)
        let sample = try await provider.poll().sample
        let place = try #require(sample.inventory.endpoints.firstIndex { $0.name == "chat/own" })
        #expect(sample.endpointStates[place] == .degraded)
        #expect(sample.endpoints[.replicasDesired, place] == .value(20))
        #expect(sample.schedules.contains { $0.use == .allocated })
    }

    @Test func aCordonedNodeIsDrainingUntilItIsEmpty() async throws {
        try await settled()
        try lab.say(
            "create", "/api/v1/nodes",
            #"{"metadata":{"name":"new"},"status":{"conditions":[{"type":"Ready","#
                + #""status":"True"}]}}"#)
        // Its pods are a stateful set's; `new` has none at all.
        for (name, use) in [("cpu-c01", NodeSchedule.Use.draining), ("new", .drained)] {
            try lab.say("patch", "/api/v1/nodes/\(name)", #"{"spec":{"unschedulable":true}}"#)
            let sample = try await provider().poll().sample
            let place = try row(name, sample)
            #expect(sample.schedules[place].use == use)
            #expect(sample.schedules[place].words == "Ready,SchedulingDisabled")
        }
    }

    @Test func aNodeThatIsNotReadySaysWhy() async throws {
        try lab.say(
            "patch", "/api/v1/nodes/gpu-b01",
            #"{"status":{"conditions":[{"type":"Ready","status":"Unknown","#
                + #""reason":"NodeStatusUnknown","message":"Kubelet stopped posting node status."}]}}"#
        )
        let sample = try await provider().poll().sample
        let schedule = sample.schedules[try row("gpu-b01", sample)]
        #expect(schedule.use == .down && schedule.words == "NotReady")
        #expect(schedule.reason == "NodeStatusUnknown: Kubelet stopped posting node status.")
    }

    @Test func whoMaySeeLessSeesLess() async throws {
        try await settled()
        let failure = await failureOf { _ = try await self.provider("nobody").poll() }
        #expect(failure?.kind == .forbidden)
        try lab.say("permit", "nobody", "list", "pods")
        let pods = try await provider("nobody").poll().sample
        #expect(pods.inventory.nodes.isEmpty && pods.jobs.value?.isEmpty == false)
        #expect(pods.notes.contains { $0.hasPrefix("Nodes cannot be read: GET /api/v1/nodes") })
        try lab.say("forbid", "nobody", "list", "pods")
        try lab.say("permit", "nobody", "list", "nodes")
        let nodes = try await provider("nobody").poll().sample
        #expect(nodes.jobs == .absent(Absence(.denied)))
        #expect(nodes.nodes[.acceleratorsSchedulable, 1] == .value(8))
        #expect(nodes.nodes[.acceleratorsAllocated, 1].value == nil)
        #expect(nodes.schedules[1].use == .unknown)
    }

    @Test func someNamespacesAndNodesOnly() async throws {
        try await settled()
        let sample = try await provider(
            "viewer",
            [
                "namespaces": .strings(["kube-system"]),
                "node_selector": .string("node.kubernetes.io/instance-type=dgx-h100"),
            ]
        ).poll().sample
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01", "gpu-a02"])
        #expect(sample.jobs == .value([]) && sample.inventory.endpoints.isEmpty)
        #expect(sample.nodes[.acceleratorsAllocated, 0].value == nil)
    }

    @Test func rowsStayWhileNothingChanges() async throws {
        try await settled()
        let provider = try provider()
        let first = try await provider.poll().sample.inventory
        #expect(try await provider.poll().sample.inventory === first)
    }

    @Test func aServerThatIsBusySaysForHowLong() async throws {
        try lab.say("throttle", "6", "7")
        let failure = await failureOf { _ = try await self.provider().poll() }
        #expect(failure?.kind == .throttled && failure?.retryAfter == .seconds(7))
    }
}
