import Fleet
import Support
import Testing

@testable import Dashboard

/// The journal has actions of every context: those of another than is shown say whose they are.
@Suite struct ForeignActionTests {
    private static func plan(_ action: ActionProgress, in context: String) -> ActionPlan {
        let plan = action.plan
        return ActionPlan(
            id: plan.id, kind: plan.kind, context: context, actor: plan.actor, tier: plan.tier,
            stages: plan.stages, retreat: plan.retreat, made: SampleFleet.time.wall)
    }

    @Test(arguments: [80, 120]) func anActionOfAnotherContextNamesIt(columns: Int) {
        var script = SampleAction.script(columns: columns, rows: 40)
        var done = ActionsViewTests.ended(.verified)
        done.plan = Self.plan(done, in: "lab")
        var left = ActionsViewTests.left()
        left.plan = Self.plan(left, in: "lab")
        var nameless = ActionsViewTests.ended(.verified, "20261121T130000-0000dd")
        nameless.plan = Self.plan(nameless, in: "")
        let own = ActionsViewTests.ended(.verified, "20261121T130000-0000cc")
        script.send(.actionsRecalled([done, left, own, nameless]))
        script.type("7")
        var text = script.frame().text
        #expect(text.contains("◆ reroute chat to rented 100 %  in lab"), "\(text)")
        #expect(text.contains("● drain chat/own  in lab  verified"), "\(text)")
        #expect(text.contains("● drain chat/own  in no context  verified"), "\(text)")
        #expect(text.contains("● drain chat/own  verified"), "\(text)")
        #expect(text.contains("by ada@desk · in lab, which is not the context shown"), "\(text)")
        script.type("0")
        text = script.frame().text
        #expect(text.contains("waits for a decision in lab  → 7 Actions"), "\(text)")
    }
}
