package import Fleet

/// What the screen knows of acting: what may be done, what is being planned, and every action.
package struct ActingState: Sendable {
    /// Whether anything may be changed.
    package var access = WriteStatus.locked
    /// What each source can be told; one that is not here cannot be told anything.
    package var abilities: [SourceID: Set<ActionKind>] = [:]
    /// How far each stage of a shift goes (0...1), where nobody says otherwise.
    package var stages: [Double] = [0.05, 0.25, 0.5, 1]
    /// The plan that is being made or read; `nil` for none.
    package var draft: PlanDraft?
    /// Every action and plan by its id.
    package private(set) var actions: [String: ActionProgress] = [:]
    /// Actions out of the journal whose plans are lost, and of which nobody has said how they ended.
    package var lost: [LostPlan] = []
    /// Actions that ended otherwise than they were meant to, and that nobody has acknowledged.
    package private(set) var unread: Set<String> = []
    /// What asks for a confirmation, and since when it is on the screen.
    package var seen: (question: String, since: MonotonicTime)?
    /// The last key that came before a question could be answered.
    var early: (question: String, at: MonotonicTime)?
    /// The key that has confirmed something, and when it came last.
    var answered: (key: Key, at: MonotonicTime)?
    /// Whether several keys came at once: a paste that is not marked as one, or keys that were pressed
    /// before there was anything to read.
    package var burst = 1
    /// The action whose detail somebody has scrolled, and how far; any other follows the stage that is
    /// under way.
    var reading: (action: String, top: Int)?
    private var tickets = 0
    /// Grows with every change of an action.
    package private(set) var revision = 0
    /// Which actions were taken back, and by which others.
    package private(set) var undos = UndoLedger()

    /// Nothing known: read-only.
    package init() {}

    /// The next number of a plan.
    mutating func nextTicket() -> Int {
        tickets += 1
        return tickets
    }

    /// Whether a source can be told something.
    func can(_ source: SourceID, _ kind: ActionKind) -> Bool {
        abilities[source]?.contains(kind) == true
    }

    /// Takes over how an action stands now.
    mutating func take(_ news: ActionProgress, at time: Instant) {
        var news = news
        let old = actions[news.id]
        news.planned = news.planned ?? old?.planned ?? time.monotonic
        if !news.isConfirmed { forgetPlans(besides: news.id) }
        if news.isConfirmed {
            news.begun = news.begun ?? old?.begun ?? time.wall
            let isSame = old?.isConfirmed == true && old?.stage == news.stage
            if news.stageBegun == nil, isSame, let old, !old.isRecalled {
                (news.stageBegun, news.stageStart) = (old.stageBegun, old.stageStart)
            } else if news.stageBegun == nil {
                (news.stageBegun, news.stageStart) = (time.wall, time.monotonic)
            }
            news.takeHold(after: old, at: time.monotonic)
            if news.isGoingBack { news.turned = news.turned ?? old?.turned ?? time.wall }
        }
        if news.isOver {
            news.ended = news.ended ?? old?.ended ?? time.wall
            if let old, !old.isOver, news.isConfirmed, news.isTrouble { unread.insert(news.id) }
        }
        actions[news.id] = news
        noteChange()
    }

    private mutating func noteChange() {
        revision += 1
        undos = UndoLedger(
            confirmed.reversed().map { UndoLedger.Entry($0.plan, $0.state, isOver: $0.isOver) })
    }

    /// Plans to which nobody has said yes, and which nobody reads any more.
    private mutating func forgetPlans(besides id: String) {
        let read = if case .made(let other)? = draft?.outcome { other } else { id }
        let old = actions.filter { !$0.value.isConfirmed && $0.key != id && $0.key != read }
        for key in old.keys { actions[key] = nil }
    }

    /// Takes over what a journal tells of actions that this screen does not know better: those that it
    /// drives itself, and those of which it knows the end.
    mutating func recall(_ list: [ActionProgress]) {
        for one in list {
            if let old = actions[one.id] {
                let isOurs = old.isUnderWay && !old.isRecalled
                let isSettled = old.isOver && old.state != .unknown
                if isOurs || isSettled || old == one { continue }
                if !old.isOver, one.isOver, one.isTrouble { unread.insert(one.id) }
            }
            actions[one.id] = one
        }
        noteChange()
    }

    /// A plan that was made by other rules is none any more, nor is one that is on its way.
    mutating func voidDraft(_ why: String) {
        guard var old = draft else { return }
        old.ticket = nextTicket()
        old.outcome = .refused(why)
        draft = old
    }

    /// Somebody has read how an action ended.
    mutating func acknowledge(_ id: String) { unread.remove(id) }

    /// Actions that are on their way.
    package var underWay: [ActionProgress] { confirmed.filter(\.isUnderWay) }

    /// Actions that are on their way, and those that wait for somebody, the newest first.
    package var open: [ActionProgress] {
        confirmed.filter { $0.isUnderWay || $0.needsDecision }
    }

    /// Whether anything of an action is left that could be undone, as far as is known here.
    func mayUndo(_ action: ActionProgress) -> Bool {
        action.mayUndo && undos[action.id]?.isWhole != true
    }

    /// What somebody has said yes to, what was begun last first.
    package var confirmed: [ActionProgress] {
        actions.values.filter(\.isConfirmed).sorted { left, right in
            let times = (left.begun?.nanoseconds ?? 0, right.begun?.nanoseconds ?? 0)
            return times.0 == times.1 ? left.id > right.id : times.0 > times.1
        }
    }
}

/// A plan that is being made, or read.
package struct PlanDraft: Hashable, Sendable {
    /// What came of it.
    package enum Outcome: Hashable, Sendable {
        /// Nothing yet.
        case waiting
        /// It is among the actions under this id.
        case made(String)
        /// What is left of an action, in the form of a plan.
        case left(ActionProgress)
        /// Why there is none.
        case refused(String)
    }

    /// Tells its answer from those to earlier ones.
    package var ticket: Int
    /// What is planned.
    package var wish: PlanWish
    /// The same with the marked rows that are out of sight; `nil` where there are none.
    package var wider: PlanWish?
    /// How many these are.
    package var hidden = 0
    /// What came of it.
    package var outcome = Outcome.waiting

    /// What these are called, as far as the wider plan tells it.
    package var hiddenNames: [String] {
        guard case .order(let wider, _) = wider, case .order(let order, _) = wish else { return [] }
        return wider.targets.filter { !order.targets.contains($0) }
    }
}

/// What a plan is asked for.
package enum PlanWish: Hashable, Sendable {
    /// Something to be done by a source; the order has no id yet.
    case order(ActionOrder, SourceID)
    /// An action to be taken back.
    case undo(String)
    /// An action that waits, to be gone on with or to go back.
    case goOn(String), goBack(String)

    /// The action that waits and what is decided of it; `nil` for a plan of its own.
    package var decision: (action: String, decision: ActionDecision)? {
        switch self {
        case .goOn(let id): (id, .goOn)
        case .goBack(let id): (id, .goBack)
        case .order, .undo: nil
        }
    }
}

extension ActionProgress {
    /// Counts on how long stages are held.
    fileprivate mutating func takeHold(after old: ActionProgress?, at time: MonotonicTime) {
        held.merge(old?.held ?? [:]) { new, _ in new }
        if let old, old.isHeld, let start = old.holdStart {
            held[old.stage] = time - start
            if isHeld, stage == old.stage { holdStart = start }
        }
        if isHeld, holdStart == nil { holdStart = time }
    }
}
