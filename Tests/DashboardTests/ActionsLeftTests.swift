import Dashboard
import Fleet
import Support
import Testing

/// Going on, or back, with an action that stands: shown and confirmed like any plan.
@Suite struct ActionsLeftTests {
    private static let id = "20261121T120000-0000bb"

    /// The screen after somebody has chosen to go on, with what the executor answers.
    static func shown(
        _ choice: String = "go on", tier: ActionTier = .disruptive, checks: [ActionCheck] = [],
        isAllSent: Bool = false, columns: Int = 120, rows: Int = 40
    ) -> Script {
        var script = SampleAction.script(columns: columns, rows: rows)
        let left = ActionsViewTests.left(Self.id)
        script.send(.actionsRecalled([left]))
        script.type("7")
        script.press(.enter)
        script.type(choice)
        script.press(.enter)
        let isBack = choice == "go back"
        let stages = isBack ? [left.plan.retreat].compactMap { $0 } : Array(left.plan.stages[2...])
        let answer = left.left(
            isAllSent ? [] : stages, checks: checks, tier: tier, isBack: isBack,
            made: script.state.now.wall)
        ActingTests.answer(&script, answer)
        ActingTests.see(&script)
        return script
    }

    @Test func whatIsLeftToSendIsSeenBeforeItIsSent() {
        let check = ActionCheck(.blastRadius, .warn, "rented is nearly full.")
        var script = Self.shown(checks: [check])
        let text = script.frame().text
        for words in [
            "Go on: reroute chat: own 100 → 0, rented 0 → 100 (haproxy/edge, prod)",
            "echo 'set weight chat/own 50'", "echo 'set weight chat/rented 100'",
            "stands      progressing, stage 2 of 4: 25 %", "rented is nearly full.",
            "disruptive: what runs is moved", "I have read this: do it", "n look again",
        ] { #expect(text.contains(words), "\(words)\n\(text)") }
        #expect(!text.contains("set weight chat/own 75"), "that was sent")
        script.type("y")
        #expect(script.effects.last == .decide(Self.id, .goOn))
        #expect(script.state.acting.actions[Self.id]?.needsDecision == true, "not until it is told")
        #expect(script.state.notice?.text.contains("Going on") == true)
    }

    @Test func theWayBackIsSeenToo() {
        var script = Self.shown("go back")
        #expect(script.frame().text.contains("Go back: reroute chat: own 100 → 0, rented 0 → 100"))
        #expect(script.frame().text.contains("echo 'set weight chat/own 100'"))
        // From wherever it is, which is not where it was to end.
        #expect(script.frame().text.contains("chat/own weight → 100"))
        script.type("y")
        #expect(script.effects.last == .decide(Self.id, .goBack))
    }

    @Test func whatIsDestructiveIsTyped() {
        var script = Self.shown(tier: .destructive)
        script.type("y")
        script.press(.enter)
        #expect(script.effects.count == 1 && script.state.layers.count == 1)
        script.type("reroute 2")
        script.press(.enter)
        #expect(script.effects.last == .decide(Self.id, .goOn))
    }

    @Test func aCheckHoldsItBack() {
        var script = Self.shown(checks: [ActionCheck(.policy, .block, "A rule is against it.")])
        script.type("y")
        #expect(script.effects.count == 1)
        #expect(script.state.notice?.text == "A rule is against it.")
    }

    @Test func whatIsUnknownIsReadFirst() {
        let unknown = ActionCheck(.permission, .unknown, "who knows")
        var script = Self.shown(checks: [unknown])
        script.type("y")
        #expect(script.effects.count == 1)
        script.type("1")
        #expect(script.frame().text.contains("read, and gone on with"))
        script.send(.ticked(script.state.now + .seconds(2)))
        script.type("y")
        #expect(script.effects.last == .decide(Self.id, .goOn, read: [unknown]))
    }

    @Test func whereAllWasSentItSaysSo() {
        var script = Self.shown(tier: .reversible, isAllSent: true)
        let text = script.frame().text
        #expect(text.contains("nothing: all of it was sent, and it is watched"))
        #expect(!(text.split(separator: "\n").last ?? "").contains("copy"))
        script.type("y")
        #expect(script.effects.last == .decide(Self.id, .goOn))
    }

    /// A yes to what was shown is none to what is shown now.
    @Test func whatIsLookedAtAgainIsReadAgain() {
        var script = Self.shown()
        let shown = script.state.acting.draft?.outcome
        script.type("n")
        #expect(script.effects.last == .plan(.goOn(Self.id), ticket: 2))
        script.send(.ticked(script.state.now + .seconds(9)))
        guard case .left(let plan) = shown else {
            Issue.record("nothing was shown")
            return
        }
        script.send(.planned(ticket: 2, .success(plan)))
        script.type("y")
        #expect(script.effects.count == 2 && script.state.layers.count == 1)
    }

    @Test func whatCannotBeDecidedSaysWhy() {
        var script = SampleAction.script(columns: 80, rows: 24)
        script.send(.actionsRecalled([ActionsViewTests.left(Self.id)]))
        script.type("7")
        script.press(.enter)
        script.type("go on")
        script.press(.enter)
        script.send(.planned(ticket: 1, .failure(ActionRefusal("It is under way elsewhere."))))
        let text = script.frame().text
        #expect(text.contains("It is under way elsewhere."))
        #expect((text.split(separator: "\n").last ?? "").contains("n look again"))
        #expect(!(text.split(separator: "\n").last ?? "").contains("scroll"))
    }
}
