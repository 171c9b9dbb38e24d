import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// Real scripts over a folder of files, and an executor that has them run.
struct CommandScene {
    let folder: URL
    let executor: ActionExecutor
    let provider: any ActionableProvider
    let clock: HurriedClock

    static let script = Tools.fixtures.appendingPathComponent("command/serve").path

    /// Has `body` act on a folder of its own; `left` are the keys that the configuration does without.
    static func run(
        without left: Set<String> = [], _ more: [String: SettingValue] = [:],
        environment: [String: String] = [:], workloads: [ActionPolicy.Workload] = [],
        _ body: (CommandScene) async throws -> Void
    ) async throws {
        let clock = HurriedClock(SystemClock())
        try await ActionFolder.run { place in
            let folder = place.path
            let values = values(folder).filter { !left.contains($0.key) }.merging(more) { $1 }
            let provider = try provider(values, environment: environment)
            let executor = try place.executor(setting(provider, workloads), clock: clock)
            let scene = CommandScene(
                folder: folder, executor: executor, provider: provider, clock: clock)
            for name in ["a", "b"] {
                try scene.write("\(name).count", "2")
                try scene.write("\(name).share", "50")
                try scene.write("\(name).state", "ready")
            }
            try await body(scene)
        }
    }

    private static func setting(
        _ provider: any ActionableProvider, _ workloads: [ActionPolicy.Workload]
    ) -> ActionSetting {
        var setting = ActionSetting(
            context: "prod", actor: "ada@desk", interval: .milliseconds(20))
        setting.provider = { _ in provider }
        setting.policy = ActionPolicy(
            residency: ResidencyCheck(rules: [
                "patient": DataClassRule(name: "patient", isOwnedOnly: true)
            ]),
            sites: [
                Site(name: "hall-a", placement: .dedicated), Site(name: "us", placement: .iaas),
            ], workloads: workloads)
        return setting
    }

    /// A full configuration.
    static func values(_ folder: URL) -> [String: SettingValue] {
        let start = [script, folder.path]
        return [
            "targets": .strings(["a", "b"]),
            "scale": .strings(start + ["scale", "{target}", "{value}"]),
            "drain": .strings(start + ["drain", "{target}", "drained", "--why={reason}"]),
            "resume": .strings(start + ["resume", "{target}", "ready"]),
            "cordon": .strings(start + ["cordon", "{target}", "cordoned"]),
            "reroute": .strings(start + ["reroute", "{target}", "{share}"]),
            "observe": .strings(start + ["show", "{kind}", "{target}"]),
            "verify": .strings(start + ["probe", "{target}", "{kind}", "{value}"]),
            "require": .commands([start + ["allowed", "{target}"]]),
            "tiers": .mapping(["resume": "reversible"]), "limit": .duration(.seconds(1)),
        ]
    }

    static func provider(
        _ values: [String: SettingValue], environment: [String: String] = [:]
    ) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("command"))
        let made = try type.init(
            ProviderSettings(
                provider: "command", name: "own", site: "hall-a", interval: .seconds(60),
                deadline: .seconds(5), values: values),
            transports: Transports(
                http: AsyncHTTPTransport(),
                commands: SubprocessCommandTransport(environment: environment),
                clock: SystemClock(), environment: environment))
        return try #require(made as? any ActionableProvider)
    }

    static func order(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain,
        _ reason: String = ""
    ) -> ActionOrder {
        ActionOrder(kind, targets: targets, wish: wish, reason: reason, id: UUID().uuidString)
    }

    func write(_ name: String, _ text: String) throws {
        try Data("\(text)\n".utf8).write(to: folder.appendingPathComponent(name))
    }

    func text(_ name: String) -> String {
        let data = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// The lines that were received.
    var received: [String] { text("log").split(separator: "\n").map(String.init) }

    func plan(_ order: ActionOrder) async throws -> ActionMachine {
        clock.go(1)
        return try await executor.plan(order, with: provider)
    }

    /// Minutes pass in moments from here on.
    func carryOut(_ id: String) async throws -> ActionMachine {
        clock.go(60)
        return try await executor.carryOut(id)
    }

    func act(_ order: ActionOrder) async throws -> ActionMachine {
        _ = try await plan(order)
        return try await carryOut(order.id)
    }
}
