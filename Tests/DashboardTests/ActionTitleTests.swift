import Fleet
import Support
import Testing

@testable import Dashboard

/// Titles say where a shift leads, and in ASCII no change of a value reads as a comparison.
@Suite struct ActionTitleTests {
    private func planned(columns: Int) -> Script {
        var script = ActingTests.planned(columns: columns)
        script.type("n")
        var plan = SampleAction.shift()
        (plan.state, plan.isConfirmed) = (.checked, false)
        ActingTests.answer(&script, plan)
        return script
    }

    @Test func aShiftTellsEveryShareWhereThereIsRoom() {
        #expect(
            planned(columns: 120).frame().text.contains(
                "┌ Reroute chat: own 100 → 0, rented 0 → 100 (haproxy/edge, prod) ─"))
        let narrow = planned(columns: 80).frame().text
        #expect(
            narrow.contains("┌ Reroute chat to rented 100 % (haproxy/edge, prod) ─"), "\(narrow)")
        #expect(narrow.contains("plan 77aa01"), "and how long it holds")
    }

    /// What is far too long is cut in its middle: where it acts is never left out.
    @Test func whereItActsStaysInANarrowTitle() {
        var script = planned(columns: 80)
        var plan = SampleAction.plan(
            stages: [
                ActionStage(steps: [
                    SampleAction.step(
                        "summarize/a-server-with-a-long-name.example:8000", "state", "UP", "drain")
                ])
            ])
        plan.isConfirmed = false
        script.type("n")
        ActingTests.answer(&script, plan)
        let text = script.frame().text
        #expect(text.contains("┌ Drain summ"), "\(text)")
        #expect(text.contains("…"))
        #expect(text.contains("mple:8000 (haproxy/edge, prod) ─"), "\(text)")
        #expect(text.contains("plan 3f9a1c"))
    }

    @Test func whatTellsNoSharesIsNamedByItsTargets() {
        var script = SampleAction.script()
        let steps = [
            SampleAction.step("chat/own", "weight", "70", "40"),
            SampleAction.step("chat/rented", "weight", "30", "60"),
        ]
        var action = SampleAction.plan(kind: .reroute, stages: [ActionStage(steps: steps)])
        action.isConfirmed = true
        script.send(.actionChanged(action))
        script.type("7")
        #expect(script.frame().text.contains("reroute chat/own and 1 more"))
    }

    @Test func anUndoSaysThatItIsOne() {
        var script = ActionsViewTests.script()
        script.press(.end)
        script.type("U")
        var undo = SampleAction.plan(kind: .resume)
        undo.plan = ActionPlan(
            id: undo.id, kind: .resume, context: "prod", actor: "ada@desk",
            reason: ActionPlan.reasonOfUndo("20261121T130000-0000aa"), tier: .disruptive,
            stages: undo.plan.stages, made: SampleFleet.time.wall)
        ActingTests.answer(&script, undo)
        #expect(
            script.frame().text.contains(
                "┌ Undo of 0000aa: resume chat/own (haproxy/edge, prod) ─"))
    }

    @Test func anArrowIsNoComparisonInASCII() {
        for text in [
            planned(columns: 120).frame(isASCII: true).text,
            ActionsViewTests.script().frame(isASCII: true).text,
        ] {
            #expect(text.contains("100 -> 95") && !text.contains("100 > 95"), "\(text)")
        }
        var script = SampleAction.script()
        script.type("3/chat/rented")
        script.press(.enter)
        script.type("r")
        #expect(script.frame(isASCII: true).text.contains("5 -> 25 -> 50 -> 100 % of the way"))
        script.press(.escape)
        script.type("s+2")
        #expect(script.frame(isASCII: true).text.contains("3 -> 5"))
    }

    @Test func aRequestIsBrokenBetweenItsWords() {
        let text = "echo 'set weight chat/own 95' | socat - UNIX-CONNECT:/run/haproxy/admin.sock"
        let pieces = PlanText.pieces(of: text, width: 60)
        #expect(
            pieces == [
                "echo 'set weight chat/own 95' | socat - ", "UNIX-CONNECT:/run/haproxy/admin.sock",
            ])
        #expect(
            PlanText.pieces(of: "/run/haproxy/admin.sock", width: 15)
                == ["/run/haproxy/", "admin.sock"])
        let words = ["a", "bb", " ", "/", ",", "=", "猫", "x", "yy  ", "…"]
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            let text = (0..<40).compactMap { _ in words.randomElement(using: &random) }.joined()
            let width = Int.random(in: 2...30, using: &random)
            let pieces = PlanText.pieces(of: text, width: width)
            #expect(pieces.joined() == text)
            for piece in pieces {
                let shown = String(piece.reversed().drop { $0 == " " }.reversed())
                #expect(DisplayWidth.columns(of: shown) <= width, "\(text) at \(width)")
            }
        }
    }

    @Test func howLongAStageIsWatchedIsSaidOnce() {
        let check = ActionCheck(.policy, .pass, "Each stage is watched for 60 s. Beyond 5 % errors")
        var script = planned(columns: 120)
        script.type("n")
        var plan = SampleAction.shift()
        (plan.state, plan.isConfirmed) = (.checked, false)
        plan.checks.append(check)
        ActingTests.answer(&script, plan)
        #expect(script.frame().text.ranges(of: "watched for").count == 1)
    }
}
