import Actions
import Collector
import Fleet
import Providers
import Testing

/// The demo's router obeys the real provider and the real executor, and the requests follow.
@Suite struct SimulatedShiftTests {
    private let servers = ["chat/own", "chat/use1", "chat/weu"]

    private func shares(_ own: Double, _ use1: Double, _ weu: Double) -> ActionOrder.Wish {
        .shares(
            ["chat/own": own, "chat/use1": use1, "chat/weu": weu], stages: [0.05, 0.25, 0.5, 1])
    }

    @Test func ratesFollowTheWeightsStageByStage() async throws {
        try await SimulatedScene.run { scene in
            await scene.watch()
            let before = try await scene.rate("chat-70b-us-east-1", over: 10)
            let end = try await scene.carryOut(
                .reroute, servers, shares(0.2, 0.7, 0.1), by: "edge")
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try await scene.weights()["chat/use1"] == "70")
            let own = try await scene.rate("chat-70b-hall-a", over: 30)
            let use1 = try await scene.rate("chat-70b-us-east-1", over: 30)
            #expect(use1 > 3 * before)
            // A share of 20 to one of 70, of requests that come a little later.
            #expect((3.0...4).contains(use1 / own))
        }
    }

    @Test func theOwnGPUsAreRelieved() async throws {
        try await SimulatedScene.run { scene in
            let busy = { () async throws -> Double in
                let sight = try await scene.sample("gpu-a18")
                let table = sight.accelerators
                return (0..<8).reduce(0) { $0 + (table.value(.utilization, $1) ?? 0) } / 8
            }
            let before = try await busy()
            _ = try await scene.transports.sockets.ask(
                "set weight chat/own 5", at: .path("/run/haproxy/edge.sock"), limit: 1000,
                timeout: .seconds(1))
            scene.clock.move(.seconds(2))
            #expect(try await busy() < before - 0.3)
        }
    }

    @Test func aShiftTowardsWhatDegradesGoesBackByItself() async throws {
        try await SimulatedScene.run(chaos: .degrading) { scene in
            await scene.watch()
            let before = try await scene.weights()
            let end = try await scene.carryOut(
                .reroute, servers, shares(0.2, 0.7, 0.1), by: "edge")
            #expect(end.state == .rolledBack)
            #expect(end.sentence.contains("errors, over 1.0 %"), "\(end.sentence)")
            #expect(try await scene.weights() == before)
            // What it bears is left alone, once the figures of the shift are those of the past.
            await scene.watch(for: 30)
            let some = try await scene.carryOut(
                .reroute, servers, shares(0.65, 0.25, 0.1), by: "edge")
            #expect(some.state == .verified, "\(some.sentence)")
        }
    }

    @Test func aServerIsDrainedAndTheLastOneIsNot() async throws {
        try await SimulatedScene.run { scene in
            let end = try await scene.carryOut(.drain, ["chat/weu"], by: "edge")
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(try await scene.rate("chat-70b-westeurope", over: 30) == 0)
            let rest = ActionOrder(.drain, targets: ["chat/own", "chat/use1"], id: "rest")
            let plan = try await scene.executor.plan(rest, with: try scene.actor("edge"))
            #expect(
                plan.checks.contains {
                    $0.verdict == .block
                        && $0.sentence.contains("no server left that takes requests")
                })
            let back = try await scene.carryOut(.resume, ["chat/weu"], by: "edge")
            #expect(back.state == .verified, "\(back.sentence)")
        }
    }

    @Test func whatIsProtectedStaysOnOwnHardware() async throws {
        try await SimulatedScene.run { scene in
            let order = ActionOrder(
                .reroute, targets: ["summarize/own", "summarize/spare"],
                wish: .shares(["summarize/own": 0.5, "summarize/spare": 0.5], stages: [1]), id: "1")
            let plan = try await scene.executor.plan(order, with: try scene.actor("edge"))
            #expect(plan.state == .refused)
            #expect(
                plan.checks.contains {
                    $0.kind == .residency && $0.verdict == .block
                        && $0.sentence
                            == "summarize: `patient` stays on own hardware, and us-east-1 is rented "
                            + "(iaas)."
                })
        }
    }

    @Test func whoeverSetsTheRouterMeanwhileStopsTheShift() async throws {
        try await SimulatedScene.run(chaos: .conflicts) { scene in
            await scene.watch(for: 70)
            let end = try await scene.carryOut(
                .reroute, servers, shares(0.5, 0.3, 0.2), by: "edge")
            #expect(
                end.state == .partial || end.state == .failed,
                "\(end.state) at \(scene.clock.now().monotonic): \(end.sentence)")
            // Somebody else's weight stands.
            #expect(try await scene.weights()["chat/weu"] == "12")
        }
    }
}
