import Fleet
import Testing

/// What was taken back, by the reasons of plans.
@Suite struct UndoLedgerTests {
    private func entry(
        _ id: String, _ reason: String = "", at uid: String = "chat/own",
        in context: String = "prod",
        _ state: ActionState = .verified, isOver: Bool = true
    ) -> UndoLedger.Entry {
        let target = ActionTarget(
            source: SourceID(provider: "haproxy", instance: "edge"), uid: uid, name: uid)
        let step = ActionStep(
            target: target, field: "state", before: "UP", after: "drain", token: "",
            request: ActionRequest(place: "", words: [], shown: ""))
        return UndoLedger.Entry(
            ActionPlan(
                id: id, kind: .drain, context: context, actor: "ada@desk", reason: reason,
                tier: .disruptive, stages: [ActionStage(steps: [step])],
                made: WallTime(seconds: 1_000)), state, isOver: isOver)
    }

    private func words(_ entries: [UndoLedger.Entry], _ id: String = "a1") -> String? {
        let undo = UndoLedger(entries)[id]
        return undo.flatMap { $0.words($0.id) }
    }

    @Test func whatWasTakenBackNamesWhatDidIt() {
        #expect(entry("a2", ActionPlan.reasonOfUndo("a1")).plan.undoes == "a1")
        #expect(entry("a2", "undo of the fan swap").plan.undoes == nil)
        #expect(words([entry("a1"), entry("a2", "undo of a1")]) == "undone by a2")
        #expect(words([entry("a1"), entry("a2")]) == nil)
    }

    @Test func nothingIsCalledMoreThanItIs() {
        for (state, isOver, said) in [
            (ActionState.converged, true, "undone by a2"),
            (.converged, false, "being undone by a2"),
            (.partial, true, "undone in part by a2"), (.unknown, true, "perhaps undone by a2"),
            (.failed, true, nil), (.refused, true, nil), (.rolledBack, true, nil),
        ] {
            let entries = [entry("a1"), entry("a2", "undo of a1", state, isOver: isOver)]
            #expect(words(entries) == said)
            #expect(UndoLedger(entries)["a1"]?.isWhole ?? false == (said == "undone by a2"))
        }
        let tried = [entry("a1"), entry("a2", "undo of a1"), entry("a3", "undo of a1", .failed)]
        #expect(words(tried) == "undone by a2")
    }

    @Test func whatWasTakenBackHasTakenNothingBack() {
        let twice = [
            entry("a1"), entry("a2", "undo of a1"), entry("a3", "undo of a2"),
        ]
        #expect(words(twice) == nil)
        #expect(words(twice, "a2") == "undone by a3")
        #expect(words(twice + [entry("a4", "undo of a1")]) == "undone by a4")
    }

    @Test func anotherTargetOrContextIsAnotherThing() {
        #expect(words([entry("a1"), entry("a2", "undo of a1", at: "chat/rented")]) == nil)
        #expect(words([entry("a1"), entry("a2", "undo of a1", in: "lab")]) == nil)
        // Somebody has edited the journal.
        #expect(UndoLedger([entry("a1", "undo of a2"), entry("a2", "undo of a1")])["a3"] == nil)
    }
}
