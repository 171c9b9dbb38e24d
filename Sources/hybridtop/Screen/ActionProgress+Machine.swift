import Actions
import Dashboard
import Fleet

extension ActionProgress {
    /// How far an action of this program has come.
    init(_ machine: ActionMachine) {
        self.init(machine.plan, state: machine.state)
        checks = machine.checks
        acknowledged = machine.acknowledged
        stage = machine.stage
        steps = machine.steps
        sentence = machine.sentence
        isConfirmed = machine.past.contains(.confirmed)
        isOver = machine.isOver
        mayGoOn = machine.mayGoOn
        mayGoBack = machine.mayGoBack
        // What ended as unknown is settled by whoever has looked.
        needsDecision = machine.need == .decision || (machine.isOver && machine.state == .unknown)
    }

    /// How far an action of an earlier start has come. One that is not over waits for somebody to look.
    init(_ account: JournalReplay.Account) {
        self.init(account.machine)
        if !isOver {
            needsDecision = true
            // Whoever drove it may have ended since: this is what it wrote, and not how it stands.
            if !sentence.isEmpty { sentence = "last written: \(sentence)" }
        }
        begun =
            account.entries.first { entry in
                if case .event(.confirmed) = entry.content { true } else { false }
            }?.time
        stageBegun = account.entries.last?.time
        if isOver { ended = account.entries.last?.time }
    }
}
