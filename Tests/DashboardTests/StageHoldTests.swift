import Dashboard
import Fleet
import Support
import Testing

/// How long a stage was held is what is told of it, not how long it was to be.
struct StageHoldTests {
    private func line(_ script: inout Script, _ stage: String) -> String {
        let lines = script.frame().text.split(separator: "\n").map(String.init)
        return lines.first { $0.hasPrefix("│ \(stage) ") } ?? ""
    }

    private func tick(_ script: inout Script, _ seconds: Int) {
        let now = script.state.now
        script.send(
            .ticked(
                Instant(
                    wall: now.wall + .seconds(seconds),
                    monotonic: now.monotonic + .seconds(seconds))))
    }

    @Test func onlyWhatWasHeldSaysSoAndForHowLong() {
        var script = SampleAction.script()
        var action = SampleAction.shift()
        action.held = [:]
        script.send(.actionChanged(action))
        script.type("7")
        #expect(!script.frame().text.contains("held"), "nothing was yet: \(script.frame().text)")
        action.isHeld = true
        script.send(.actionChanged(action))
        tick(&script, 7)
        script.send(.actionChanged(action))
        #expect(line(&script, "25 %").contains("held 7 s"), "\(script.frame().text)")
        tick(&script, 5)
        action.isHeld = false
        action.stage = action.plan.stages.count
        script.send(.actionChanged(action))
        #expect(line(&script, "25 %").contains("held 12 s"), "\(script.frame().text)")
        tick(&script, 30)
        action.isOver = true
        action.state = .rolledBack
        script.send(.actionChanged(action))
        #expect(line(&script, "25 %").contains("held 12 s"))
        for stage in ["5 %", "50 %", "100 %"] { #expect(!line(&script, stage).contains("held")) }
    }
}
