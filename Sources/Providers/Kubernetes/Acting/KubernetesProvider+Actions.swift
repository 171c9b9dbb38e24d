import Collector
import Fleet

extension KubernetesProvider: ActionableProvider {
    static let actions: Set<ActionKind> = [.scale, .drain, .cordon, .resume, .reroute]

    nonisolated var requestTimeout: Duration { settings.limit }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        try await acting.propose(order)
    }

    func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int] {
        try await acting.counts(of: targets)
    }

    func send(_ request: ActionRequest) async -> ActionAnswer { await acting.send(request) }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        try await acting.observe(steps)
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof { await acting.prove(steps) }
}
