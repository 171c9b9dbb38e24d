import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// A list is read once, and then what has changed since: against a server that forgets, fails and
/// refuses as the real one does.
@Suite(.serialized, .timeLimit(.minutes(1))) final class KubernetesReflectorTests {
    private let lab: KubernetesLab
    private let reflector = KubernetesReflector<KubePod>(least: 1)

    init() throws { lab = try KubernetesLab() }

    deinit { lab.end() }

    private static let path = "/api/v1/pods"
    private static let query = [
        ("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")
    ]

    private func client(
        _ context: String = "viewer", timeout: Duration = .seconds(10)
    ) -> KubernetesClient {
        KubernetesClient(
            KubePlace(file: lab.place.kubeconfig, context: context),
            transports: Transports(
                http: AsyncHTTPTransport(), commands: NoCommands(), clock: SystemClock(),
                environment: [:]),
            timeout: timeout)
    }

    private func read(_ client: KubernetesClient) async throws -> [KubePod] {
        try await reflector.list(Self.path, query: Self.query, by: client).items
    }

    /// The same, read anew.
    private func whole(_ client: KubernetesClient) async throws -> [KubePod] {
        try await client.list(Self.path, query: Self.query, of: KubePod.self).items
    }

    /// What was asked for so far: versions of watches, and `list`.
    private func asked() throws -> [String] {
        try lab.log().filter { $0.path.hasPrefix(Self.path) }.map { request in
            request.path.split(separator: "&").first { $0.hasPrefix("resourceVersion=") }
                .map { String($0.dropFirst(16)) } ?? "list"
        }
    }

    private func make(_ name: String) throws {
        try lab.say(
            "create", "/api/v1/namespaces/chat/pods",
            #"{"metadata":{"name":"\#(name)"},"spec":{"nodeName":"gpu-b01","containers":[]},"#
                + #""status":{"phase":"Running"}}"#)
    }

    /// Ended pods are not meant: one that ends is gone, as the server tells it to who watches.
    @Test func afterTheFirstReadingOnlyChangesAreRead() async throws {
        let client = client()
        try lab.say("freeze")
        try make("a")
        try make("b")
        #expect(try await read(client) == whole(client))
        try make("c")
        try lab.say("delete", "/api/v1/namespaces/chat/pods/a")
        try lab.say(
            "patch", "/api/v1/namespaces/chat/pods/b", #"{"status":{"phase":"Succeeded"}}"#)
        let second = try await reflector.list(Self.path, query: Self.query, by: client)
        #expect(try await second.items == whole(client))
        #expect(second.items.contains { $0.metadata.name == "c" })
        #expect(!second.items.contains { ["a", "b"].contains($0.metadata.name) })
        #expect(try asked().filter { $0 == "list" }.count == 3, "one of them is the reflector's")
        #expect(second.bytes > 0 && second.bytes < 4000, "\(second.bytes) bytes for three changes")
    }

    /// A bookmark tells how far the server is, though nothing of ours has changed.
    @Test func bookmarksKeepTheVersionNew() async throws {
        let client = client()
        _ = try await read(client)
        for round in 0..<3 {
            try lab.say(
                "patch", "/api/v1/nodes/gpu-b01",
                #"{"metadata":{"annotations":{"round":"\#(round)"}}}"#)
            _ = try await read(client)
        }
        let versions = try asked().compactMap { Int($0) }
        #expect(versions.count == 3 && versions == versions.sorted())
        #expect(Set(versions).count == 3, "\(versions)")
    }

    @Test func whatTheServerHasForgottenIsReadAnew() async throws {
        let client = client()
        _ = try await read(client)
        try lab.say("expire")
        try make("new")
        let found = try await read(client)
        #expect(found.contains { $0.metadata.name == "new" })
        #expect(try asked().map { $0 == "list" } == [true, false, true])
        _ = try await read(client)
        #expect(try asked().last != "list", "and carried on from there")
    }

    /// A connection that breaks loses nothing: the next reading goes on from the same version.
    @Test(arguments: ["lose-before", "500", "429"])
    func aReadingThatFailsIsMadeGood(fault: String) async throws {
        let client = client()
        _ = try await read(client)
        try lab.say("fault", "GET", "watch=1", fault)
        try make("meanwhile")
        let failure = await failureOf { _ = try await self.read(client) }
        #expect(failure != nil)
        let found = try await read(client)
        #expect(found.contains { $0.metadata.name == "meanwhile" })
        let versions = try asked()
        #expect(versions.filter { $0 == "list" }.count == 1)
        #expect(versions.count == 3 && versions[1] == versions[2], "\(versions)")
    }

    /// Waiting for the same again would never end.
    @Test func whatCannotBeCaughtUpWithIsListedNextTime() async throws {
        let client = client(timeout: .seconds(2))
        _ = try await read(client)
        try lab.say("fault", "GET", "watch=1", "hang")
        let failure = await failureOf { _ = try await self.read(client) }
        #expect(failure?.kind == .timedOut)
        try lab.say("clear")
        _ = try await read(client)
        #expect(try asked().map { $0 == "list" } == [true, false, true])
    }

    @Test func whoMayListAndNotWatchReadsLists() async throws {
        try lab.say("permit", "nobody", "list", "pods")
        let client = client("nobody")
        for _ in 0..<3 { _ = try await read(client) }
        #expect(try asked().map { $0 == "list" } == [true, false, true, true])
    }

    @Test func whatIsShortIsReadAnew() async throws {
        let short = KubernetesReflector<KubePod>(least: 1000)
        for _ in 0..<2 { _ = try await short.list(Self.path, query: Self.query, by: client()) }
        #expect(try asked() == ["list", "list"])
    }

    /// A cluster of hundreds of nodes: the rows are the same, and only the long lists are carried on.
    @Test func aLargeClusterIsNotListedAgain() async throws {
        try lab.say("freeze")
        try lab.say("crowd", "250", "1000")
        let provider = try KubernetesProvider(
            ProviderSettings(
                provider: "kubernetes", name: "lab", site: "hall-a", interval: .seconds(10),
                deadline: .seconds(20),
                values: [
                    "kubeconfig": .string(lab.place.kubeconfig), "context": .string("viewer"),
                ]),
            transports: Transports(
                http: AsyncHTTPTransport(), commands: NoCommands(), clock: SystemClock(),
                environment: [:]))
        let first = try await provider.poll()
        let second = try await provider.poll()
        #expect(first.sample.inventory.nodes.count == 254)
        #expect(second.sample.inventory === first.sample.inventory)
        #expect(second.sample.jobs == first.sample.jobs)
        #expect(second.bytes * 20 < first.bytes, "\(first.bytes) and then \(second.bytes) bytes")
    }
}
