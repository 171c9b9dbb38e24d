import Actions
import Collector
import Fleet
import Foundation
import Providers
import Support
import Testing

/// A real SLURM, and an executor that acts on it.
struct SlurmScene {
    let lab: SlurmLab
    let folder: ActionFolder
    let executor: ActionExecutor

    /// Has `body` act on a lab of its own.
    static func run(_ body: (SlurmScene) async throws -> Void) async throws {
        let lab = try SlurmLab()
        defer { lab.end() }
        try await ActionFolder.run { folder in
            let setting = ActionSetting(
                context: "prod", actor: "ada@desk", interval: .milliseconds(100))
            let executor = try folder.executor(setting)
            try await body(SlurmScene(lab: lab, folder: folder, executor: executor))
        }
    }

    /// An executor that writes the same journal, as a program that is started later does.
    func later(acting provider: any ActionableProvider) throws -> ActionExecutor {
        var setting = ActionSetting(
            context: "prod", actor: "bo@desk", interval: .milliseconds(100))
        setting.provider = { _ in provider }
        return try folder.executor(setting)
    }

    /// The provider, with settings beside the configuration.
    func provider(
        _ more: [String: SettingValue] = [:], deadline: Duration = .seconds(10),
        witness: (any NodeWitness)? = nil, environment: [String: String] = [:]
    ) throws -> any ActionableProvider {
        let type = try #require(Registry.provider("slurm"))
        var transports = Transports(
            http: AsyncHTTPTransport(),
            commands: SubprocessCommandTransport(environment: environment),
            clock: SystemClock(), environment: [:])
        transports.witness = witness
        let values = ["conf": SettingValue.string(lab.place.configuration)]
        let made = try type.init(
            ProviderSettings(
                provider: "slurm", name: "lab", site: "hall-a", interval: .seconds(1),
                deadline: deadline, values: values.merging(more) { $1 }),
            transports: transports)
        return try #require(made as? any ActionableProvider)
    }

    /// A provider whose commands are those of a folder of the lab.
    func provider(
        tricked trick: String, deadline: Duration = .seconds(3),
        witness: (any NodeWitness)? = nil
    ) throws -> any ActionableProvider {
        try provider(
            ["path": .string("\(lab.place.folder)/\(trick)")], deadline: deadline,
            witness: witness)
    }

    /// An order for one node.
    func order(_ kind: ActionKind, _ node: String, _ reason: String = "") -> ActionOrder {
        // In the form of the program's own, which tells our reasons from others'.
        let chance = UUID().uuidString.lowercased().suffix(6)
        return ActionOrder(
            kind, targets: [node], reason: reason, id: "20261121T120000-\(chance)")
    }

    /// Plans and carries out.
    func carryOut(
        _ order: ActionOrder, with provider: any ActionableProvider
    ) async throws -> ActionMachine {
        _ = try await executor.plan(order, with: provider)
        return try await executor.carryOut(order.id)
    }

    /// Submits a job that holds GPUs until it is told to finish, and waits until it runs.
    func submit(_ name: String, _ words: String...) async throws -> String {
        let line = ["submit", name] + words
        let id = try lab.say(line)
        let isRunning = await eventually(within: .seconds(20)) {
            (try? lab.say("squeue", "-h", "-j", id, "-o", "%T")) == "RUNNING"
        }
        #expect(isRunning, "job \(id) runs")
        return id
    }
}

/// A witness that says what a test wants it to.
struct MadeWitness: NodeWitness {
    var processes: [String] = []
    var memoryUsed: [Double?] = [0, 0, 0, 0]
    var findings: [String]? = []

    func hardwareFindings(of node: String, site: String) async -> [String]? { findings }

    func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
        let gpus = memoryUsed.indices.map {
            AcceleratorIdentity(node: 0, index: $0, uuid: "GPU-\($0)", model: "H100")
        }
        var sample = Sample(
            inventory: Inventory(nodes: [NodeIdentity(name: node)], accelerators: gpus))
        for (row, used) in memoryUsed.enumerated() {
            if let used { sample.accelerators[.memoryUsed, row] = .value(used) }
        }
        sample.processes = .value(
            processes.map {
                ComputeProcess(accelerator: 0, pid: 1, name: $0, memory: .value(1))
            })
        return .success(
            NodeSight(
                sample, node: 0, source: SourceID(provider: "nvidia-smi", instance: node)))
    }
}
