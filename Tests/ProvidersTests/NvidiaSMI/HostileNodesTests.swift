import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// Nodes whose nvidia-smi misbehaves, beside one that does not: real children, the whole collector.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileNodesTests {
    private static let modes = [
        "hang", "garbage", "banner", "silent", "flood", "truncate", "empty", "nodriver",
    ]
    private let thread: EventThread
    private let store: FleetStore
    private let collector: Collector
    private let commands = SubprocessCommandTransport()
    private let token = UUID().uuidString

    init() throws {
        let clock = SystemClock()
        thread = try EventThread(clock: clock)
        store = FleetStore(thread: thread, clock: clock)
        collector = Collector(
            thread: thread, store: store,
            transports: Transports(
                http: NoHTTP(), commands: commands, clock: clock, environment: [:]))
    }

    private func start(_ programs: [String: StandInSMI]) async throws {
        let transports = Transports(
            http: NoHTTP(), commands: commands, clock: SystemClock(), environment: [:])
        let sources = try programs.map { name, smi in
            let settings = ProviderSettings(
                provider: "nvidia-smi", name: name, interval: .seconds(1), deadline: .seconds(2),
                values: ["command": .string(smi.command)])
            return Collector.Source(
                settings: settings, title: "",
                provider: try NvidiaSMIProvider(settings, transports: transports))
        }
        await collector.run(sources, sites: [])
    }

    private func source(_ name: String) async -> SourceState? {
        await store.current().source(SourceID(provider: "nvidia-smi", instance: name))
    }

    private var children: [Int32] {
        ProcessTable.running(withVariable: "FAKE_SMI_NODE", token)
    }

    @Test func theRestStaysOnTimeAndNothingIsLeft() async throws {
        var programs = ["good": try StandInSMI(["FAKE_SMI_NODE": token])]
        for mode in Self.modes {
            programs[mode] = try StandInSMI(["FAKE_SMI_NODE": token, "FAKE_SMI_MODE": mode])
        }
        try await start(programs)
        #expect(await eventually(within: .seconds(20)) { await source("good")?.isLive == true })
        let begun = ContinuousClock.now
        let polls = try #require(await source("good")).polls
        #expect(
            await eventually(within: .seconds(20)) {
                (await source("good")?.polls ?? 0) >= polls + 5
            })
        #expect(ContinuousClock.now - begun < .seconds(10), "one round a second")
        #expect(await source("good")?.failures == 0)

        #expect(await eventually(within: .seconds(20)) { await source("banner")?.isLive == true })
        #expect(await source("banner")?.sample?.inventory.accelerators.count == 8)
        let kinds: [String: Set<SourceFailure.Kind>] = [
            "hang": [.hung], "nodriver": [.driverNotLoaded], "silent": [.commandFailed],
            "flood": [.tooLarge, .timedOut, .commandFailed, .malformed, .hung],
            "garbage": [.commandFailed, .malformed], "empty": [.commandFailed],
        ]
        for (name, expected) in kinds {
            let isNamed = await eventually(within: .seconds(20)) {
                await source(name)?.failure.map { expected.contains($0.kind) } ?? false
            }
            let why = await source(name)?.failure?.message ?? "none"
            #expect(isNamed, "\(name): \(why)")
            let isHostThere = await eventually {
                await source(name)?.sample?.nodes.value(.memoryTotal, 0) != nil
            }
            #expect(isHostThere, "\(name)")
        }
        #expect(!children.isEmpty)
        await collector.stop()
        await commands.close()
        #expect(await eventually { children.isEmpty })
        thread.shutDown()
    }

    /// Old readings stay, with their age, and the source says what hung; then it comes back.
    @Test func aDriverThatHangsLaterKeepsItsReadings() async throws {
        let smi = try StandInSMI(["FAKE_SMI_NODE": token])
        try await start(["late": smi])
        #expect(await eventually(within: .seconds(20)) { await source("late")?.isLive == true })
        try smi.behave(["FAKE_SMI_NODE": token, "FAKE_SMI_MODE": "hang"])
        // The stream that runs is taken away, as by a reset of the driver.
        for child in children { kill(child, SIGKILL) }
        let isHung = await eventually(within: .seconds(20)) {
            await source("late")?.failure?.kind == .hung
        }
        let stale = try #require(await source("late"))
        #expect(isHung, "\(stale.failure?.message ?? "none")")
        #expect(stale.sample?.inventory.accelerators.count == 8)
        #expect(stale.failure?.message.contains("nvidia-smi --help-query-gpu") == true)
        try smi.behave(["FAKE_SMI_NODE": token])
        #expect(await eventually(within: .seconds(30)) { await source("late")?.isLive == true })
        #expect(await source("late")?.transport == "stream")
        await collector.stop()
        await commands.close()
        #expect(await eventually { children.isEmpty })
        thread.shutDown()
    }
}
