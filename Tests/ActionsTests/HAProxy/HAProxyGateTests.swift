import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// Shifts in stages with a gate, and taking them back, with real requests.
@Suite(.serialized)
struct HAProxyGateTests {
    @Test func aShiftInStagesHoldsAtEachAndIsUndone() async throws {
        try await HAProxyScene.run(hold: .milliseconds(800)) { scene in
            let shift = HAProxyScene.shift(0.8, stages: [0.25, 0.5, 1])
            let end = try await scene.carryOut(shift)
            #expect(end.state == .verified, "\(end.sentence)")
            #expect(end.sentence.contains("rented bears it"), "\(end.sentence)")
            #expect(try scene.lab.say("get weight chat/rented").hasPrefix("80 "))
            let gates = try scene.lines(of: shift.id, "\"event\":\"gated\"")
            #expect(gates.count { $0.contains("\"open\"") } == 3)
            #expect(gates.contains { $0.contains("\"holding\"") })
            let undo = try await scene.executor.planUndo(of: shift.id, as: "undo-1")
            #expect(undo.state == .checked)
            #expect(undo.plan.reason == "undo of \(shift.id)")
            let undone = try await scene.executor.carryOut("undo-1")
            #expect(undone.state == .verified, "\(undone.sentence)")
            for instance in 0...1 {
                #expect(
                    try scene.lab.say("get weight chat/own", instance: instance).hasPrefix("100 "))
                #expect(
                    try scene.lab.say("get weight chat/rented", instance: instance).hasPrefix("0 "))
            }
        }
    }

    @Test func aServerThatDegradesStopsTheShiftAndItGoesBackByItself() async throws {
        try await HAProxyScene.run(hold: .seconds(3), objective: Objective(errorRatio: 0.05)) {
            scene in
            try scene.lab.tell("degrade 30")
            let shift = HAProxyScene.shift(0.8, stages: [0.25, 0.5, 1])
            let end = try await scene.carryOut(shift)
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence.contains("errors, over 5.0 %"), "\(end.sentence)")
            #expect(!end.past.contains(.converged), "the last stage was never reached")
            #expect(try scene.lab.say("get weight chat/rented").hasPrefix("0 "))
            #expect(try scene.lab.say("get weight chat/own", instance: 1).hasPrefix("100 "))
            let sent = try scene.lines(of: shift.id, "\"event\":\"sending\"")
            #expect(!sent.contains { $0.contains("\"stage\":2") }, "\(sent)")
            await #expect(throws: ActionRefusal.self) {
                try await scene.executor.planUndo(of: shift.id, as: "undo-1")
            }
        }
    }

    /// While the first stage is held, something befalls the second instance.
    private func end(
        of shift: ActionOrder, _ scene: HAProxyScene, _ befall: () async throws -> Void
    ) async throws -> ActionMachine {
        _ = try await scene.executor.plan(shift, with: scene.provider)
        let run = Task { [executor = scene.executor] in try await executor.carryOut(shift.id) }
        let isHolding = await eventually(within: .seconds(30)) {
            await scene.executor.action(shift.id)?.need == .gate
        }
        #expect(isHolding)
        try await befall()
        return try await run.value
    }

    /// No server counts them, and whoever asks gets an error.
    @Test func whatHAProxyItselfAnswersWithAnErrorStopsTheShift() async throws {
        try await HAProxyScene.run(hold: .seconds(60)) { scene in
            let end = try await end(of: HAProxyScene.shift(0.5), scene) {
                let list = scene.lab.addresses.sockets[1]
                    .replacingOccurrences(of: "admin1.sock", with: "denied1.acl")
                _ = try scene.lab.say("add acl \(list) /", instance: 1)
                let isBack = await eventually {
                    await scene.executor.all.first?.isGoingBack == true
                }
                #expect(isBack)
                _ = try scene.lab.say("clear acl \(list)", instance: 1)
            }
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(
                end.sentence.contains("were answered by no server, over 2.0 %"), "\(end.sentence)")
        }
    }

    @Test func aServerThatOneInstanceFindsDownStopsTheShift() async throws {
        try await HAProxyScene.run(hold: .seconds(60)) { scene in
            let end = try await end(of: HAProxyScene.shift(0.5), scene) {
                try scene.lab.tell("down 1")
            }
            let place = scene.lab.addresses.sockets[1]
            #expect(end.state == .rolledBack, "\(end.state): \(end.sentence)")
            #expect(end.sentence == "chat/rented is DOWN at \(place)")
            let isDown = try scene.lab.say("show stat chat 4 -1", instance: 1).contains("DOWN")
            let isDownElsewhere = try scene.lab.say("show stat chat 4 -1").contains("DOWN")
            #expect(isDown && !isDownElsewhere)
            let next = try await scene.executor.plan(HAProxyScene.shift(0.5), with: scene.provider)
            #expect(next.state == .refused)
            #expect(
                next.sentence == "chat/rented is to get requests and is DOWN at \(place).",
                "\(next.sentence)")
        }
    }

    @Test func aCancelledShiftGoesBack() async throws {
        try await HAProxyScene.run(hold: .seconds(60)) { scene in
            let shift = HAProxyScene.shift(0.8, stages: [0.25, 1])
            _ = try await scene.executor.plan(shift, with: scene.provider)
            let run = Task { [executor = scene.executor] in try await executor.carryOut(shift.id) }
            let isHolding = await eventually {
                await scene.executor.action(shift.id)?.need == .gate
            }
            #expect(isHolding)
            await scene.executor.cancel(shift.id)
            let end = try await run.value
            #expect(end.state == .rolledBack)
            #expect(end.sentence == "cancelled by ada@desk")
            #expect(try scene.lab.say("get weight chat/rented").hasPrefix("0 "))
        }
    }

    /// Nothing is called verified, and nothing goes back, for want of requests to see it by.
    @Test func withoutRequestsItConvergesAndIsNotVerified() async throws {
        try await HAProxyScene.run { scene in
            let provider = try HAProxyScene.provider(
                scene.lab.addresses.sockets, clock: MinuteClock())
            try scene.lab.tell("load 0")
            for order in [
                HAProxyScene.shift(0.5), HAProxyScene.order(.drain, ["chat/own"]),
                HAProxyScene.order(.resume, ["chat/own"]),
            ] {
                _ = try await scene.executor.plan(order, with: provider)
                let end = try await scene.executor.carryOut(order.id)
                #expect(end.state == .converged && end.isOver, "\(end.state): \(end.sentence)")
                #expect(end.sentence.contains("too few to see it by"), "\(end.sentence)")
            }
        }
    }

    @Test func anUndoIsRefusedWhereSomebodyWasThere() async throws {
        try await HAProxyScene.run { scene in
            let shift = HAProxyScene.shift(0.5)
            #expect(try await scene.carryOut(shift).state == .verified)
            _ = try scene.lab.say("set weight chat/own 33", instance: 1)
            do throws(ActionRefusal) {
                _ = try await scene.executor.planUndo(of: shift.id, as: "undo-1")
                Issue.record("it was planned")
            } catch { #expect(error.sentence.contains("weight 33"), "\(error.sentence)") }
        }
    }
}

extension HAProxyScene {
    /// The lines of the journal about an action that hold a text.
    func lines(of id: String, _ text: String) throws -> [String] {
        let path = folder.appendingPathComponent("actions.jsonl")
        return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.contains("\"action\":\"\(id)\"") && $0.contains(text) }
    }
}
