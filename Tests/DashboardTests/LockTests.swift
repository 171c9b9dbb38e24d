import Dashboard
import Fleet
import Support
import Testing

/// Locking, leaving, and menus that follow what is known.
@Suite struct LockTests {
    @Test func controlRLocksAndNeverUnlocks() {
        var script = SampleAction.script()
        script.press(.control("r"))
        #expect(script.effects == [.lock])
        #expect(script.frame().text.contains("Locked: nothing is changed."))
        script.send(.accessChanged(.locked))
        script.effects = []
        script.press(.control("r"), .control("r"))
        #expect(!script.effects.contains(.unlock))
        #expect(Keymap.command(.control("r")) == .lock)
        #expect(Keymap.command(.function(5)) == .refresh)
    }

    /// Also while a plan waits to be confirmed, which is refused from then on.
    @Test func itLocksUnderAQuestion() {
        var script = SampleAction.script()
        script.type("3/chat/own")
        script.press(.enter)
        script.type("d")
        let ticket = script.state.acting.draft?.ticket ?? 0
        script.send(.planned(ticket: ticket, .success(SampleAction.plan())))
        ActingTests.see(&script)
        script.effects = []
        script.press(.control("r"))
        #expect(script.effects == [.lock])
        #expect(!script.state.layers.isEmpty, "what is read stays")
        script.send(.accessChanged(.locked))
        ActingTests.see(&script)
        script.type("y")
        let refusal = script.state.actingRefusal ?? ""
        #expect(script.effects == [.lock, .refused(SampleAction.plan().id, refusal)])
        #expect(script.frame().text.contains("read-only"))
    }

    @Test func whatTheConfigurationPinsStays() {
        var script = SampleAction.script()
        script.send(.accessChanged(.writable))
        script.press(.control("r"))
        #expect(script.effects.isEmpty)
        #expect(script.frame().text.contains("writable by its configuration"))
    }

    @Test func goingToTheDemoAsksAsLeavingDoes() {
        var script = SampleAction.script()
        script.send(.actionChanged(SampleAction.shift()))
        script.type("D")
        #expect(script.effects.isEmpty)
        #expect(script.frame().text.contains("it stays at its present stage"))
        ActingTests.see(&script)
        script.type("y")
        #expect(script.effects == [.startDemo])
    }

    /// What can be decided is what can be decided when the key comes, and not when the menu was opened.
    @Test func theDecisionsFollowTheAction() {
        var script = SampleAction.script()
        var left = ActionsViewTests.left()
        (left.mayGoOn, left.mayGoBack) = (false, false)
        script.send(.actionsRecalled([left]))
        script.type("7")
        script.press(.enter)
        #expect(!script.frame().text.contains("send what is left of it"))
        script.send(.actionChanged(ActionsViewTests.left()))
        #expect(script.frame().text.contains("send what is left of it"))
        script.type("go on")
        script.press(.enter)
        #expect(script.effects.last == .plan(.goOn(left.id), ticket: 1))
        var over = left
        (over.isOver, over.needsDecision, over.state) = (true, false, .verified)
        script.press(.escape, .enter)
        script.send(.actionChanged(over))
        #expect(!script.frame().text.contains("it ended as failed"))
    }
}
