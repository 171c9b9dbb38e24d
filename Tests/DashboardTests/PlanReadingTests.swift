import Dashboard
import Fleet
import Support
import Testing

/// What a plan says of rules, and how it is read.
@Suite struct PlanReadingTests {
    /// A rule, and not the control plane, has made it what it is.
    @Test func aTierByARuleIsCalledOne() {
        let rule = ActionCheck.rule(.tier, .pass, "By a rule of the configuration, it is so.")
        let ruled = ActingTests.planned(tier: .destructive, more: [rule]).frame().text
        #expect(ruled.contains("destructive: a rule of the policy says so"), "\(ruled)")
        #expect(!ruled.contains("what runs is ended"))
        let own = ActingTests.planned(tier: .destructive).frame().text
        #expect(own.contains("destructive: what runs is ended, or nothing is left to serve"))
        let slower = ActingTests.planned(tier: .disruptive, more: [rule]).frame().text
        #expect(slower.contains("disruptive: a rule of the policy says so"))
    }

    @Test func aReasonThatIsMissingNamesItsKey() {
        let rule = ActionCheck.rule(.reason, .block, "By a rule, drain needs a reason.")
        var script = ActingTests.planned(more: [rule])
        let text = script.frame().text
        #expect(text.contains("w  say why") && text.contains("[ Cancel ]   w  say why first"))
        script.type("y")
        #expect(script.state.notice?.text == "By a rule, drain needs a reason. w says why.")
        script.type("wfan")
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
        #expect(order.reason == "fan")
    }

    @Test func lettersGoToTheEndsAsTheirKeysDo() {
        var script = ActingTests.planned(columns: 60, rows: 12)
        let first = script.frame().text
        script.type("G")
        let last = script.frame().text
        #expect(first != last)
        script.press(.end)
        #expect(script.frame().text == last)
        script.type("g")
        #expect(script.frame().text == first)
        // Nor are they early: somebody reads.
        for _ in 0..<10 { script.press(.pageDown) }
        script.type("gy")
        guard case .carryOut = script.effects.last else {
            Issue.record("it was read: \(script.state.notice?.text ?? "")")
            return
        }
    }

    /// Where a name is typed, letters are part of it.
    @Test func lettersOfANameScrollNothing() {
        var script = ActingTests.planned(tier: .destructive)
        script.type("gG")
        #expect(script.frame().text.contains("type own: gG"))
    }
}
