import Collector
import Fleet
import Providers
import Support
import Testing

/// The simulated fleet, asked by the real providers: what it says is decoded, plausible, moves, and is
/// the same for the same seed and clock.
@Suite struct SimulatedFleetTests {
    private let fleet = AskedFleet()

    @Test func everyEntryIsOneThatTheRegistryCanMake() throws {
        let transports = SimulatedFleet.transports(clock: AskedFleet.HandClock())
        let sites = Set(SimulatedFleet.sites.map(\.name))
        var names: Set<String> = []
        for entry in SimulatedFleet.entries() {
            let type = try #require(Registry.provider(entry.provider))
            let known = Set(
                (type.descriptor.settings + SettingSchema.common).map(\.key))
            #expect(Set(entry.values.keys).isSubset(of: known))
            #expect(sites.contains(entry.site))
            for source in type.expand(entry) {
                _ = try type.init(source, transports: transports)
                #expect(names.insert(source.name).inserted, "\(source.name) twice")
            }
        }
        // 58 nodes over ssh, two pages for each of six, two schedulers, ten servers, a router, a cloud
        // and a probe.
        #expect(names.count == 58 + 2 * 6 + 2 + 10 + 1 + 1 + 1)
    }

    @Test func aNodeIsDecodedWithPlausibleReadings() async throws {
        let sample = try await fleet.node("gpu-a03", at: .seconds(30))
        #expect(sample.inventory.nodes.map(\.name) == ["gpu-a03"])
        #expect(sample.inventory.nodes[0].driver == "580.105.08")
        #expect(sample.inventory.accelerators.map(\.index) == Array(0..<8))
        #expect(Set(sample.inventory.accelerators.map(\.uuid)).count == 8)
        for row in 0..<8 {
            let table = sample.accelerators
            #expect(try #require(table.value(.utilization, row)) > 0.2)
            #expect((300.0...700).contains(table.value(.power, row) ?? 0))
            #expect((40.0...80).contains(table.value(.temperature, row) ?? 0))
            #expect(table.value(.memoryTotal, row) == 81_559.0 * 1_048_576)
            #expect(sample.acceleratorStates[row] == .present)
        }
    }

    @Test func loadMovesTogether() async throws {
        var utilization: Set<Double> = []
        var power: Set<Double> = []
        for second in stride(from: 0, to: 200, by: 10) {
            let sample = try await fleet.node("gpu-a18", at: .seconds(second))
            utilization.insert(sample.accelerators.value(.utilization, 0) ?? 0)
            power.insert(sample.accelerators.value(.power, 0) ?? 0)
        }
        #expect(utilization.count > 5 && power.count > 10)
        #expect(power.max() ?? 0 > power.min() ?? 0 + 30)
    }

    @Test func aLostGPUIsLostAndItsSiblingsStay() async throws {
        let sample = try await fleet.node("gpu-b17", at: .seconds(20))
        #expect(sample.inventory.accelerators.count == 8)
        let lost = sample.acceleratorStates.indices.filter {
            if case .lost = sample.acceleratorStates[$0] { true } else { false }
        }
        #expect(lost == [5])
        let after = try await fleet.node("gpu-b17", at: .seconds(300))
        #expect(after.acceleratorStates.allSatisfy { $0 == .present })
    }

    @Test func heatSlowsTwoGPUs() async throws {
        let sample = try await fleet.node("gpu-a13", at: .seconds(240))
        let slowed = (0..<8).filter { row in
            let bits = Int(sample.accelerators.value(.throttleReasons, row) ?? 0)
            return !ThrottleReasons(rawValue: bits).isDisjoint(with: .harmful)
        }
        #expect(slowed == [2, 3])
        #expect(sample.accelerators.value(.temperature, 2) ?? 0 > 84)
        #expect(sample.accelerators.value(.smClock, 2) ?? 0 < 1.5e9)
    }

    @Test func theSilentNodeTimesOutAndComesBack() async throws {
        let failure = await #expect(throws: SourceFailure.self) {
            _ = try await fleet.node("gpu-a04", at: .seconds(250))
        }
        #expect(failure?.kind == .timedOut)
        let sample = try await fleet.node("gpu-a04", at: .seconds(330))
        #expect(sample.acceleratorStates.count == 8)
    }

    @Test func theSameSeedAndTimeGiveTheSameReadings() async throws {
        let first = try await fleet.node("gpu-b19", at: .seconds(77))
        let second = try await fleet.node("gpu-b19", at: .seconds(77))
        #expect(first.accelerators == second.accelerators)
        #expect(first.inventory.isEqual(to: second.inventory))
        let later = try await fleet.node("gpu-b19", at: .seconds(97))
        #expect(first.accelerators != later.accelerators)
    }

    @Test(arguments: [
        ("chat-70b-hall-a", "vllm"), ("code-34b-hall-a", "sglang"), ("summarize-hall-a", "tgi"),
        ("fraud-hall-b", "triton"), ("translate-hall-b", "llama.cpp"),
        ("nightly-eval-us-central1", "nim"),
    ])
    func aServerIsRecognisedAndRead(_ name: String, _ kind: String) async throws {
        let sample = try await fleet.endpoint(name, polls: [2, 12])
        #expect(sample.inventory.endpoints.map(\.kind) == [kind])
        let table = sample.endpoints
        if kind != "llama.cpp" {
            let rate = try #require(table.value(.requestRate, 0))
            #expect(rate > 1 && rate < 3000)
            #expect(try #require(table.value(.errorRatio, 0)) < 0.01)
        }
        if kind == "vllm" || kind == "sglang" || kind == "nim" {
            let p50 = try #require(table.value(.latencyP50, 0))
            let p95 = try #require(table.value(.latencyP95, 0))
            #expect(p50 > 0.5 && p95 > p50 && p95 < 60)
            #expect(try #require(table.value(.firstTokenP95, 0)) < 3)
            #expect(try #require(table.value(.tokensOut, 0)) > 50)
            #expect((0.1...1).contains(table.value(.cacheUsage, 0) ?? 0))
        }
    }

    @Test func theQueueBuildsUpAndDrains() async throws {
        let early = try await fleet.endpoint("chat-70b-hall-a", polls: [10, 20])
        let rush = try await fleet.endpoint("chat-70b-hall-a", polls: [170, 180])
        let calm = try await fleet.endpoint("chat-70b-hall-a", polls: [290, 300])
        #expect(early.endpoints.value(.requestsWaiting, 0) == 0)
        #expect((30.0...600).contains(rush.endpoints.value(.requestsWaiting, 0) ?? 0))
        #expect(calm.endpoints.value(.requestsWaiting, 0) == 0)
        #expect(
            (rush.endpoints.value(.firstTokenP95, 0) ?? 0)
                > 2 * (early.endpoints.value(.firstTokenP95, 0) ?? 0))
    }

    @Test func aServerFailsRequestsForAWhile() async throws {
        let outage = try await fleet.endpoint("vision-11b-hall-b", polls: [420, 440])
        #expect((outage.endpoints.value(.errorRatio, 0) ?? 0) > 0.05)
        let after = try await fleet.endpoint("vision-11b-hall-b", polls: [500, 520])
        #expect((after.endpoints.value(.errorRatio, 0) ?? 1) < 0.01)
    }

    @Test func aServerStartsAnew() async throws {
        let starting = try await fleet.endpoint("translate-hall-b", polls: [340, 360])
        #expect(starting.endpointStates == [.starting])
        let serving = try await fleet.endpoint("translate-hall-b", polls: [410, 430])
        #expect(serving.endpointStates == [.serving])
    }

    @Test func countersDoNotDependOnWhoAsksHowOften() async throws {
        let seldom = try await fleet.endpoint("chat-70b-hall-a", polls: [50, 60])
        let often = try await fleet.endpoint("chat-70b-hall-a", polls: Array(1...49) + [50, 60])
        #expect(
            seldom.endpoints.value(.requestsWaiting, 0)
                == often.endpoints.value(.requestsWaiting, 0))
        #expect(seldom.endpoints.value(.cacheUsage, 0) == often.endpoints.value(.cacheUsage, 0))
    }
}
