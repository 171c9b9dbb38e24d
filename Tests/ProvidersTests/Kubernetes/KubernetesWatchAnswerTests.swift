import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// Answers that no server of ours gives.
@Suite struct KubernetesWatchAnswerTests {
    private static let path = "/api/v1/pods"

    private func list(_ version: String, _ names: String...) -> String {
        let items = names.map { #"{"metadata":{"name":"\#($0)","uid":"u"}}"# }.joined(
            separator: ",")
        return
            #"{"kind":"PodList","metadata":{"resourceVersion":"\#(version)"},"items":[\#(items)]}"#
    }

    /// A list of one pod, which has been read once; then the cluster gives these answers.
    private func held(
        _ answers: (body: String, status: Int)...
    ) async throws -> (cluster: ScriptedCluster, read: () async throws -> KubernetesList<KubePod>) {
        let folder = try ScratchFolder()
        let cluster = ScriptedCluster()
        cluster.answer(Self.path, list("5", "a"))
        for answer in answers { cluster.answer(Self.path, answer.body, status: answer.status) }
        let client = try cluster.client(folder)
        let reflector = KubernetesReflector<KubePod>(least: 1)
        let read = {
            _ = folder
            return try await reflector.list(Self.path, query: [], by: client)
        }
        _ = try await read()
        return (cluster, read)
    }

    @Test(arguments: [
        (#"{"type":"ERROR","object":{"kind":"Status","code":410}}"#, 200),
        (#"{"kind":"Status","code":410,"reason":"Expired"}"#, 410),
    ])
    func whatIsGoneIsListedAtOnce(body: String, status: Int) async throws {
        let next = try await held((body, status), (list("9", "b"), 200)).read()
        #expect(next.items.map(\.metadata.name) == ["b"] && next.resourceVersion == "9")
    }

    /// Of what cannot be read nothing is kept: the next reading is of all.
    @Test(arguments: [
        ("what?", 200), (#"{"type":"MODIFIED","object":{"metadata":{}}}"#, 200),
        (#"{"type":"MODIFIED","object":{"metadata":{"name":"a","resource"#, 200),
        (#"{"kind":"Status","reason":"Timeout","message":"Too large resource version"}"#, 504),
    ])
    func whatCannotBeReadIsAFailureAndThenListed(body: String, status: Int) async throws {
        let (cluster, read) = try await held((body, status), (list("9", "b"), 200))
        let failure = await failureOf { _ = try await read() }
        #expect(failure != nil)
        let next = try await read()
        #expect(next.items.map(\.metadata.name) == ["b"])
        #expect(!(cluster.requests.last?.url.contains("watch") ?? true))
    }

    @Test func whatIsNewToUsIsPassedOver() async throws {
        let news =
            #"{"type":"NOVELTY","object":{"metadata":{"resourceVersion":"6"}}}"# + "\n"
            + #"{"type":"ADDED","object":{"metadata":{"name":"b","uid":"u","#
            + #""resourceVersion":"7"}}}"# + "\n"
        let next = try await held((news, 200)).read()
        #expect(next.items.map(\.metadata.name) == ["a", "b"] && next.resourceVersion == "7")
    }
}
