import Actions
import Collector
import Fleet
import FoundationEssentials
import Providers
import Support
import Synchronization
import Testing

/// The demo with an executor before it, in a time of its own: who waits puts the clock forward.
struct SimulatedScene {
    /// A clock that moves when somebody waits.
    final class Clock: FleetClock {
        private let instant = Mutex(SampleFleet.time)

        func now() -> Instant { instant.withLock { $0 } }
        func move(_ interval: Duration) { instant.withLock { $0 = $0 + interval } }
    }

    let clock = Clock()
    let transports: Transports
    let executor: ActionExecutor
    private let watchers: [any Provider]

    /// Has `body` act on a fleet of its own. Each stage of a shift is watched for ten seconds.
    static func run(
        chaos: SimulatedChaos = [], seed: UInt64 = 1, _ body: (SimulatedScene) async throws -> Void
    ) async throws {
        let folder =
            FileManager.default.temporaryDirectory.path
            + "/hybridtop-simulated-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(SimulatedScene(folder, chaos, seed))
    }

    private init(_ folder: String, _ chaos: SimulatedChaos, _ seed: UInt64) throws {
        var transports = SimulatedFleet.transports(clock: clock, seed: seed, chaos: chaos)
        transports.witness = SimulatedWitness(transports: transports)
        self.transports = transports
        let watchers = try [
            "edge", "aws-us-east-1", "chat-70b-hall-a", "chat-70b-us-east-1",
            "chat-70b-westeurope",
        ].map { try Self.provider($0, transports) }
        self.watchers = watchers
        let ways = transports
        let clock = clock
        var setting = ActionSetting(
            context: "demo", actor: "ada@desk", hold: .seconds(10),
            pause: { clock.move($0) })
        setting.policy = Self.policy
        setting.provider = { source in
            (try? Self.provider(source.instance, ways)) as? any ActionableProvider
        }
        setting.gate = { _ in StageGate(objective: SimulatedFleet.objectives["chat-70b"]) }
        setting.bearings = SnapshotBearings(clock: clock) { await Self.snapshot(watchers, clock) }
        executor = ActionExecutor(
            setting, journal: try Journal(path: folder + "/actions.jsonl"),
            locks: TargetLocks(folder: folder + "/locks"), access: WriteAccess(pin: .writable),
            clock: clock, report: { _ in })
    }

    private static var policy: ActionPolicy {
        ActionPolicy(
            residency: ResidencyCheck(
                rules: Dictionary(
                    SimulatedFleet.dataClasses.map { ($0.name, $0) },
                    uniquingKeysWith: { first, _ in first })),
            sites: SimulatedFleet.sites,
            workloads: SimulatedFleet.workloads.map {
                ActionPolicy.Workload(name: $0.name, router: $0.router, dataClass: $0.dataClass)
            })
    }

    /// Has everything that a gate goes by asked for a while, as a screen does from its start.
    func watch(for seconds: Int = 20) async {
        for _ in 0..<seconds {
            _ = await Self.snapshot(watchers, clock)
            clock.move(.seconds(1))
        }
    }

    /// A provider of the registry for one source of the demo.
    static func provider(_ name: String, _ transports: Transports) throws -> any Provider {
        for entry in SimulatedFleet.entries() {
            let type = try #require(Registry.provider(entry.provider))
            for source in type.expand(entry) where source.name == name {
                return try type.init(source, transports: transports)
            }
        }
        throw SourceFailure(.notConfigured, "no source \(name)")
    }

    /// A source that acts.
    func actor(_ name: String) throws -> any ActionableProvider {
        try #require(try Self.provider(name, transports) as? any ActionableProvider)
    }

    /// Plans and carries out.
    func carryOut(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain, by name: String
    ) async throws -> ActionMachine {
        // In the form of the program's own, which tells our reasons from others'.
        let chance = UUID().uuidString.lowercased().suffix(6)
        let order = ActionOrder(
            kind, targets: targets, wish: wish, id: "20261121T120000-\(chance)")
        _ = try await executor.plan(order, with: try actor(name))
        return try await executor.carryOut(order.id)
    }

    /// Takes an action back.
    func undo(_ id: String) async throws -> ActionMachine {
        let chance = UUID().uuidString.lowercased().suffix(6)
        let plan = try await executor.planUndo(of: id, as: "20261121T130000-\(chance)")
        return try await executor.carryOut(plan.plan.id)
    }

    /// What a source says now.
    func sample(_ name: String) async throws -> Sample {
        try await Self.provider(name, transports).poll().sample
    }

    /// Requests a second of a source's only endpoint over some seconds from now on.
    func rate(_ name: String, over seconds: Int) async throws -> Double {
        let provider = try Self.provider(name, transports)
        _ = try await provider.poll()
        clock.move(.seconds(seconds))
        return try await provider.poll().sample.endpoints.value(.requestRate, 0) ?? 0
    }

    /// The weights that the router tells, by server.
    func weights() async throws -> [String: String] {
        let page = try await transports.sockets.ask(
            "show stat -1 6 -1", at: .path("/run/haproxy/edge.sock"), limit: 1 << 20,
            timeout: .seconds(1))
        let lines = String(decoding: page, as: UTF8.self).split(separator: "\n")
        let names = lines[0].dropFirst(2).split(separator: ",")
        let place = try #require(names.firstIndex(of: "weight"))
        var weights: [String: String] = [:]
        for line in lines.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            weights["\(cells[0])/\(cells[1])"] = String(cells[place])
        }
        return weights
    }

    private static func snapshot(
        _ watchers: [any Provider], _ clock: Clock
    ) async -> FleetSnapshot? {
        var sources: [SourceState] = []
        for (place, watcher) in watchers.enumerated() {
            let names = [("haproxy", "edge"), ("sagemaker", "aws-us-east-1")]
            let (provider, name) = place < names.count ? names[place] : ("scrape", "\(place)")
            // As the demo has them: a cloud tells once a minute.
            var source = SourceState(
                id: SourceID(provider: provider, instance: name), title: "", site: "hall-a",
                interval: .seconds(1), staleAfter: .seconds(place == 1 ? 180 : 5))
            source.sample = try? await watcher.poll().sample
            source.lastSuccess = clock.now()
            sources.append(source)
        }
        return FleetSnapshot(time: clock.now(), sources: sources)
    }
}

/// Looks at a node of the demo with its nvidia-smi.
struct SimulatedWitness: NodeWitness {
    let transports: Transports

    func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>? {
        guard
            let provider = try? SimulatedScene.provider(node, transports)
                as? any StreamingProvider,
            let slow = try? await provider.poll().sample,
            let fast = try? await provider.pollFast().sample
        else { return nil }
        let sample = provider.combine(fast: fast, slow: slow, previous: nil)
        let id = SourceID(provider: "nvidia-smi", instance: node)
        return .success(NodeSight(sample, node: 0, source: id))
    }
}
