import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// Sources of a real collector, some of which hang in every way that a network knows: the others are
/// asked as often as they should be, and the dead say why and how old they are.
@Suite(.serialized, .timeLimit(.minutes(1))) final class OnTimeTests {
    private let lab: TLSLab
    private let port: Int
    private let server: SpawnedDaemon
    private let http = AsyncHTTPTransport()
    private let thread: EventThread
    private let store: FleetStore
    private let collector: Collector

    init() async throws {
        lab = try TLSLab()
        port = try freePort()
        thread = try EventThread(clock: SystemClock())
        let script = Tools.fixtures.appendingPathComponent("http/odd.py").path
        server = try SpawnedDaemon(["/usr/bin/python3", script, "\(port)"], log: "/dev/null")
        store = FleetStore(thread: thread, clock: SystemClock())
        collector = Collector(
            thread: thread, store: store,
            transports: Transports(
                http: http, commands: NoCommands(), clock: SystemClock(), environment: [:]))
        let isUp = await eventually { [port, http] in
            (try? await http.send(HTTPRequest(url: "http://127.0.0.1:\(port)/ok"))) != nil
        }
        #expect(isUp)
    }

    deinit {
        server.end()
        thread.shutDown()
    }

    private func source(
        _ type: any Provider.Type, _ name: String, _ url: String, deadline: Duration = .seconds(1)
    ) throws -> Collector.Source {
        let settings = ProviderSettings(
            provider: type.descriptor.id, name: name, interval: .milliseconds(100),
            deadline: deadline, values: ["url": .string(url)])
        let transports = Transports(
            http: http, commands: NoCommands(), clock: SystemClock(), environment: [:])
        return Collector.Source(
            settings: settings, title: name,
            provider: try type.init(settings, transports: transports))
    }

    @Test func theDeadDoNotHoldUpTheLiving() async throws {
        let here = "http://127.0.0.1"
        let living = try ["a", "b", "c"].map {
            try source(HTTPProbeProvider.self, $0, "\(here):\(port)/ok")
        }
        let closed = try freePort()
        let dead = try [
            ("silent", "\(here):\(lab.ports.silent)/", SourceFailure.Kind.timedOut),
            ("full", "\(here):\(lab.ports.full)/", .timedOut),
            ("drip", "\(here):\(port)/drip", .timedOut), ("closed", "\(here):\(closed)/", .refused),
        ].map { name, url, kind in
            (
                probe: try source(HTTPProbeProvider.self, name, url),
                scrape: try source(PrometheusScrapeProvider.self, name, url), kind: kind
            )
        }
        let begin = ContinuousClock.now
        await collector.run(living + dead.flatMap { [$0.probe, $0.scrape] }, sites: [])
        let isDone = await eventually(within: .seconds(20)) { [store] in
            let snapshot = await store.current()
            return living.allSatisfy { living in
                (snapshot.source(living.settings.source)?.polls ?? 0) >= 25
            }
        }
        let took = ContinuousClock.now - begin
        #expect(isDone && took < .seconds(5), "25 polls at 100 ms took \(took)")
        let snapshot = await store.current()
        for living in living {
            let state = try #require(snapshot.source(living.settings.source))
            #expect(state.isLive && state.failures == 0)
        }
        for dead in dead {
            let probe = try #require(snapshot.source(dead.probe.settings.source))
            #expect(probe.isLive && probe.sample?.endpointStates == [.failed])
            #expect(probe.sample?.endpointFailures.map(\.?.kind) == [dead.kind])
            let scrape = try #require(snapshot.source(dead.scrape.settings.source))
            #expect(scrape.failure?.kind == dead.kind, "\(scrape.status)")
        }
        await collector.stop()
    }
}
