import Actions
import Collector
import Fleet
import Providers
import Support
import Testing

/// The demo's cloud obeys the real provider and the real executor until CloudWatch shows it.
@Suite struct SimulatedCloudActionTests {
    private let cloud = "aws-us-east-1"

    private func count(_ scene: SimulatedScene, _ row: Int) async throws -> Double? {
        try await scene.sample(cloud).endpoints.value(.replicasReady, row)
    }

    @Test func aVariantIsScaledUntilItServesAndScaledBack() async throws {
        try await SimulatedScene.run { scene in
            let end = try await scene.carryOut(
                .scale, ["rerank/current"], .count(6), by: cloud)
            #expect(end.state == .verified, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("invocations of rerank/current since"))
            #expect(try await count(scene, 1) == 6)
            let back = try await scene.undo(end.plan.id)
            #expect(back.state == .verified, "\(back.state): \(back.sentence)")
            #expect(try await count(scene, 1) == 4)
        }
    }

    /// What adds instances by itself is told in the plan, and does not come in between.
    @Test(arguments: [0, 225, 300, 465])
    func whatAnAutoscalerKeepsIsScaledByItsBounds(start: Int) async throws {
        try await SimulatedScene.run { scene in
            scene.clock.move(.seconds(start))
            let order = ActionOrder(
                .scale, targets: ["embed"], wish: .count(5), id: "20261121T120000-00bb11")
            let plan = try await scene.executor.plan(order, with: try scene.actor(cloud))
            #expect(
                plan.checks.contains {
                    $0.kind == .ownership && $0.verdict == .warn
                        && $0.sentence.contains("keeps embed between 3 and 4 and would undo")
                })
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .verified, "\(end.state): \(end.sentence)")
            #expect(try await count(scene, 0) == 5)
            // The script's next rounds leave it there.
            for _ in 0..<12 {
                scene.clock.move(.seconds(60))
                #expect(try await count(scene, 0) == 5)
            }
            let back = try await scene.undo(order.id)
            #expect(back.state == .verified, "\(back.state): \(back.sentence)")
            #expect([3, 4].contains(try await count(scene, 0) ?? 0))
        }
    }

    @Test func aVariantIsDrainedAndComesBackWithItsWeight() async throws {
        try await SimulatedScene.run { scene in
            let end = try await scene.carryOut(.drain, ["rerank/candidate"], by: cloud)
            #expect(end.state == .verified, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("none to rerank/candidate"))
            let last = ActionOrder(.drain, targets: ["rerank/current"], id: "last")
            let plan = try await scene.executor.plan(last, with: try scene.actor(cloud))
            #expect(plan.state == .refused, "the last that serves")
            let back = try await scene.carryOut(.resume, ["rerank/candidate"], by: cloud)
            #expect(back.state == .verified, "\(back.state): \(back.sentence)")
            #expect(try await scene.sample(cloud).endpoints.value(.share, 2) == 0.1)
        }
    }

    /// Where there is no instance nothing serves, and that is what is waited for.
    @Test func whatIsScaledToNothingServesNothing() async throws {
        try await SimulatedScene.run { scene in
            func rate(_ row: Int) async throws -> Double? {
                try await scene.sample(cloud).endpoints.value(.requestRate, row)
            }
            #expect(try await rate(2) ?? 0 > 0)
            let part = try await scene.carryOut(.scale, ["rerank/candidate"], .count(0), by: cloud)
            #expect(part.state == .verified, "\(part.state): \(part.sentence)")
            #expect(part.sentence.contains("none to rerank/candidate"), "\(part.sentence)")
            #expect(try await rate(2) == 0)
            #expect(try await rate(1) ?? 0 > 0)
            // Of what is gone as a whole nothing is left to see it by.
            let all = try await scene.carryOut(.scale, ["embed"], .count(0), by: cloud)
            #expect(all.state == .converged, "\(all.state): \(all.sentence)")
            #expect(try await count(scene, 0) == 0)
            #expect(try await rate(0) == 0)
            let back = try await scene.undo(all.plan.id)
            #expect(back.state == .verified, "\(back.state): \(back.sentence)")
        }
    }

    @Test func sharesAreShiftedInStagesAndBack() async throws {
        try await SimulatedScene.run { scene in
            let shares = ["rerank/current": 0.5, "rerank/candidate": 0.5]
            let end = try await scene.carryOut(
                .reroute, shares.keys.sorted(), .shares(shares, stages: [0.25, 1]), by: cloud)
            #expect(end.state == .verified, "\(end.state): \(end.sentence)")
            let back = try await scene.undo(end.plan.id)
            #expect(back.state == .verified, "\(back.state): \(back.sentence)")
            #expect(try await scene.sample(cloud).endpoints.value(.share, 2) == 0.1)
        }
    }

    @Test func whatIsThrottledIsAskedAgainUntilItIsTaken() async throws {
        try await SimulatedScene.run(chaos: .throttling) { scene in
            for wanted in [5, 6, 7, 8, 4, 6] {
                let end = try await scene.carryOut(
                    .scale, ["rerank/current"], .count(wanted), by: cloud)
                #expect(end.state == .verified, "\(end.state): \(end.sentence)")
                #expect(try await count(scene, 1) == Double(wanted))
            }
        }
    }

    @Test func whatThereAreNoMachinesForHasFailed() async throws {
        try await SimulatedScene.run(chaos: .noCapacity) { scene in
            var ends: Set<ActionState> = []
            for wanted in 5...11 {
                let end = try await scene.carryOut(
                    .scale, ["rerank/current"], .count(wanted), by: cloud)
                ends.insert(end.state)
                let isThere = try await count(scene, 1) == Double(wanted)
                #expect(isThere == (end.state == .verified), "\(wanted): \(end.sentence)")
            }
            #expect(ends == [.verified, .failed])
        }
    }

    @Test func aLostAnswerIsNeverToldForMoreThanIsSeen() async throws {
        try await SimulatedScene.run(chaos: .lostAnswers) { scene in
            var ends: Set<ActionState> = []
            for number in 1...20 {
                let wanted = number % 2 == 0 ? 4 : 6
                let before = try await count(scene, 1)
                guard before != Double(wanted) else { continue }
                let end = try await scene.carryOut(
                    .scale, ["rerank/current"], .count(wanted), by: cloud)
                ends.insert(end.state)
                let isThere = try await count(scene, 1) == Double(wanted)
                #expect(isThere == (end.state == .verified), "\(number): \(end.state)")
            }
            #expect(ends == [.verified, .unknown])
        }
    }
}
