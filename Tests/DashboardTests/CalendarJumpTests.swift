import Dashboard
import Fleet
import Support
import Testing

/// What the screen says of time that is left does not go by the calendar.
@Suite struct CalendarJumpTests {
    private func tick(_ script: inout Script, _ passed: Duration, put: Duration) {
        let now = script.state.now
        script.send(
            .ticked(Instant(wall: now.wall + passed + put, monotonic: now.monotonic + passed)))
    }

    @Test func aPlanIsAsOldAsTimeHasPassed() {
        var script = ActingTests.planned()
        tick(&script, .seconds(5), put: .seconds(86_400))
        #expect(script.frame().text.contains("90 s left"), "24 s before, 6 s since")
        tick(&script, .seconds(91), put: .seconds(-172_800))
        #expect(script.frame().text.contains("too old"))
        script.type("y")
        let isSent = script.effects.contains { if case .carryOut = $0 { true } else { false } }
        #expect(!isSent)
    }

    @Test func whatIsUnlockedLapsesAndWhatIsUnderWayLasts() {
        var script = SampleAction.script()
        var action = SampleAction.shift()
        action.stageBegun = nil
        script.send(.actionChanged(action))
        script.type("7")
        tick(&script, .seconds(41), put: .seconds(-86_400))
        #expect(script.frame().text.contains("0:41 of 2:00"))
        #expect(script.frame().text.contains("WRITE 13m"))
        tick(&script, .seconds(800), put: .seconds(-86_400))
        #expect(script.frame().text.contains("  RO"))
    }
}
