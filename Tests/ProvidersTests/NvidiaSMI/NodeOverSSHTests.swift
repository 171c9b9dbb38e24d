import Collector
import Fleet
import Support
import Testing

@testable import Providers

/// A node from its nvidia-smi to the store: the provider, the collector and ssh as they run for a person,
/// against a real OpenSSH server.
@Suite(.serialized, .timeLimit(.minutes(2))) struct NodeOverSSHTests {
    private let server: LoopbackSSHServer
    private let thread: EventThread
    private let store: FleetStore
    private let collector: Collector
    private let commands: SubprocessCommandTransport

    init() async throws {
        server = try await LoopbackSSHServer()
        let clock = SystemClock()
        thread = try EventThread(clock: clock)
        store = FleetStore(thread: thread, clock: clock)
        commands = SubprocessCommandTransport(environment: server.clientEnvironment)
        collector = Collector(
            thread: thread, store: store,
            transports: Transports(
                http: NoHTTP(), commands: commands, clock: clock, environment: [:]))
    }

    private func start(_ hosts: [String]) async throws {
        let entry = ProviderSettings(
            provider: "nvidia-smi", name: "hall", interval: .seconds(1), deadline: .seconds(10),
            values: ["hosts": .strings(hosts), "ssh_config": .string(server.configuration)])
        let transports = Transports(
            http: NoHTTP(), commands: commands, clock: SystemClock(), environment: [:])
        let sources = try NvidiaSMIProvider.expand(entry).map { settings in
            Collector.Source(
                settings: settings, title: "nvidia-smi",
                provider: try NvidiaSMIProvider(settings, transports: transports))
        }
        await collector.run(sources, sites: [])
    }

    private func end() async {
        await collector.stop()
        await commands.close()
        thread.shutDown()
    }

    @Test func samplesArriveAndAnAbsentServerLeavesThemStale() async throws {
        try await start(["gpu-a01", "gpu-a02"])
        #expect(
            await eventually(within: .seconds(20)) {
                await store.current().sources.allSatisfy { $0.isLive && $0.polls > 3 }
            })
        let live = await store.current()
        for source in live.sources {
            let sample = try #require(source.sample)
            #expect(sample.inventory.accelerators.count == 8)
            #expect(sample.accelerators.value(.power, 2) == 302.25)
            #expect(source.transport == "ssh stream")
        }
        #expect(server.logins == 2)

        server.stop()
        #expect(
            await eventually(within: .seconds(20)) {
                await store.current().sources.allSatisfy {
                    if case .stale = $0.status { true } else { false }
                }
            })
        let stale = await store.current()
        for source in stale.sources {
            #expect(source.sample?.inventory.accelerators.count == 8)
            #expect((source.age(at: stale.time.monotonic) ?? .zero) > .zero)
            #expect([.connectionLost, .refused].contains(source.failure?.kind))
        }

        try await server.start()
        #expect(
            await eventually(within: .seconds(30)) {
                await store.current().sources.allSatisfy(\.isLive)
            })
        #expect(await store.current().sources.allSatisfy { $0.transport == "ssh stream" })
        await end()
    }

    /// Hosts that fail in every way beside one that does not.
    @Test func theReachableStayOnTimeAndTheOthersSayWhy() async throws {
        let kinds: [String: SourceFailure.Kind] = [
            "hung": .timedOut, "stranger": .hostKeyUnknown, "locked": .sshAuthentication,
            "closed": .refused, "nameless": .nameNotFound,
        ]
        try await start(["gpu-a01"] + kinds.keys)
        let good = SourceID(provider: "nvidia-smi", instance: "gpu-a01")
        #expect(
            await eventually(within: .seconds(20)) {
                await store.current().source(good)?.isLive == true
            })
        let polls = await store.current().source(good)?.polls ?? 0
        for (name, kind) in kinds {
            let id = SourceID(provider: "nvidia-smi", instance: name)
            let isNamed = await eventually(within: .seconds(20)) {
                await store.current().source(id)?.failure?.kind == kind
            }
            let source = await store.current().source(id)
            #expect(isNamed, "\(name): \(source?.failure?.message ?? "none")")
            #expect(source?.failure?.nextStep.isEmpty == false, "\(name)")
        }
        #expect(
            await eventually(within: .seconds(10)) {
                (await store.current().source(good)?.polls ?? 0) >= polls + 3
            })
        #expect(await store.current().source(good)?.failures == 0)
        await end()
    }
}
