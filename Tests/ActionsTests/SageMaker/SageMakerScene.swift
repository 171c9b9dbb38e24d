import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// A control plane of ours in SageMaker's place, and an executor that acts on it. Minutes pass quickly
/// while something is carried out.
struct SageMakerScene {
    let lab: SageMakerLab
    let executor: ActionExecutor
    let provider: any ActionableProvider
    let clock: HurriedClock
    let folder: ActionFolder

    /// Has `body` act on a lab of its own; answers are waited for as long as `deadline` says.
    static func run(
        deadline: Duration = .seconds(10), _ body: (SageMakerScene) async throws -> Void
    ) async throws {
        let lab = try SageMakerLab()
        defer { lab.end() }
        let clock = HurriedClock(SystemClock())
        let provider = try provider(lab.port, clock, deadline: deadline)
        try await ActionFolder.run { folder in
            try await body(
                SageMakerScene(
                    lab: lab, executor: try executor(folder, clock, provider),
                    provider: provider, clock: clock, folder: folder))
        }
    }

    /// An executor that writes the journal of a folder.
    static func executor(
        _ folder: ActionFolder, _ clock: any FleetClock, _ provider: any ActionableProvider
    ) throws -> ActionExecutor {
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", interval: .milliseconds(20))
        setting.provider = { _ in provider }
        return try folder.executor(setting, clock: clock)
    }

    /// The provider as the configuration would make it.
    static func provider(
        _ port: Int, _ clock: any FleetClock, deadline: Duration = .seconds(10),
        key: String = "AKIDEXAMPLE", secret: String = "secret"
    ) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("sagemaker"))
        let environment = [
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "HOME": "/nonexistent",
        ]
        let made = try type.init(
            ProviderSettings(
                provider: "sagemaker", name: "us", site: "us-east-1", interval: .seconds(60),
                deadline: deadline,
                values: [
                    "region": .string("us-east-1"),
                    "endpoint": .string("http://127.0.0.1:\(port)"),
                ]),
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: environment), clock: clock,
                environment: environment))
        return try #require(made as? any ActionableProvider)
    }

    static func order(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, id: UUID().uuidString)
    }

    /// A plan of an order.
    func plan(_ order: ActionOrder) async throws -> ActionMachine {
        clock.go(1)
        return try await executor.plan(order, with: provider)
    }

    /// Carries a plan out, while the clock runs.
    func carryOut(_ id: String) async throws -> ActionMachine {
        clock.go(300)
        return try await executor.carryOut(id)
    }

    /// Both.
    func act(_ order: ActionOrder) async throws -> ActionMachine {
        _ = try await plan(order)
        return try await carryOut(order.id)
    }

    /// Begins to carry a plan out.
    func begin(_ id: String) -> Task<ActionMachine, any Error> {
        clock.go(300)
        return Task { [executor] in try await executor.carryOut(id) }
    }

    /// Waits until an action is as it should be.
    func wait(
        _ id: String, _ what: String, until condition: (ActionMachine) -> Bool
    ) async {
        let isSo = await eventually { await executor.action(id).map(condition) ?? false }
        let now = await executor.action(id)
        #expect(isSo, "\(what): \(String(describing: now?.state)) \(now?.sentence ?? "")")
    }
}
