import Dashboard
import Fleet
import Support
import Testing

/// 7 Actions, and what of it is seen from elsewhere.
@Suite struct ActionsViewTests {
    static func ended(_ state: ActionState, _ id: String = "20261121T130000-0000aa")
        -> ActionProgress
    {
        var action = SampleAction.plan(id)
        action.state = state
        action.isConfirmed = true
        action.isOver = true
        action.begun = SampleFleet.time.wall + .seconds(-3700)
        action.ended = SampleFleet.time.wall + .seconds(-3600)
        action.steps[ActionStepID(stage: 0, step: 0)] = .converged
        action.sentence = "no sessions; 812 requests since, none to it"
        return action
    }

    /// One that an earlier start has left.
    static func left(_ id: String = "20261121T120000-0000bb") -> ActionProgress {
        var action = SampleAction.shift(id)
        action.needsDecision = true
        action.mayGoOn = true
        action.mayGoBack = true
        return action
    }

    static func script(columns: Int = 120, rows: Int = 40) -> Script {
        var script = SampleAction.script(columns: columns, rows: rows)
        script.send(.actionsRecalled([ended(.verified), left()]))
        script.send(.actionChanged(SampleAction.shift()))
        script.type("a")
        return script
    }

    @Test func everythingHasItsHeading() {
        let text = Self.script().frame().text
        for words in [
            "waits for a decision 1", "under way 1", "done 1", "stage 2 of 4: 25 %",
            "0:41 of 2:00", "drain chat/own", "verified",
        ] { #expect(text.contains(words), "\(words)") }
    }

    @Test func cIsAskedAboutAndStopsWhatIsUnderWay() {
        var script = Self.script()
        script.type("j")
        script.type("c")
        let text = script.frame().text
        #expect(text.contains("goes back to the state from before"))
        #expect(text.contains("echo 'set weight chat/own 100'"), "the literal requests: \(text)")
        #expect(text.contains("[ Let it go on ]   y  stop it") && !text.contains("Cancel ]"))
        script.type("y")
        #expect(script.effects.isEmpty, "nobody has read it yet")
        ActingTests.see(&script)
        script.type("y")
        #expect(script.effects == [.cancelAction("20261121T140100-77aa01")])
        script.type("3")
        script.type("c")
        #expect(script.frame().text.contains("Columns"), "c is columns elsewhere")
    }

    @Test func uPlansTheWayBackOfWhatIsOver() {
        var script = Self.script()
        script.press(.end)
        script.type("U")
        #expect(script.effects == [.plan(.undo("20261121T130000-0000aa"), ticket: 1)])
    }

    @Test func whatAnEarlierStartLeftIsDecidedAndConfirmed() {
        var script = Self.script()
        script.press(.home, .enter)
        #expect(script.frame().text.contains("it ended as rolled back"))
        script.type("go back")
        script.press(.enter)
        #expect(script.effects == [.plan(.goBack("20261121T120000-0000bb"), ticket: 1)])
    }

    @Test func whatWaitsIsToldAtOnceAndCanBeLookedAtWithoutUnlocking() {
        var script = SampleAction.script()
        script.send(.accessChanged(.locked))
        script.send(.actionsRecalled([Self.left()]))
        #expect(script.state.notice?.text.contains("1 action waits for a decision: 7") == true)
        script.type("7")
        script.press(.enter, .enter)
        ActingTests.see(&script)
        script.type("y")
        #expect(script.effects == [.decide("20261121T120000-0000bb", .look)])
        script.press(.enter)
        script.type("go on")
        script.press(.enter)
        #expect(script.state.layers.isEmpty && script.effects.count == 1)
        #expect(script.state.notice?.text.contains(":write prod") == true)
    }

    @Test func whatAnotherProgramDoesIsFollowed() {
        var script = Self.script()
        var other = Self.left()
        other.isRecalled = true
        script.send(.actionsRecalled([other]))
        // Another program has taken it up.
        other.isElsewhere = true
        other.needsDecision = false
        script.send(.actionsRecalled([other]))
        let text = script.frame().text
        #expect(text.contains("by another program") && !text.contains("waits for a decision"))
        script.state.selection["actions"] = .action(other.id)
        script.type("c")
        #expect(script.state.layers.isEmpty)
        #expect(script.state.notice?.text.contains("another hybridtop") == true)
        // And has ended it; one of which nothing was known is there too.
        other.isElsewhere = false
        other.isOver = true
        other.state = .rolledBack
        script.send(.actionsRecalled([other, Self.ended(.verified, "20261121T135900-0000cc")]))
        #expect(script.frame().text.contains("went wrong 1"))
        #expect(script.frame().text.contains("done 2"))
        // What this screen drives it knows better than the journal.
        var stale = SampleAction.shift()
        stale.needsDecision = true
        script.send(.actionsRecalled([stale]))
        #expect(script.frame().text.contains("under way 1"))
    }

    /// A cancellation that did what it was meant to is nothing to acknowledge, and what was taken back is
    /// not called accepted.
    @Test func whatWasCancelledOnPurposeIsDone() {
        var script = Self.script()
        var action = SampleAction.shift()
        action.isOver = true
        action.state = .rolledBack
        action.stage = action.plan.stages.count
        action.isAsWanted = true
        action.sentence = "cancelled by ada@desk"
        action.steps[ActionStepID(stage: 4, step: 0)] = .converged
        script.send(.actionChanged(action))
        script.state.selection["actions"] = .action(action.id)
        let text = script.frame().text
        #expect(!text.contains("went wrong") && text.contains("done 2"))
        #expect(text.contains("rolled back, as wanted"))
        let own = text.split(separator: "\n").filter { $0.contains("weight 100 → 95") }
        #expect(own.count == 1 && own[0].contains("taken back"), "\(text)")
        action.isAsWanted = false
        var other = Self.script()
        other.send(.actionChanged(action))
        #expect(other.frame().text.contains("went wrong 1"))
    }

    @Test func whatWentWrongStaysUntilItIsAcknowledged() {
        var script = Self.script()
        script.send(.actionChanged(Self.ended(.failed, "20261121T140100-77aa01")))
        script.type("1")
        #expect(script.frame().text.contains("1 unread"))
        script.type("7")
        script.press(.home)
        #expect(script.frame().text.contains("went wrong 1"))
        script.type("x")
        #expect(!script.frame().text.contains("went wrong"))
        #expect(script.frame().text.contains("done 2"))
    }

    @Test func whatIsNotVerifiedIsNotCalledSo() {
        var script = SampleAction.script()
        script.send(.actionsRecalled([Self.ended(.converged)]))
        script.type("7")
        #expect(script.frame().text.contains("converged, not verified"))
    }

    @Test func leavingWithActionsUnderWayIsAskedAbout() {
        var script = SampleAction.script()
        script.type("q")
        #expect(script.effects == [.quit])
        script.effects = []
        script.send(.actionChanged(SampleAction.shift()))
        script.type("q")
        #expect(script.effects.isEmpty)
        #expect(script.frame().text.contains("it stays at its present stage"))
        script.type("q")
        script.press(.enter)
        #expect(script.effects.isEmpty && script.state.layers.isEmpty)
        script.type("q")
        ActingTests.see(&script)
        script.press(.escape)
        script.type("qy")
        #expect(script.effects.isEmpty, "it was read before, and not this time")
        ActingTests.see(&script)
        script.type("y")
        #expect(script.effects == [.quit])
    }

    @Test func helpTellsEveryKeyOfActing() {
        var script = SampleAction.script()
        script.type("?cancel")
        #expect(script.frame().text.contains("cancel the selected action"))
        #expect(Keymap.command(.character("c"), in: .actions) == .cancelAction)
        #expect(Keymap.command(.character("c"), in: .nodes) == .columns)
    }

    /// What goes back is not held up, and what was not begun has nothing to take back.
    @Test func whatStoppingDoesIsSaid() {
        var script = SampleAction.script()
        var back = SampleAction.shift()
        back.stage = back.plan.stages.count
        script.send(.actionChanged(back))
        script.type("7c")
        #expect(script.state.layers.isEmpty)
        #expect(script.state.notice?.text == "It goes back already.")
        #expect(!(script.frame().text.split(separator: "\n").last ?? "").contains("c cancel"))
        var waiting = SampleAction.shift()
        waiting.steps = [:]
        waiting.stage = 0
        script.send(.actionChanged(waiting))
        script.type("c")
        #expect(script.frame().text.contains("Nothing was sent yet, and nothing will be."))
        #expect(!script.frame().text.contains("echo"))
    }

    /// A list that is longer than the screen says that it is.
    @Test func manyActionsAreCounted() {
        var script = SampleAction.script(columns: 80, rows: 14)
        for number in 10..<30 { script.send(.actionChanged(SampleAction.shift("id-\(number)"))) }
        script.type("q")
        #expect(script.frame().text.contains("more lines"))
        #expect(script.frame().text.contains("[ Stay ]   y  quit"))
        // An end of line among other keys is that of a paste, and leaves the question open.
        script.send(.keysCame(5, script.state.now))
        script.type("abcn")
        script.press(.enter)
        #expect(script.state.layers.count == 1)
    }
}
