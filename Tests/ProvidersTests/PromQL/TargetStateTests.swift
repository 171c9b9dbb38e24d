import Collector
import Fleet
import Synchronization
import Testing

@testable import Providers

/// What follows for endpoints from whether their targets answer.
@Suite struct TargetStateTests {
    /// What the server says of models and targets; changes between polls.
    private final class Scene: Sendable {
        let models = Mutex<[(model: String, job: String)]>([])
        let targets = Mutex<[(job: String, share: Double)]>([])

        var server: ScriptedQueries {
            ScriptedQueries { [self] query in
                if query.contains("__name__") {
                    return ScriptedQueries.names(["vllm:num_requests_running"])
                }
                if query == FleetQueries.targets {
                    return ScriptedQueries.vector(
                        targets.withLock { $0 }.map { ("{\"job\":\"\($0.job)\"}", $0.share) })
                }
                return ScriptedQueries.vector(
                    models.withLock { $0 }.map {
                        ("{\"model_name\":\"\($0.model)\",\"job\":\"\($0.job)\"}", 1)
                    })
            }
        }

        func set(_ models: [(String, String)], _ targets: [(String, Double)]) {
            self.models.withLock { $0 = models.map { (model: $0.0, job: $0.1) } }
            self.targets.withLock { $0 = targets.map { (job: $0.0, share: $0.1) } }
        }
    }

    @Test func statesFollowFromTargets() async throws {
        let scene = Scene()
        let provider = try scene.server.provider()
        func states() async throws -> [String: EndpointState] {
            let sample = try await provider.poll().sample
            let names = sample.inventory.endpoints.map(\.name)
            return Dictionary(uniqueKeysWithValues: zip(names, sample.endpointStates))
        }
        let all = [("chat", "chat"), ("a", "shared"), ("b", "shared"), ("odd", "odd")]
        scene.set(all, [("chat", 1), ("shared", 1)])
        #expect(
            try await states() == ["chat": .serving, "a": .serving, "b": .serving, "odd": .unknown])
        // A third of the targets is down: whose, is only known where a job serves one model.
        scene.set(all, [("chat", 2.0 / 3), ("shared", 2.0 / 3)])
        #expect(
            try await states() == [
                "chat": .degraded, "a": .serving, "b": .serving, "odd": .unknown,
            ])
        // Series end when their targets are gone; the rows stay.
        scene.set([("a", "shared")], [("chat", 0), ("shared", 0.5)])
        #expect(
            try await states() == ["chat": .failed, "a": .serving, "b": .unknown, "odd": .unknown])
    }
}
