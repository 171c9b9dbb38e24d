import Actions
import Fleet

/// What the journal says, in words for a terminal.
extension ActionText {
    /// One line an action.
    static func table(_ accounts: [JournalReplay.Account]) -> String {
        let rows = accounts.map { account in
            let machine = account.machine
            return [
                machine.plan.id, account.entries.first.map { shortTime($0.time) } ?? "",
                machine.plan.kind.rawValue, machine.plan.targets.map(\.uid).joined(separator: " "),
                word(machine), machine.sentence,
            ].map(clean)
        }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, width) in widths.enumerated() {
                line += row[column] + String(repeating: " ", count: width - row[column].count + 2)
            }
            line += row[5]
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// One line an action whose plan is lost.
    static func table(_ lost: [JournalReplay.Planless]) -> String {
        lost.map {
            "\(clean($0.id))  \(shortTime($0.time))  ?  its plan is lost  unknown (not over)\n"
        }.joined()
    }

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

    private static func word(_ machine: ActionMachine) -> String {
        if machine.isAsWanted { return machine.state.wordAsWanted }
        guard machine.isOver else { return "\(machine.state.word) (not over)" }
        return machine.state == .converged ? "converged, not verified" : machine.state.word
    }

    /// `2026-11-21 12:00Z`.
    private static func shortTime(_ time: WallTime) -> String {
        String(Self.time(time).prefix(16)).replacing("T", with: " ") + "Z"
    }

    /// The plan, and every entry with its time.
    static func story(_ account: JournalReplay.Account) -> String {
        let machine = account.machine
        var text = plan(machine)
        text += "  by     \(clean(machine.plan.actor))"
        text += machine.plan.context.isEmpty ? "\n" : " in \(clean(machine.plan.context))\n"
        if !machine.plan.reason.isEmpty { text += "  why    \(clean(machine.plan.reason))\n" }
        text += "\n"
        for entry in account.entries {
            text += "  \(time(entry.time))  \(clean(words(entry.content)))\n"
        }
        text += "\n" + outcome(machine)
        if account.isBroken { text += "an entry is missing after this one\n" }
        return text
    }

    private static func time(_ time: WallTime) -> String {
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
