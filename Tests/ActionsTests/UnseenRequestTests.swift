import Actions
import Fleet
import Foundation
import Testing

/// A request that was on its way when its program ended: it may still be taken.
struct UnseenRequestTests {
    /// A journal that ends with the request.
    private func leave(_ scene: ExecutorScene) async throws {
        let executor = try scene.executor()
        _ = try await executor.plan(ExecutorScene.weigh("chat/own", 7, "w1"), with: scene.router)
        _ = try await executor.carryOut("w1", isWaiting: false)
        let lines = try String(contentsOfFile: scene.path, encoding: .utf8).split(separator: "\n")
        let last = try #require(lines.firstIndex { $0.contains("\"event\":\"sending\"") })
        try (lines[...last].joined(separator: "\n") + "\n").write(
            toFile: scene.path, atomically: false, encoding: .utf8)
        await scene.router.set("set weight chat/own 100")
        await scene.router.forgetSent()
    }

    @Test func whatIsTakenLateIsSeenAndNotCalledFailedBefore() async throws {
        try await ExecutorScene.run { scene in
            try await leave(scene)
            await scene.router.onLook { [router = scene.router] number in
                if number == 20 { await router.set("set weight chat/own 7") }
            }
            let early = try scene.executor()
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await early.preview("w1", isBack: false)
            }
            #expect(refusal?.sentence.contains("it is unknown") == true)
            let end = try await scene.executor().takeUp("w1")
            #expect(end.state == .verified, "\(end.state) \(end.sentence)")
            #expect(await scene.router.sent.isEmpty)
        }
    }

    @Test func whatIsNotSeenInTimeIsNotCalledUnchanged() async throws {
        try await ExecutorScene.run { scene in
            try await leave(scene)
            let end = try await scene.executor().takeUp("w1")
            #expect(end.state == .failed && end.sentence.hasSuffix("not seen to be taken"))
            #expect(await scene.router.sent.isEmpty)
        }
    }

    @Test func whatCannotBeLookedAtStaysUnknown() async throws {
        try await ExecutorScene.run { scene in
            try await leave(scene)
            await scene.router.failLooks(100_000)
            let end = try await scene.executor().takeUp("w1")
            #expect(end.state == .unknown, "\(end.state) \(end.sentence)")
        }
    }
}
