import Dashboard
import Fleet
import Support
import Testing

/// Words about actions that are only said where they are true.
@Suite struct ActingWordsTests {
    @Test func leavingTheDemoPromisesNoJournal() {
        var script = SampleAction.script()
        script.send(.actionChanged(SampleAction.shift()))
        script.type("q")
        #expect(script.frame().text.contains("The journal keeps them"))
        script.press(.escape)
        var fleet = SampleAction.fleet()
        fleet.isDemo = true
        fleet.generation += 1
        script.send(.snapshotArrived(fleet))
        script.type("q")
        let text = script.frame().text
        #expect(!text.contains("journal") && !text.contains("nothing goes back by itself"))
        #expect(text.contains("The simulated fleet ends with the program"))
    }

    @Test func whatWentBackOffersNoOtherWayBack() {
        var script = SampleAction.script()
        var back = SampleAction.shift()
        (back.state, back.isOver) = (.rolledBack, true)
        script.send(.actionChanged(back))
        script.type("7c")
        #expect(script.state.notice?.text == "It is over: rolled back.")
    }

    @Test func aNameThatComesTooFastIsSaidToBeAPaste() {
        var script = ActingTests.planned(tier: .destructive)
        script.send(.keysCame(4, script.state.now + .seconds(1)))
        script.type("own")
        #expect(script.state.notice?.text == "A paste confirms nothing: type it.")
        #expect(script.frame().text.contains("type own:     "))
    }

    @Test func aWayBackDoesNotStartWhereItNeverCame() {
        var script = SampleAction.script()
        var shift = SampleAction.shift()
        let plan = shift.plan
        shift.plan = ActionPlan(
            id: plan.id, kind: plan.kind, context: plan.context, actor: plan.actor,
            tier: plan.tier, stages: plan.stages,
            retreat: ActionStage(
                name: "back",
                steps: [
                    SampleAction.step("chat/own", "weight", "0", "100"),
                    SampleAction.step("chat/rented", "weight", "100", "0"),
                ]), made: SampleFleet.time.wall)
        shift.stage = plan.stages.count
        script.send(.actionChanged(shift))
        script.type("7")
        let text = script.frame().text
        #expect(text.contains("weight → 100") && !text.contains("weight 0 → 100"))
    }

    /// A digit is pressed by a slip: what is done is typed with it.
    @Test(arguments: [
        ("2", "requeue 2"), ("4711", "requeue 4711"), ("12_3", "requeue 12_3"),
        ("a1", "requeue a1"),
        ("gpu-a01", "gpu-a01"), ("own", "own"),
    ])
    func aNumberAloneConfirmsNothing(_ name: String, _ typed: String) {
        var step = SampleAction.step("x/\(name)", "state", "RUNNING", "PENDING")
        step.target.name = name
        let action = SampleAction.plan(
            tier: .destructive, kind: .requeue, stages: [ActionStage(steps: [step])])
        #expect(action.plan.typedToConfirm == typed)
    }
}
