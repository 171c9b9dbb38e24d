import Dashboard
import Fleet
import Support
import Testing

/// The selected action below the list: read to its end whatever the size, and true of each target.
@Suite struct ActionDetailTests {
    private static let last = "never sent  /run/haproxy/admin.sock"

    private static func small() -> Script {
        var script = SampleAction.script(columns: 80, rows: 24)
        var action = SampleAction.shift()
        action.isOver = true
        action.state = .partial
        for place in action.plan.places(3) { action.steps[place] = .skipped }
        for place in action.plan.places(2) + action.plan.places(1) {
            action.steps[place] = .converged
        }
        action.sentence = "chat/rented is no longer as it was seen: weight 12"
        script.send(.actionChanged(action))
        script.type("7")
        return script
    }

    private func text(_ script: Script) -> String { script.frame().text }

    @Test func whatIsCutIsCountedAndScrolledTo() {
        var script = Self.small()
        #expect(text(script).contains("more lines ↓   Tab  scrolls it"), "\(text(script))")
        #expect(!text(script).contains(Self.last))
        script.press(.enter)
        #expect(text(script).contains("Esc back"), "the keys are those of the detail")
        for _ in 0..<9 where !text(script).contains(Self.last) { script.press(.down) }
        #expect(text(script).contains(Self.last), "\(text(script))")
        script.press(.home)
        #expect(!text(script).contains(Self.last))
        script.press(.end)
        #expect(text(script).contains(Self.last) && !text(script).contains("more line"))
        script.press(.escape)
        script.type("7")
        #expect(text(script).contains("Enter open"), "back in the list")
        #expect(script.state.view == .actions)
    }

    /// Its keys are those of the list: what is selected there is what they are about.
    @Test func theKeysOfTheListWorkInIt() {
        var script = Self.small()
        script.press(.enter)
        script.type("U")
        #expect(script.effects == [.plan(.undo(SampleAction.shift().id), ticket: 1)])
    }

    @Test func aSmallScreenShowsItAlone() {
        var script = Self.small()
        script.send(.resized(columns: 80, rows: 14))
        #expect(!text(script).contains("by ada@desk"))
        script.press(.enter)
        #expect(text(script).contains("by ada@desk"))
        script.press(.escape)
        #expect(!text(script).contains("by ada@desk"))
    }

    @Test func aPartialShiftTellsWhichTargetMovedAndTheSharesOfNow() {
        var script = Self.small()
        script.send(.resized(columns: 120, rows: 40))
        let lines = text(script).split(separator: "\n").map(String.init)
        func rows(_ uid: String, _ word: String) -> Int {
            lines.count { $0.contains(uid) && $0.contains("weight") && $0.contains(word) }
        }
        #expect(rows("chat/rented", "changed since: weight 12") == 1, "\(text(script))")
        #expect(rows("chat/own", "changed since") == 0)
        #expect(text(script).contains("Now: chat/own 80%, chat/rented 20%."))
    }

    /// Only the first that moved is named: of the others nothing is claimed.
    @Test func aStageThatLapsedBlamesNobodyElse() {
        var script = SampleAction.script()
        var action = SampleAction.shift()
        (action.isOver, action.state) = (true, .partial)
        action.sentence = "changed since: chat/own: weight 90"
        for place in action.plan.places(1) { action.steps[place] = .rejected(action.sentence) }
        script.send(.actionChanged(action))
        script.type("7")
        let rows = text(script).split(separator: "\n").filter { $0.contains("weight 5 → 25") }
        #expect(rows.count == 1 && rows[0].contains("not told") && !rows[0].contains("rejected"))
        #expect(text(script).contains("changed since: weight 90"))
    }
}
