import Actions
import Fleet
import Foundation
import Testing

/// A journal that cannot be relied on: nothing is begun by it, and a person can put it right.
struct JournalGapTests {
    private func add(_ text: String, _ scene: ExecutorScene) throws {
        _ = try Journal(path: scene.path)
        let file = try #require(FileHandle(forWritingAtPath: scene.path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data((text + "\n").utf8))
    }

    private func plan(_ scene: ExecutorScene, _ id: String) async throws -> ActionMachine {
        try await scene.executor().plan(ExecutorScene.weigh("chat/own", 7, id), with: scene.router)
    }

    @Test func aJournalThatCannotBeReadHoldsEverythingBack() async throws {
        try await ExecutorScene.run { scene in
            try add("", scene)
            let file = try #require(FileHandle(forWritingAtPath: scene.path))
            try file.truncate(atOffset: 257 << 20)
            try file.close()
            let machine = try await plan(scene, "w1")
            #expect(machine.state == .refused && machine.sentence.contains("too large"))
        }
    }

    @Test func entriesOfANewerProgramHoldEverythingBack() async throws {
        try await ExecutorScene.run { scene in
            try add("{\"schema\":2,\"what\":\"something new\"}", scene)
            let machine = try await plan(scene, "w1")
            #expect(machine.state == .refused && machine.sentence.contains("schema 2"))
            let replay = try Journal(path: scene.path).replay()
            #expect(replay.newerSchema == 2 && replay.malformed == 0)
        }
    }

    /// Nobody knows what an action is done to whose plan is torn: nothing is begun beside it.
    @Test(arguments: [true, false]) func aLostPlanHoldsEverythingBack(isTorn: Bool) async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            var lines = try String(contentsOfFile: scene.path, encoding: .utf8)
                .split(separator: "\n").map(String.init)
            lines[0] = String(lines[0].prefix(lines[0].count / 2))
            if !isTorn { lines.removeFirst() }
            try (lines.joined(separator: "\n") + "\n").write(
                toFile: scene.path, atomically: false, encoding: .utf8)
            let held = try await plan(scene, "w1")
            #expect(held.state == .refused && held.sentence.contains("s1"), "\(held.sentence)")
            let next = try scene.executor()
            let refusal = await #expect(throws: ActionRefusal.self) { try await next.takeUp("s1") }
            #expect(refusal?.sentence.contains("actions settle s1") == true)
            #expect(try Journal(path: scene.path).replay().unsettledPlanless.map(\.id) == ["s1"])
            #expect(try await next.isPlanless("s1"))
            try await next.settle(planless: "s1", as: .partial, note: "25 %")
            #expect(try await !next.isPlanless("s1"))
            #expect(try await plan(scene, "w2").state == .checked)
        }
    }

    @Test func oneTornLineIsSettledByAPerson() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(
                ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
            _ = try await executor.carryOut("w1", isWaiting: false)
            let lines = try String(contentsOfFile: scene.path, encoding: .utf8)
                .split(separator: "\n").filter { !$0.contains("\"event\":\"rechecked\"") }
            try (lines.joined(separator: "\n") + "\n").write(
                toFile: scene.path, atomically: false, encoding: .utf8)
            await scene.router.set("set weight chat/own 100")
            let held = try await plan(scene, "w2")
            #expect(held.state == .refused && held.sentence.contains("w1"))
            let next = try scene.executor()
            await #expect(throws: ActionRefusal.self) { try await next.takeUp("w1") }
            let end = try await next.settle("w1", as: .failed, note: "it is as before")
            #expect(end.state == .failed && end.isOver)
            let account = try #require(try Journal(path: scene.path).replay().account("w1"))
            #expect(account.isBroken && account.machine == end)
            #expect(try await plan(scene, "w3").state == .checked)
        }
    }
}
