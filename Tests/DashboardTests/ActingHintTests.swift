import Dashboard
import Fleet
import Support
import Testing

/// The key bar names what can be done with what is selected, also where it is narrow.
@Suite struct ActingHintTests {
    private func bar(_ script: Script) -> String {
        String(script.frame().text.split(separator: "\n").last ?? "")
    }

    private func script(_ keys: String, columns: Int = 80) -> Script {
        var script = SampleAction.script(columns: columns, rows: 24)
        script.type(keys)
        script.press(.enter)
        script.state.notice = nil
        return script
    }

    @Test func everyActingKeyOfTheSelectedRowIsNamed() {
        let bar = bar(script("3/chat/own"))
        for hint in ["d drain", "u resume", "r reroute", "s scale", "Esc", ": command", "q quit"] {
            #expect(bar.contains(hint), "\(hint): \(bar)")
        }
    }

    @Test func whatDoesNotApplyIsNotNamed() {
        #expect(!bar(script("3/embed")).contains("drain"), "it is only watched")
        var few = script("3/chat/own")
        few.send(.actorsChanged([SampleAction.source: [.drain]], stages: [1]))
        #expect(bar(few).contains("d drain") && !bar(few).contains("reroute"))
        #expect(bar(few).contains("0-8 views"), "there is room for them")
    }

    @Test func whatIsLockedTellsTheWayToUnlockIt() {
        var locked = script("3/chat/own")
        locked.send(.accessChanged(.locked))
        #expect(bar(locked).contains(":write prod to act") && !bar(locked).contains("d drain"))
        locked.send(.accessChanged(.readOnly))
        #expect(!bar(locked).contains(":write"), "nothing unlocks it")
        var watched = script("3/embed")
        watched.send(.accessChanged(.locked))
        #expect(!bar(watched).contains(":write"))
    }

    @Test func inActionsTheWayBackIsACapitalLetter() {
        var actions = ActionsViewTests.script(columns: 80, rows: 24)
        actions.press(.end)
        #expect(bar(actions).contains("U undo") && !bar(actions).contains("u resume"))
    }
}
