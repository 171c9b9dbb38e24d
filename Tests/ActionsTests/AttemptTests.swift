import Actions
import Collector
import Fleet
import Foundation
import Testing

/// What somebody wanted and was refused is in the journal, and is never an action.
struct AttemptTests {
    private let blocked = ActionCheck(.residency, .block, "patient stays on own hardware")

    private func replay(_ scene: ExecutorScene) throws -> JournalReplay {
        try Journal.replay(path: scene.path)
    }

    @Test func itIsOneLineThatSaysWhoWhatWhenAndWhy() async throws {
        try await ExecutorScene.run { scene in
            await scene.router.answer([blocked])
            let executor = try scene.executor()
            let plan = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            #expect(plan.state == .refused)
            #expect(try replay(scene).accounts.isEmpty, "a plan alone leaves no trace")
            for _ in 0..<3 { await executor.noteRefusal(of: "s1", plan.sentence) }
            let lines = try String(contentsOfFile: scene.path, encoding: .utf8).split(
                separator: "\n")
            #expect(lines.count == 1)
            for part in [
                "\"event\":\"refused\"", "\"by\":\"ada@desk\"", "\"action\":\"s1\"",
                "\"detail\":\"patient stays on own hardware\"", "\"uid\":\"chat/rented\"",
                "\"time_nanoseconds\":",
            ] { #expect(lines[0].contains(part), "\(lines[0])") }
            let told = try replay(scene)
            let account = try #require(told.account("s1"))
            #expect(account.isAttempt && account.machine.state == .refused)
            #expect(account.machine.isOver && account.machine.sentence == plan.sentence)
            #expect(account.machine.checks == plan.checks)
            #expect(told.malformed == 0 && !account.isBroken)
        }
    }

    /// It holds nothing back, is not taken up, and cannot be undone.
    @Test func itIsNeitherUnderWayNorLostNorToBeUndone() async throws {
        try await ExecutorScene.run { scene in
            let executor = try scene.executor()
            _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
            await executor.noteRefusal(of: "s1", as: "s1-refused", "who knows")
            let told = try replay(scene)
            #expect(told.unfinished.isEmpty && told.unsettledPlanless.isEmpty)
            #expect(try await executor.unfinished().isEmpty)
            await #expect(throws: ActionRefusal("s1-refused has changed nothing.")) {
                try await executor.planUndo(of: "s1-refused", as: "u1")
            }
            await #expect(throws: ActionRefusal("s1-refused is over: refused.")) {
                try await executor.takeUp("s1-refused")
            }
            // The very plan may still be carried out.
            #expect(try await executor.carryOut("s1").state == .verified)
            await executor.noteRefusal(of: "s1", as: "later", "it was begun")
            #expect(try replay(scene).accounts.map(\.machine.plan.id) == ["s1-refused", "s1"])
        }
    }

    @Test func whereNothingMayBeChangedItIsWrittenAsWell() async throws {
        for access in [WriteAccess(), WriteAccess(pin: .readOnly)] {
            try await ExecutorScene.run { scene in
                let executor = try scene.executor(access: access)
                _ = try await executor.plan(ExecutorScene.shift("s1"), with: scene.router)
                let refusal = await #expect(throws: ActionRefusal.self) {
                    try await executor.carryOut("s1")
                }
                await executor.noteRefusal(of: "s1", refusal?.sentence ?? "")
                let account = try #require(try replay(scene).account("s1"))
                #expect(account.isAttempt && account.machine.sentence == refusal?.sentence)
                #expect(await scene.router.sent.isEmpty)
            }
        }
    }
}
