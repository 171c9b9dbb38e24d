import Fleet

/// What was done to the fleet, as lines among what changed in it: that it was begun, that it went back,
/// and how it ended.
enum ActionChanges {
    /// What is older is for the list of actions.
    private static let reach = Duration.seconds(24 * 3600)

    /// Those of the context shown, the newest first.
    static func all(_ state: DashboardState) -> [Change] {
        let now = state.shownTime.wall
        let own = state.acting.confirmed.filter { $0.plan.context == state.shown.context }
        return own.flatMap { changes($0, state) }
            .filter { $0.time <= now && now - $0.time <= reach }
            .sorted { $0.time > $1.time }
    }

    /// The last first: what is of one moment keeps its order.
    private static func changes(_ action: ActionProgress, _ state: DashboardState) -> [Change] {
        let look = state.look(of: action)
        let (name, what) = parts(action)
        let subject = Subject(kind: .fleet, name: name)
        func change(_ time: WallTime?, _ text: String, _ severity: Severity = .notice) -> Change? {
            time.map { Change(time: $0, subject: subject, text: text, severity: severity) }
        }
        let detail = look.detail.isEmpty ? "" : ": \(look.detail)"
        let end =
            action.isOver
            ? change(action.ended, "\(what) \(look.word)\(detail)", severity(action)) : nil
        let back = change(action.turned, "\(what) goes back", .warning)
        // What was refused before it was begun has no beginning.
        let isBegun = !action.isOver || action.begun != action.ended
        let begin =
            isBegun
            ? change(action.begun, "\(what) begun by \(CleanText.clean(action.plan.actor))") : nil
        return [end, back, begin].compactMap { $0 }
    }

    private static func severity(_ action: ActionProgress) -> Severity {
        guard action.isTrouble else { return .notice }
        return action.state == .failed ? .critical : .warning
    }

    /// What it is done to, and what: `chat/own and 1 more` and `drain`.
    private static func parts(_ action: ActionProgress) -> (name: String, what: String) {
        let plan = action.plan
        let lead = plan.undoes.map { "undo of \(ActionLook.short($0)): " } ?? ""
        if let (subject, what) = ShiftWords(plan)?.parts, !subject.isEmpty {
            return (CleanText.clean(subject), CleanText.clean(lead + what))
        }
        let targets = plan.targets
        let more = targets.count > 1 ? " and \(targets.count - 1) more" : ""
        return (CleanText.clean(targets.first?.uid ?? "") + more, lead + plan.kind.rawValue)
    }
}

extension DashboardState {
    /// What changed in the fleet shown, what was done to it among it, newest first.
    var changes: [Change] {
        let own = ActionChanges.all(self)
        guard !own.isEmpty else { return shown.changes }
        var merged: [Change] = []
        var rest = own[...]
        for change in shown.changes {
            while let next = rest.first, next.time > change.time {
                merged.append(rest.removeFirst())
            }
            merged.append(change)
        }
        return merged + rest
    }
}
