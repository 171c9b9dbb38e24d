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
        isAsWanted = machine.isAsWanted
        mayGoOn = machine.mayGoOn
        mayGoBack = machine.mayGoBack
        isHeld = machine.need == .gate
        // What ended as unknown is settled by whoever has looked.
        needsDecision = machine.need == .decision || (machine.isOver && machine.state == .unknown)
    }

    /// How far an action of an earlier start has come. One that is not over waits for somebody to look.
    init(_ account: JournalReplay.Account) {
        self.init(account.machine)
        isRecalled = true
        // Somebody has said yes to it, as far as the list of what was done goes.
        isConfirmed = isConfirmed || account.isAttempt
        if !isOver {
            needsDecision = true
            offerDecisions(account)
            // Whoever drove it may have ended since: this is what it wrote, and not how it stands.
            if !sentence.isEmpty { sentence = "last written: \(sentence)" }
        }
        begun = account.isAttempt ? account.entries.first?.time : account.begun
        stageBegun = account.entries.last?.time
        ended = account.ended
        turned = isGoingBack ? account.turned : nil
        isHeld = false
        held = account.held
    }

    /// What can be decided of an action that was left: it is looked at first in any case, and what that
    /// shows may leave less.
    private mutating func offerDecisions(_ account: JournalReplay.Account) {
        var machine = account.machine
        guard !account.isBroken, machine.apply(.restarted), !machine.isOver else { return }
        let isKnown = machine.need == .decision
        mayGoOn = !isKnown || machine.mayGoOn
        mayGoBack = isKnown ? machine.mayGoBack : plan.retreat != nil && !machine.isGoingBack
    }
}

extension JournalReplay.Account {
    /// When it began to go back; `nil` where it did not.
    fileprivate var turned: WallTime? {
        guard case .plan(let plan)? = entries.first?.content else { return nil }
        var machine = ActionMachine(plan)
        for entry in entries {
            guard case .event(let event) = entry.content else { continue }
            _ = machine.apply(event)
            if machine.isGoingBack { return entry.time }
        }
        return nil
    }

    /// For how long the gate of each stage was asked, by the times of its entries.
    fileprivate var held: [Int: Duration] {
        let isGated = entries.contains { entry in
            if case .event(.gated) = entry.content { true } else { false }
        }
        guard isGated else { return [:] }
        var held: [Int: Duration] = [:]
        guard case .plan(let plan)? = entries.first?.content else { return [:] }
        var (machine, start) = (ActionMachine(plan), WallTime?.none)
        for entry in entries {
            guard case .event(let event) = entry.content else { continue }
            let stage = machine.stage
            // Nobody watched until a later program has taken it up.
            if event == .restarted { start = nil }
            if let start, machine.need == .gate { held[stage] = entry.time - start }
            _ = machine.apply(event)
            let isSame = machine.need == .gate && machine.stage == stage
            start = machine.need == .gate ? (isSame ? start : nil) ?? entry.time : nil
        }
        return held
    }
}
