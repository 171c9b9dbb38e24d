import Actions
import Fleet

/// What the journal says, in words for a terminal.
extension ActionText {
    private struct LostRecord: Codable {
        struct Plan: Codable { var id: String }

        var plan: Plan
        var planLost = true
        var state: ActionState
        var sentence: String
        var time: String
    }

    /// An action whose plan is lost, as one line of JSON: `planLost` is true, and of the plan there is
    /// the id alone. With the state that it was settled in, where it was just now.
    static func json(_ lost: JournalReplay.Planless, as end: ActionState? = nil) -> String {
        line(
            LostRecord(
                plan: .init(id: lost.id), state: end ?? .unknown,
                sentence: end == nil ? lost.sentence : "settled; its plan is lost",
                time: time(lost.time)))
    }

    /// How far it has come, and what an undo has made of it: `verified, undone by ID`.
    static func word(_ machine: ActionMachine, _ undos: UndoLedger) -> String {
        let undo = undos[machine.plan.id].flatMap { $0.words($0.id) }
        return ([word(machine), machine.plan.undoes.map { "undo of \($0)" }, undo])
            .compactMap { $0 }.joined(separator: ", ")
    }

    private static func word(_ machine: ActionMachine) -> String {
        if machine.isAsWanted { return machine.state.wordAsWanted }
        guard machine.isOver else { return "\(machine.state.word) (not over)" }
        return machine.state == .converged ? "converged, not verified" : machine.state.word
    }

    /// The plan, and every entry with its time.
    static func story(_ account: JournalReplay.Account, _ undos: UndoLedger) -> String {
        let machine = account.machine
        var text = plan(machine)
        text += "  by     \(clean(machine.plan.actor))"
        text += machine.plan.context.isEmpty ? "\n" : " in \(clean(machine.plan.context))\n"
        if !machine.plan.reason.isEmpty { text += "  why    \(clean(machine.plan.reason))\n" }
        if let undo = undos[machine.plan.id], let words = undo.words(undo.id) {
            text += "  since  \(clean(words))\n"
        }
        text += "\n"
        for entry in account.entries {
            text += "  \(time(entry.time))  \(clean(words(entry.content)))\n"
        }
        text += "\n" + outcome(machine)
        if account.isBroken { text += "an entry is missing after this one\n" }
        return text
    }

    /// `2026-11-21T12:00:05.250Z`.
    static func time(_ time: WallTime) -> String {
        let parts = CalendarTime(time)
        func two(_ part: Int) -> String { CalendarTime.padded(part) }
        return "\(parts.year)-\(two(parts.month))-\(two(parts.day))T\(two(parts.hour)):"
            + "\(two(parts.minute)):\(two(parts.second)).\(CalendarTime.padded(parts.millisecond, 3))Z"
    }

    private static func words(_ content: JournalEntry.Content) -> String {
        if case .refused(_, _, let name, let why) = content { return "refused to \(name): \(why)" }
        guard case .event(let event) = content else { return "planned" }
        switch event {
        case .checked(let answers): return "checked: \(answers.count) answers"
        case .acknowledged(let kind, let sentence):
            return "acknowledged \(kind.rawValue)" + (sentence.isEmpty ? "" : ": \(sentence)")
        case .confirmed(let name): return "confirmed by \(name)"
        case .rechecked(let moved): return moved ?? "as it was seen"
        case .postponed(let why): return "waiting: \(why)"
        case .unread(let place, let why): return "\(words(place)) cannot be read: \(why)"
        case .sending(let place): return "sending \(words(place))"
        case .answered(let place, let answer): return "\(words(place)) \(words(answer))"
        case .observed(let place, let seen): return "\(words(place)) \(words(seen))"
        case .proved(.shown(let what)): return "shown: \(what)"
        case .proved(.notYet(let what)): return "not yet shown: \(what)"
        case .proved(.noDataPlane(let why)): return "nothing to show it by: \(why)"
        case .proved(.reverted(let why)): return "changed since: \(why)"
        case .gated(.open(let what)), .gated(.holding(let what)): return what
        case .gated(.breached(let why)): return "goes back: \(why)"
        case .deadlinePassed: return "not done in time"
        case .cancelled(let name): return "cancelled by \(name)"
        case .restarted: return "taken up again after the program had ended"
        case .continued(let name): return "gone on with by \(name)"
        case .retreated(let name): return "turned back by \(name)"
        case .settled(let state, let name, _): return "settled as \(state.word) by \(name)"
        }
    }

    private static func words(_ place: ActionStepID) -> String {
        "stage \(place.stage + 1) step \(place.step + 1)"
    }

    private static func words(_ answer: ActionAnswer) -> String {
        switch answer {
        case .accepted: "accepted"
        case .rejected(let why): "rejected: \(why)"
        case .deferred(let why): "not now: \(why)"
        case .lost(let why): "without an answer: \(why)"
        }
    }

    private static func words(_ seen: ActionObservation) -> String {
        switch seen {
        case .asBefore: "as before"
        case .busy(let what): "as before: \(what)"
        case .progressing(let what): "under way: \(what)"
        case .reached: "as wanted"
        case .elsewhere(let what): "changed by somebody else: \(what)"
        }
    }
}
