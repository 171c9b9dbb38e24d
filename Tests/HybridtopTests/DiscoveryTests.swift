import Collector
import Fleet
import Foundation
import Providers
import Settings
import Support
import Synchronization
import Testing

@testable import hybridtop

/// What is looked for on this machine where nothing is configured.
@Suite struct DiscoveryTests {
    /// A plan without sources whose discovery looks at one port, which is not a well-known one.
    private func plan(_ port: Int) -> FleetPlan {
        var plan = FleetPlan.configured(FleetConfiguration(), environment: ["PATH": "/nonexistent"])
        plan.entries = []
        plan.discovery?.candidates = [
            ProviderSettings(
                provider: "prometheus-scrape", name: "localhost:\(port)", site: "local",
                interval: .seconds(1), deadline: .seconds(1),
                values: ["url": .string("http://localhost:\(port)/metrics")])
        ]
        return plan
    }

    private func server(_ port: Int) throws -> SpawnedDaemon {
        try SpawnedDaemon(
            [
                "/usr/bin/env", "PATH=\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
                "python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "-d",
                Tools.fixtures.path,
            ], log: "/dev/null")
    }

    @Test func aServerIsFoundOnceItListensAndOnlyOnce() async throws {
        let port = try freePort()
        var plan = plan(port)
        #expect(plan.newcomers().isEmpty)
        let server = try server(port)
        defer { server.end() }
        #expect(await eventually { !plan.newcomers().isEmpty })
        plan.entries += plan.newcomers()
        #expect(plan.expanded.map(\.source.instance) == ["localhost:\(port)"])
        #expect(plan.newcomers().isEmpty)
    }

    @Test func aServerThatIsStartedLaterAppearsWhileTheProgramRuns() async throws {
        let port = try freePort()
        let program = try FleetProgram(plan(port))
        let told = Mutex<[ReloadOutcome]>([])
        let folder = try TestFolder()
        let file = ConfigurationFile(
            Surroundings(
                environment: ["HOME": folder.path], descriptors: Registry.descriptors))
        let watch = ConfigurationWatch(
            program, FleetConfiguration(), file: file,
            pauses: .init(discovery: .milliseconds(20))
        ) { outcome in told.withLock { $0.append(outcome) } }
        try await watch.start()
        #expect(await program.store.current().sources.isEmpty)
        let server = try server(port)
        defer { server.end() }
        #expect(await eventually { !told.withLock { $0.isEmpty } })
        #expect(
            told.withLock { $0 } == [
                .found([SourceID(provider: "prometheus-scrape", instance: "localhost:\(port)")])
            ])
        #expect(await program.store.current().sources.count == 1)
        await program.stop()
    }

    @Test func theSoftwareOfThisMachineIsFoundOnThePath() throws {
        let candidate = try #require(Discovery(Registry.descriptors).candidates.first)
        #expect(!LocalMachine.answers(candidate, environment: ["PATH": "/usr/bin"]))
        let stub = Tools.fixtures.appendingPathComponent("bin").path
        #expect(LocalMachine.answers(candidate, environment: ["PATH": "/usr/bin:\(stub)"]))
    }

    @Test func aClosedPortIsNoServer() throws {
        #expect(!LocalMachine.isOpen(UInt16(try freePort())))
    }
}

/// What a configuration comes to.
@Suite struct FleetPlanTests {
    private func plan(_ text: String) throws -> FleetPlan {
        let folder = try TestFolder()
        try folder.write(text, "config.yaml")
        let file = ConfigurationFile(
            named: "\(folder.path)/config.yaml",
            Surroundings(
                descriptors: Registry.descriptors,
                examine: { EntryExamination.examine($0, environment: [:]) }))
        return FleetPlan.configured(try file.load(), environment: [:])
    }

    @Test func anEntrysOwnIntervalStaysUntilAPersonAsksForAnother() throws {
        var plan = try plan(
            """
            interval: 5s
            sources:
              - nvidia-smi: { hosts: "a[1-2]", interval: 2s }
              - promql: { url: "http://b:9090" }
              - sagemaker: { region: us-east-1 }
            """)
        #expect(plan.expanded.map(\.interval.inSeconds) == [2, 2, 5, 60])
        plan.interval = .seconds(1)
        #expect(plan.expanded.map(\.interval.inSeconds) == [1, 1, 1, 60])
        #expect(plan.discovery == nil && plan.newcomers().isEmpty)
        #expect(try plan.sources().count == 4)
    }

    @Test func aReloadIsCountedBySource() throws {
        let old = try plan(
            "sources: [{ nvidia-smi: { hosts: \"a[1-4]\" } }, { promql: { url: \"http://b\" } }]")
        let new = try plan(
            "sources: [{ nvidia-smi: { hosts: \"a[2-5]\" } }, { promql: { url: \"http://b:1\", name: b } }]"
        )
        let counts = ReloadCounts(from: old.expanded, to: new.expanded)
        #expect(counts.words == "1 added, 1 removed, 1 changed")
        #expect(ReloadCounts(from: new.expanded, to: new.expanded).words == "no source changed")
    }
}
