import Actions
import Collector
import Fleet
import Foundation
import Testing

/// Two sources that are one router under two names see what the other has begun.
struct SharedSeatTests {
    /// Offers a weight for `chat/own` as a source of another name would, told at a socket.
    private func offer(at place: String, _ scene: ExecutorScene) async {
        var step = SamplePlan.step("chat/own", from: "100", to: "7")
        step.target.instance = "other"
        step.request.place = place
        await scene.router.offer(
            ActionProposal(tier: .disruptive, stages: [ActionStage(steps: [step])]))
    }

    private func plan(_ scene: ExecutorScene) async throws -> ActionMachine {
        let order = ActionOrder(.reroute, targets: ["chat/own"], wish: .values([:]), id: "w1")
        return try await scene.executor().plan(order, with: scene.router)
    }

    @Test func whatIsUnderWayAtTheSameSocketIsInTheWay() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let place = SamplePlan.step("chat/own", from: "", to: "").request.place
            await offer(at: place, scene)
            let held = try await plan(scene)
            #expect(held.state == .refused)
            #expect(held.sentence.hasPrefix("chat/own is in action s1"), "\(held.sentence)")
        }
    }

    @Test func anotherRouterIsLeftAlone() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            await offer(at: "/run/another.sock", scene)
            #expect(try await plan(scene).state == .checked)
        }
    }

    /// Between the plan and the yes another program may have begun: its lock is seen.
    @Test func oneOfTwoProgramsActsAtTheSameSocket() async throws {
        try await ExecutorScene.run { scene in
            let own = SamplePlan.step("chat/own", from: "100", to: "7")
            var other = own
            other.target.instance = "other"
            let locks = TargetLocks(folder: scene.path + ".locks")
            let held = try locks.take([own])
            #expect(throws: ActionRefusal("Another action on chat/own is under way.")) {
                _ = try locks.take([other])
            }
            held.release()
            try locks.take([other]).release()
        }
    }

    /// A socket and a TCP address of one router.
    @Test func whoIsReachedByTwoWaysIsKnownByWhatItCallsItself() async throws {
        try await ActionFolder.run { folder in
            let steps = [
                ("/run/a.sock", "edge-1 7"), ("edge:9999", "edge-1 7"), ("b:9999", "edge-2 7"),
            ]
            .map { place, seat in
                var step = SamplePlan.step("chat/own", from: "100", to: "7")
                step.target.instance = place
                step.request.place = place
                step.seat = seat
                return step
            }
            try expectOneSeat(steps[0], steps[1], besides: steps[2], folder)
        }
    }

    @Test func aLinkToASocketIsTheSocket() async throws {
        try await ActionFolder.run { folder in
            let paths = ["admin.sock", "link.sock"].map {
                folder.path.appendingPathComponent($0).path
            }
            try Data().write(to: URL(filePath: paths[0]))
            try FileManager.default.createSymbolicLink(
                atPath: paths[1], withDestinationPath: paths[0])
            let steps = paths.map { path in
                var step = SamplePlan.step("chat/own", from: "100", to: "7")
                step.target.instance = path
                step.request.place = path
                return step
            }
            try expectOneSeat(steps[0], steps[1], folder)
        }
    }

    /// Who takes the first has the second as well, and not the other.
    private func expectOneSeat(
        _ first: ActionStep, _ second: ActionStep, besides other: ActionStep? = nil,
        _ folder: ActionFolder
    ) throws {
        let locks = TargetLocks(folder: folder.path.appendingPathComponent("locks").path)
        let held = try locks.take([first])
        defer { held.release() }
        #expect(throws: ActionRefusal("Another action on chat/own is under way.")) {
            _ = try locks.take([second])
        }
        if let other { try locks.take([other]).release() }
    }
}
