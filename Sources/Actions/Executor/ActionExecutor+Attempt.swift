import Fleet

/// What somebody wanted carried out, and was refused.
extension ActionExecutor {
    /// Writes down that a plan was to be carried out and why it was not, under an id of its own where it
    /// may still be carried out later. One that was begun has its own story, and by rules that are for
    /// something else nothing is written.
    package func noteRefusal(of id: String, as newID: String? = nil, _ why: String) {
        guard let hand = actions[id], !hand.machine.past.contains(.confirmed),
            writeAccess.pin.objection == nil,
            // A key that is pressed again is no other attempt.
            hand.refusal != why
        else { return }
        actions[id]?.refusal = why
        let machine = hand.machine
        let plan = newID.map { machine.plan.named($0) } ?? machine.plan
        let content = JournalEntry.Content.refused(
            plan, machine.checks, by: setting.actor, why: why)
        // It is refused all the same where that cannot be written.
        try? journal.append(
            JournalEntry(action: plan.id, sequence: 0, time: clock.now().wall, content: content))
    }
}
