import Fleet
import Support
import Testing

@testable import Dashboard

/// What was taken back says so, and what took it back says what; times are those by which lists go.
@Suite struct UndoneActionTests {
    private static let (first, second) = ("20261121T130000-0000aa", "20261121T131000-0000ab")

    private static func undo(_ state: ActionState = .verified) -> ActionProgress {
        var action = ActionsViewTests.ended(state, second)
        let plan = SampleAction.plan(second, kind: .resume).plan
        action.plan = ActionPlan(
            id: second, kind: .resume, context: "prod", actor: "ada@desk",
            reason: ActionPlan.reasonOfUndo(first), tier: .reversible, stages: plan.stages,
            made: SampleFleet.time.wall + .seconds(-3600))
        action.begun = SampleFleet.time.wall + .seconds(-3000)
        action.ended = SampleFleet.time.wall + .seconds(-2959)
        return action
    }

    private static func script(_ actions: [ActionProgress], columns: Int = 120) -> Script {
        var script = SampleAction.script(columns: columns, rows: 40)
        script.send(.actionsRecalled(actions))
        script.type("7")
        return script
    }

    @Test(arguments: [80, 120]) func bothSayIt(columns: Int) {
        var script = Self.script(
            [ActionsViewTests.ended(.verified, Self.first), Self.undo()], columns: columns)
        script.state.selection["actions"] = .action(Self.first)
        var text = script.frame().text
        #expect(text.contains("│ ○ drain chat/own  verified, undone by 0000ab"), "\(text)")
        #expect(text.contains("│ ● undo of 0000aa: resume chat/own  verified"), "\(text)")
        #expect(text.contains("│ ○ verified, undone by \(Self.second) "), "\(text)")
        #expect(!script.frame().text.contains(" U undo"))
        script.type("U")
        #expect(script.effects.isEmpty)
        #expect(script.state.notice?.text == "It is over: verified, undone by 0000ab.")
        script.state.selection["actions"] = .action(Self.second)
        script.state.notice = nil
        text = script.frame().text
        #expect(text.contains("undo of \(Self.first) "), "\(text)")
        #expect(text.contains(" U undo"), "it may itself be undone: \(text)")
    }

    @Test func whatWasNotTakenBackWhollyMayStillBe() {
        for (state, words) in [
            (ActionState.partial, "verified, undone in part by 0000ab"), (.failed, "verified  no"),
        ] {
            var script = Self.script(
                [ActionsViewTests.ended(.verified, Self.first), Self.undo(state)])
            let text = script.frame().text
            #expect(text.contains("│ ● drain chat/own  \(words)"), "\(text)")
            script.state.selection["actions"] = .action(Self.first)
            script.type("U")
            #expect(script.effects == [.plan(.undo(Self.first), ticket: 1)])
        }
    }

    /// The one that was begun first has ended last: what is done goes by the times that it shows.
    @Test func whatIsDoneGoesByWhenItEnded() throws {
        var long = ActionsViewTests.ended(.verified, "20261121T120000-0000cc")
        long.begun = SampleFleet.time.wall + .seconds(-7200)
        long.ended = SampleFleet.time.wall + .seconds(-60)
        var old = ActionsViewTests.ended(.refused, "20261119T120000-0000dd")
        old.begun = SampleFleet.time.wall + .seconds(-2 * 86_400)
        old.ended = old.begun
        let script = Self.script([old, ActionsViewTests.ended(.verified, Self.first), long])
        let lines = script.frame().text.split(separator: "\n").map { String($0) }
        let place = try #require(lines.firstIndex { $0.contains("done 3") })
        #expect(lines[place].hasSuffix("took     ended │"), "\(lines[place])")
        #expect(lines[place + 1].hasSuffix("1:59:00  14:01:11 │"), "\(lines[place + 1])")
        #expect(lines[place + 2].hasSuffix("1:40  13:02:11 │"), "\(lines[place + 2])")
        #expect(lines[place + 3].hasSuffix("  19 Nov 14:02 │"), "\(lines[place + 3])")
        let detail = lines.joined()
        #expect(detail.contains("by ada@desk · in prod · 12:02:11 to 14:01:11, took 1:59:00"))
    }
}
