import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// One object that cannot be read costs itself, and neither the list that it is in nor what hangs on it.
@Suite struct KubernetesRemainsTests {
    private let cluster = ScriptedCluster()
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func list(_ items: String...) -> String {
        #"{"kind":"AnyList","metadata":{"resourceVersion":"5"},"items":[\#(items.joined(separator: ","))]}"#
    }

    private func provider() throws -> KubernetesProvider {
        try KubernetesProvider(
            ProviderSettings(
                provider: "kubernetes", name: "lab", site: "hall-a", interval: .seconds(10),
                deadline: .seconds(20), values: [:]),
            transports: cluster.transports(folder))
    }

    private static func node(_ name: String, _ conditions: String? = nil) -> String {
        #"{"metadata":{"name":"\#(name)","uid":"n-\#(name)"},"status":{"#
            + #""allocatable":{"nvidia.com/gpu":"8"},"#
            + #""conditions":\#(conditions ?? #"[{"type":"Ready","status":"True"}]"#)}}"#
    }

    private static func pod(
        _ name: String, on node: String = "n1", uid: String? = "u", conditions: String = "[]"
    ) -> String {
        let uid = uid.map { #","uid":"\#($0)-\#(name)""# } ?? ""
        return #"{"metadata":{"name":"\#(name)","namespace":"chat"\#(uid),"ownerReferences":"#
            + #"[{"kind":"Job","name":"j","controller":true}]},"spec":{"nodeName":"\#(node)","#
            + #""containers":[{"resources":{"limits":{"nvidia.com/gpu":"2"}}}]},"#
            + #""status":{"phase":"Running","conditions":\#(conditions)}}"#
    }

    @Test(arguments: [
        ("null", "one (it is empty)"), ("3", "one (it is not what it should be)"),
        ("{}", "one (metadata is missing)"),
        (#"{"metadata":{"uid":"u"}}"#, "one (metadata.name is missing)"),
        (#"{"metadata":{"name":7}}"#, "one (metadata.name is not what it should be)"),
        (
            #"{"metadata":{"name":"a\u001b[2J","namespace":"x"},"status":{"conditions":[{"type":"R"}]}}"#,
            "x/a (status.conditions[0].status is missing)"
        ),
        (
            #"{"metadata":{"name":"a"},"status":{"allocatable":{"nvidia.com/gpu":[8]}}}"#,
            "a (status.allocatable.nvidia.com/gpu is not what it should be)"
        ),
    ])
    func theOthersAreReadAndItIsNamed(object: String, sentence: String) async throws {
        cluster.answer("/api/v1/nodes", list(Self.node("n1"), object, Self.node("n2")))
        let found = try await cluster.client(folder).list("/api/v1/nodes", of: KubeNode.self)
        #expect(found.items.map(\.name) == ["n1", "n2"])
        #expect(found.gap == "1 of 3 cannot be read: \(sentence)")
    }

    @Test func whatHasNoUIDIsWatchedAllTheSame() async throws {
        cluster.answer("/api/v1/nodes", list(#"{"metadata":{"name":"n1"}}"#, Self.node("n2")))
        cluster.answer("/api/v1/pods", list(Self.pod("a", uid: nil), Self.pod("b")))
        let sample = try await provider().poll().sample
        #expect(sample.inventory.nodes.map(\.name) == ["n1", "n2"])
        #expect(sample.jobs.value?.map(\.id) == ["chat/a", "chat/b"])
        #expect(sample.notes.isEmpty, "\(sample.notes)")
    }

    /// How many GPUs are given out is not known where one of its pods cannot be read; elsewhere it is.
    @Test func aBadPodCostsItsNodeTheCountAlone() async throws {
        cluster.answer(
            "/api/v1/nodes", list(Self.node("n1"), Self.node("n2"), Self.node("n3", #"[{}]"#)))
        cluster.answer(
            "/api/v1/pods",
            list(
                Self.pod("a"), Self.pod("b", on: "n2", conditions: "[{}]"), Self.pod("c", on: "n2"),
                #"{"metadata":{"name":4}}"#))
        let sample = try await provider().poll().sample
        #expect(sample.inventory.nodes.map(\.name) == ["n1", "n2"])
        #expect(sample.jobs.value?.map(\.id) == ["chat/a", "chat/c"])
        #expect(sample.nodes[.acceleratorsAllocated, 0] == .value(2))
        #expect(sample.nodes[.acceleratorsAllocated, 1] == .absent(.notReported))
        #expect(
            sample.notes == [
                "Nodes: 1 of 3 cannot be read: n3 (status.conditions[0].type is missing).",
                "Pods: 2 of 4 cannot be read: chat/b (status.conditions[0].type is missing), and 1 "
                    + "more.",
            ])
    }

    /// A change to what cannot be read takes the row away, and the change back brings it again.
    @Test func aWatchGoesOnThroughIt() async throws {
        func event(_ type: String, _ object: String, _ version: Int) -> String {
            let meta = #""metadata":{"resourceVersion":"\#(version)","#
            return #"{"type":"\#(type)","object":"#
                + object.replacing(#""metadata":{"#, with: meta, maxReplacements: 1) + "}\n"
        }
        let odd = Self.pod("a", conditions: "[{}]")
        cluster.answer("/api/v1/pods", list(Self.pod("a"), Self.pod("b")))
        cluster.answer(
            "/api/v1/pods", event("MODIFIED", odd, 6) + event("DELETED", Self.pod("b"), 7))
        cluster.answer("/api/v1/pods", event("MODIFIED", Self.pod("a"), 8) + event("ADDED", odd, 9))
        cluster.answer("/api/v1/pods", event("DELETED", odd, 10))
        let client = try cluster.client(folder)
        let reflector = KubernetesReflector<KubePod>(least: 1)
        var seen: [String] = []
        for _ in 0..<4 {
            let now = try await reflector.list("/api/v1/pods", query: [], by: client)
            seen.append(
                now.items.map(\.metadata.name).joined(separator: " ") + "/\(now.unread.count)")
        }
        #expect(seen == ["a b/0", "/1", "/1", "/0"])
        #expect(cluster.requests.count { $0.url.contains("watch=1") } == 3, "none is read anew")
    }

    /// Nobody could tell whether it has changed.
    @Test func aListWithANamelessObjectIsReadAnew() async throws {
        cluster.answer("/api/v1/pods", list(Self.pod("a"), "{}"))
        let client = try cluster.client(folder)
        let reflector = KubernetesReflector<KubePod>(least: 1)
        for _ in 0..<2 {
            let now = try await reflector.list("/api/v1/pods", query: [], by: client)
            #expect(now.items.count == 1 && now.unread.count == 1)
        }
        #expect(!cluster.requests.contains { $0.url.contains("watch=1") })
    }

    private func drain(_ pods: String...) async throws -> ActionProposal {
        let name = "n1"
        cluster.answer("/api/v1/nodes/\(name)", Self.node(name))
        cluster.answer("/api/v1/nodes", list(Self.node(name), Self.node("n2")))
        // Those of the node come last.
        cluster.answer("/api/v1/pods", list(Self.pod("a"), Self.pod("b", on: "n2")))
        cluster.answer(
            "/api/v1/pods", #"{"kind":"PodList","items":[\#(pods.joined(separator: ","))]}"#)
        return try await provider().propose(ActionOrder(.drain, targets: [name], id: "d1"))
    }

    @Test func aPodWithoutUIDIsNotAskedToGo() async throws {
        await #expect(
            throws: ActionRefusal(
                "Pod chat/b has no uid, so that it cannot be told from another of its name: nothing "
                    + "is sent about it.")
        ) { try await drain(Self.pod("a"), Self.pod("b", uid: nil)) }
        #expect(cluster.requests.allSatisfy { $0.method == "GET" })
    }

    /// One that is not seen would be taken for gone.
    @Test func aNodeWithAPodThatCannotBeReadIsNotDrained() async throws {
        await #expect(
            throws: ActionRefusal(
                "Pods of n1: 1 of 2 cannot be read: chat/b (status.conditions[0].type is missing).")
        ) { try await drain(Self.pod("a"), Self.pod("b", conditions: "[{}]")) }
    }

    @Test func anEvictionIsNotDoneWhileOneOfTheNameIsThere() throws {
        let step = ActionStep(
            target: ActionTarget(
                source: SourceID(provider: "kubernetes", instance: "lab"), uid: "n1", name: "n1",
                site: ""), field: "pod chat/a", before: "running", after: "gone", token: "u-a",
            request: ActionRequest(place: "https://lab", words: [], shown: ""))
        func seen(_ uid: String?) throws -> ActionObservation {
            let pod = try JSONDecoder().decode(
                KubePod.self, from: Data(Self.pod("a", uid: uid).utf8))
            return NodeLook(pods: ["n1": [pod]]).observation(of: step, delays: nil)
        }
        #expect(try seen("u") == .asBefore)
        #expect(try seen(nil) == .asBefore)
        #expect(try seen("other") == .reached)
    }

    @Test func nodesThatCannotBeReadWholeCountAsFull() async throws {
        cluster.answer(
            "/api/v1/nodes",
            list(Self.node("n1"), Self.node("n2"), Self.node("n3"), Self.node("n4", "[{}]")))
        cluster.answer(
            "/api/v1/pods", list(Self.pod("a"), Self.pod("b", on: "n2", conditions: "[{}]")))
        let room = try await ClusterRoom.read(cluster.client(folder))
        #expect(room.free(besides: []) == 14, "two of n1 are held, and n2 is not known")
        #expect(room.doubt == " (without 2 nodes that cannot be read whole)")
        #expect(ClusterRoom(nodes: [], pods: []).doubt.isEmpty)
    }

    /// Page by page, and no further than somebody waits.
    @Test func aClusterThatIsTooLargeIsNotReadToItsEnd() async throws {
        for page in 1...3 {
            cluster.answer(
                "/api/v1/nodes",
                #"{"kind":"NodeList","metadata":{"continue":"\#(page)"},"items":["#
                    + "\(Self.node("n\(page)"))]}")
        }
        let client = try cluster.client(folder)
        let failure = await failureOf {
            _ = try await ClusterRoom.read(client, by: KubernetesPaging(size: 1, most: 2))
        }
        #expect(failure?.message == "GET /api/v1/nodes: more than 2 objects.")
        #expect(cluster.requests.map { $0.url.hasSuffix("limit=1&continue=1") } == [false, true])
    }
}
