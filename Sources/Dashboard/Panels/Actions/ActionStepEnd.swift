import Fleet

/// How far a step has come, or what became of it since.
enum ActionStepEnd: Hashable {
    /// As the driver of the action tells it.
    case state(ActionStepState)
    /// A step of the way back has undone it.
    case takenBack
    /// It came about, and a later stage went on from there.
    case passed
    /// It came about and is no longer so, and what is so instead.
    case moved(String)
    /// What was sent with it is no longer so; of itself nothing was told then.
    case notTold

    /// What became of a step of an action.
    init(_ place: ActionStepID, _ action: ActionProgress) {
        let plan = action.plan
        let state = action.steps[place] ?? .waiting
        guard !plan.isTakenBack(place, action.steps) else {
            self = .takenBack
            return
        }
        self = .state(state)
        guard action.isOver, action.isTrouble, !action.isGoingBack, let step = plan.step(place)
        else { return }
        if case .rejected(let why) = state {
            self = Self.lapsed(why, step, plan) ?? self
        } else if state == .converged {
            if Self.isPassed(place, step, action) {
                self = .passed
            } else if let what = Self.rest(of: action.sentence, after: step.target.uid) {
                self = .moved(what)
            }
        }
    }

    private static func isPassed(
        _ place: ActionStepID, _ step: ActionStep, _ action: ActionProgress
    ) -> Bool {
        action.steps.contains { other, state in
            guard other.stage > place.stage, !state.isUnsent, let later = action.plan.step(other)
            else { return false }
            return later.target.place == step.target.place && later.field == step.field
                && later.request.place == step.request.place
        }
    }

    /// What was not refused but changed by somebody; of a stage only the first such target is named.
    private static func lapsed(
        _ why: String, _ step: ActionStep, _ plan: ActionPlan
    ) -> ActionStepEnd? {
        for mark in ["changed since: ", "somebody else has changed it: "]
        where why.hasPrefix(mark) {
            let told = String(why.dropFirst(mark.count))
            if let what = rest(of: told, after: step.target.uid) { return .moved(what) }
            let isOther = plan.targets.contains { rest(of: told, after: $0.uid) != nil }
            return isOther ? .notTold : .moved(told)
        }
        return nil
    }

    /// What a sentence says of a target that it names first: `chat/own is no longer as it was seen:
    /// weight 12`, `chat/own: weight 12`.
    private static func rest(of sentence: String, after uid: String) -> String? {
        guard sentence.hasPrefix(uid) else { return nil }
        let text = sentence.dropFirst(uid.count)
        for mark in [" is no longer as it was seen: ", ": ", " "] where text.hasPrefix(mark) {
            return String(text.dropFirst(mark.count))
        }
        return nil
    }
}
