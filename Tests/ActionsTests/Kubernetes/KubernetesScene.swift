import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// An API server of ours with a cluster behind it, and an executor that acts on it.
struct KubernetesScene {
    let lab: KubernetesLab
    let folder: ActionFolder
    let executor: ActionExecutor

    /// Has `body` act on a lab of its own.
    static func run(
        policy: ActionPolicy = ActionPolicy(), _ body: (KubernetesScene) async throws -> Void
    ) async throws {
        let lab = try KubernetesLab()
        defer { lab.end() }
        try await ActionFolder.run { folder in
            let executor = try executor(in: folder, actor: "ada@desk", policy) { _ in nil }
            try await body(KubernetesScene(lab: lab, folder: folder, executor: executor))
        }
    }

    /// An executor that writes the same journal, as a program that is started later does.
    func later(acting provider: any ActionableProvider) throws -> ActionExecutor {
        try Self.executor(in: folder, actor: "bo@desk") { _ in provider }
    }

    private static func executor(
        in folder: ActionFolder, actor: String, _ policy: ActionPolicy = ActionPolicy(),
        _ provider: @escaping @Sendable (SourceID) -> (any ActionableProvider)?
    ) throws -> ActionExecutor {
        var setting = ActionSetting(
            context: "prod", actor: actor, interval: .milliseconds(50), policy: policy)
        setting.provider = provider
        setting.bearings = Untroubled()
        return try folder.executor(setting)
    }

    /// The provider, as a user of the kubeconfig. Its time is fast, so that nothing is waited for long.
    func provider(
        as user: String = "admin", _ more: [String: SettingValue] = [:],
        deadline: Duration = .seconds(10), witness: (any NodeWitness)? = nil,
        clock: any FleetClock = MinuteClock()
    ) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("kubernetes"))
        var transports = Transports(
            http: AsyncHTTPTransport(),
            commands: SubprocessCommandTransport(environment: [:]), clock: clock, environment: [:])
        transports.witness = witness
        let values: [String: SettingValue] = [
            "kubeconfig": .string(lab.place.kubeconfig), "context": .string(user),
        ]
        let made = try type.init(
            ProviderSettings(
                provider: "kubernetes", name: "lab", site: "hall-a", interval: .seconds(1),
                deadline: deadline, values: values.merging(more) { $1 }),
            transports: transports)
        return try #require(made as? any ActionableProvider)
    }

    /// Plans and carries out.
    func carryOut(
        _ order: ActionOrder, with provider: any ActionableProvider
    ) async throws -> ActionMachine {
        _ = try await executor.plan(order, with: provider)
        return try await executor.carryOut(order.id)
    }

    static func order(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain,
        reason: String = ""
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, reason: reason, id: UUID().uuidString)
    }

    static func scale(_ target: String, _ count: Int) -> ActionOrder {
        order(.scale, [target], .count(count))
    }

    static func shift(_ rented: Double, stages: [Double] = [1]) -> ActionOrder {
        order(
            .reroute, ["chat/own", "chat/rented"],
            .shares(["chat/own": 1 - rented, "chat/rented": rented], stages: stages))
    }

    static let deployments = "/apis/apps/v1/namespaces/chat/deployments"
    static let route = "/apis/gateway.networking.k8s.io/v1/namespaces/chat/httproutes/chat"

    /// What a deployment is set to.
    func replicas(_ name: String) throws -> String {
        try lab.value("\(Self.deployments)/\(name)", "spec", "replicas")
    }

    /// The weights of the route, in their order.
    func weights() throws -> [String] {
        try ["0", "1"].map { index in
            try lab.value(Self.route, "spec", "rules", "0", "backendRefs", index, "weight")
        }
    }

    /// The requests that have changed something, or tried to, in earnest.
    func changes() throws -> [KubernetesLab.Request] {
        try lab.log().filter { request in
            request.method != "GET" && !request.path.contains("dryRun")
                && !request.path.hasSuffix("/selfsubjectaccessreviews")
        }
    }
}

/// A clock on which a second is a minute.
struct MinuteClock: FleetClock {
    func now() -> Instant {
        let now = SystemClock().now()
        return Instant(
            wall: now.wall,
            monotonic: MonotonicTime(nanoseconds: now.monotonic.nanoseconds * 60))
    }
}

/// Nothing troubles anybody.
private struct Untroubled: BearingSource {
    func bearing(of target: ActionTarget) async -> Bearing { Bearing() }
}

extension KubernetesScene {
    /// The same with a copy of the journal, as a program leaves it that is killed now.
    func copied() throws -> KubernetesScene {
        KubernetesScene(lab: lab, folder: try folder.copied(), executor: executor)
    }
}
