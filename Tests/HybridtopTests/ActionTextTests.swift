import Actions
import Fleet
import Foundation
import Testing

@testable import hybridtop

/// An action on a terminal, of a control plane that means to break it.
@Suite struct ActionTextTests {
    private static let hostile = "ev\u{1b}[2Jil\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}gnp\nverified"

    private var machine: ActionMachine {
        let target = ActionTarget(
            source: SourceID(provider: "haproxy", instance: "edge"), uid: "chat/\(Self.hostile)",
            name: Self.hostile)
        let steps = [0, 1].map { instance in
            ActionStep(
                target: target, field: "state", before: Self.hostile, after: "drain", token: "",
                request: ActionRequest(
                    place: "\(instance)\(Self.hostile)", words: [Self.hostile],
                    shown: "set server \(Self.hostile)"))
        }
        var machine = ActionMachine(
            ActionPlan(
                id: "a1", kind: .drain, context: Self.hostile, actor: Self.hostile,
                reason: Self.hostile, tier: .disruptive,
                stages: [ActionStage(name: Self.hostile, steps: steps), ActionStage(steps: steps)],
                remarks: [Self.hostile], made: WallTime(seconds: 1_000)))
        for event: ActionEvent in [
            .checked([ActionCheck(.existence, .warn, Self.hostile)]), .confirmed(by: Self.hostile),
            .rechecked(moved: Self.hostile),
        ] where !machine.apply(event) { Issue.record("\(event) does not fit") }
        return machine
    }

    @Test func nothingOfItReachesTheTerminal() throws {
        let machine = machine
        let entries: [JournalEntry.Content] = [
            .plan(machine.plan), .event(.checked(machine.checks)),
            .event(.confirmed(by: Self.hostile)), .event(.rechecked(moved: Self.hostile)),
        ]
        let lines = try entries.enumerated().flatMap { place, content in
            try Journal.encode(
                JournalEntry(
                    action: "a1", sequence: place, time: WallTime(seconds: 1_000),
                    content: content))
        }
        let account = try #require(JournalReplay(lines).account("a1"))
        #expect(account.machine.isOver)
        for text in [
            ActionText.plan(machine), ActionText.progress(machine), ActionText.outcome(machine),
            ActionList.table([account], [], UndoLedger()),
            ActionText.story(account, UndoLedger()),
        ] {
            #expect(text.contains("evil"), "\(text.debugDescription)")
            for scalar in text.unicodeScalars where scalar != "\n" {
                #expect(scalar.value >= 0x20 && scalar.value != 0x9b && scalar != "\u{202e}")
            }
            #expect(!text.contains("pwned"))
            // No line of its own that says what did not happen.
            #expect(!text.contains("\nverified"), "\(text.debugDescription)")
        }
    }

    /// JSON has every character, and none that a terminal would take for more than that.
    @Test func jsonHasAllOfItAndMovesNoTerminal() throws {
        let text = ActionText.json(machine)
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && !(0x7f..<0xa0).contains(scalar.value))
            #expect(!scalar.properties.isBidiControl)
        }
        struct Told: Decodable {
            var plan: ActionPlan
        }
        let told = try JSONDecoder().decode(Told.self, from: Data(text.utf8))
        #expect(told.plan == machine.plan)
        #expect(told.plan.reason == Self.hostile)
    }
}
