import Dashboard
import Fleet
import Support
import Testing

/// An action whose plan the journal has lost is seen, and settled, where the others are.
@Suite struct LostPlanTests {
    private func script() -> Script {
        var script = SampleAction.script()
        script.send(
            .plansLost([
                LostPlan(
                    id: "20261121T110000-00dead", time: SampleFleet.time.wall,
                    sentence: "The journal has lost the plan: 'hybridtop actions settle ID'.")
            ]))
        script.type("7")
        return script
    }

    @Test func itWaitsAmongTheOthers() {
        var script = script()
        let text = script.frame().text
        for words in [
            "waits for a decision 1", "action 20261121T110000-00dead  its plan is lost",
            "hybridtop actions settle ID", "1 waiting",
        ] { #expect(text.contains(words), "\(words)\n\(text)") }
        script.type("U")
        #expect(script.effects.isEmpty, "there is nothing to go back by")
        #expect(script.state.notice?.text.contains("lost the plan") == true)
        script.type("0")
        #expect(script.frame().text.contains("its plan is lost"))
    }

    @Test func howItEndedIsWrittenDownOnceThatIsConfirmed() {
        var script = script()
        script.press(.enter)
        script.type("partial")
        script.press(.enter)
        #expect(script.frame().text.contains("it ended as partial."))
        script.type("y")
        #expect(script.effects.isEmpty, "nobody has read it yet")
        ActingTests.see(&script)
        script.type("y")
        #expect(script.effects == [.decide("20261121T110000-00dead", .settle(.partial))])
        script.send(.plansLost([]))
        #expect(script.frame().text.contains("Nothing was done yet"))
    }
}
