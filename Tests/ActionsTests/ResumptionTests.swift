import Actions
import Fleet
import Foundation
import Testing

/// Going on, or back, with what an earlier program has left: checked anew like any plan.
struct ResumptionTests {
    private let blocked = ActionCheck(.blastRadius, .block, "rented is down")

    @Test func whatIsLeftIsShownAndNothingIsSentOrWritten() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let before = try Data(contentsOf: URL(fileURLWithPath: scene.path))
            let executor = try scene.executor()
            let on = try await executor.preview("s1", isBack: false)
            #expect(on.stages.map(\.name) == ["100 %"] && on.tier == .disruptive)
            #expect(on.checks.contains { $0.kind == .freshness && $0.verdict == .pass })
            let back = try await executor.preview("s1", isBack: true)
            #expect(back.stages.map(\.name) == ["back"])
            #expect(await scene.router.sent.isEmpty)
            #expect(try Data(contentsOf: URL(fileURLWithPath: scene.path)) == before)
            #expect(try await executor.goOn("s1").state == .verified)
            #expect(await scene.router.weights == ["chat/own": "0", "chat/rented": "100"])
        }
    }

    /// Looking changes nothing, so that it needs no leave to change anything.
    @Test(arguments: [WriteAccess(), WriteAccess(pin: .readOnly)])
    func whoMayOnlyReadMayLook(_ access: WriteAccess) async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let reader = try scene.executor(access: access)
            #expect(try await reader.preview("s1", isBack: false).stages.map(\.name) == ["100 %"])
            #expect(try await reader.takeUp("s1").need == .decision)
            let refusal = await #expect(throws: ActionRefusal.self) { try await reader.goOn("s1") }
            #expect(refusal?.sentence.contains("prod is") == true)
            await #expect(throws: ActionRefusal.self) { try await reader.goBack("s1") }
            await #expect(throws: ActionRefusal.self) {
                try await reader.settle("s1", as: .partial, note: "")
            }
            #expect(await scene.router.sent.isEmpty)
            #expect(try await scene.executor().goOn("s1").state == .verified)
        }
    }

    /// A rule is for what is begun: what is under way may always go back to safety.
    @Test func aRuleThatCameSinceHoldsBackGoingOnAndNotGoingBack() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            var rule = ActionRule(kinds: [.reroute])
            rule.isDenied = true
            let strict = try scene.executor { $0.policy.rules = [rule] }
            #expect(try await strict.preview("s1", isBack: false).heldBack(by: []) != nil)
            await #expect(throws: ActionRefusal.self) { try await strict.goOn("s1") }
            #expect(await scene.router.sent.isEmpty)
            #expect(try await strict.preview("s1", isBack: true).heldBack(by: []) == nil)
            #expect(try await strict.goBack("s1").state == .rolledBack)
            #expect(await scene.router.weights == ExecutorScene.before)
        }
    }

    @Test func bothWaysShowWhatIsAskedAnew() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            await scene.router.answer([
                ActionCheck(.permission, .block, "level user"), blocked,
            ])
            let back = try await scene.executor().preview("s1", isBack: true)
            let said = back.checks.map { "\($0.kind) \($0.verdict)" }
            #expect(said.contains("freshness pass") && said.contains("permission warn"), "\(said)")
            #expect(said.contains("residency pass") || said.contains("residency warn"), "\(said)")
            #expect(
                back.checks.last?.sentence
                    == "Nothing watches the receiving side: what goes back is not held.")
            #expect(back.heldBack(by: []) == nil)
            await scene.router.failLooks(10)
            let blind = try await scene.executor().preview("s1", isBack: true)
            #expect(blind.checks.first?.verdict == .warn)
            #expect(blind.checks.first?.sentence.contains("no answer") == true)
        }
    }

    @Test func whereDataMayGoIsAskedAgain() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let policy = ActionPolicy(sites: [Site(name: "us-east-1", placement: .iaas)])
            let careful = try scene.executor { $0.policy = policy }
            let refusal = await #expect(throws: ActionRefusal.self) {
                let shown = try await careful.preview("s1", isBack: false).checks
                return try await careful.goOn("s1", acknowledging: Set(shown))
            }
            #expect(refusal?.sentence.hasPrefix("Nothing says at which site") == true)
            #expect(await scene.router.sent.isEmpty)
        }
    }

    @Test func whatTheControlPlaneSaysNowHoldsItBackAndTheWayBackIsOpen() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            await scene.router.answer([blocked])
            let executor = try scene.executor()
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await executor.goOn("s1")
            }
            #expect(refusal?.sentence == "rented is down")
            #expect(try await executor.goBack("s1").state == .rolledBack)
        }
    }

    @Test func anUnknownAnswerIsReadFirst() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let unknown = ActionCheck(.permission, .unknown, "who knows")
            let other = ActionCheck(.permission, .unknown, "nobody knows")
            await scene.router.answer([unknown])
            let executor = try scene.executor()
            await #expect(throws: ActionRefusal("who knows")) { try await executor.goOn("s1") }
            await #expect(throws: ActionRefusal("who knows"), "another answer was read") {
                try await executor.goOn("s1", acknowledging: [other])
            }
            let end = try await executor.goOn("s1", acknowledging: [unknown])
            #expect(end.state == .verified)
        }
    }

    @Test func whoHasLookedBeforeAnotherEndedItSendsNothing() async throws {
        try await ExecutorScene.run { scene in
            try await scene.leaveHalf("s1")
            let late = try scene.executor()
            #expect(try await late.takeUp("s1").need == .decision)
            #expect(try await scene.executor().goOn("s1").state == .verified)
            let sent = await scene.router.sent
            let refusal = await #expect(throws: ActionRefusal.self) {
                try await late.goBack("s1")
            }
            #expect(refusal?.sentence == "s1 is over: verified.")
            #expect(await scene.router.sent == sent)
        }
    }
}
